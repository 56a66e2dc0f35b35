//! The queue: leases with a growing fence number, lanes that run one job at a time.

use jiff::Timestamp;
use liaison_domain::id::JobId;

use crate::sql::{Fault, Record, Sql, Tx};
use crate::values;

/// A job as a worker holds it. Every later write of the worker names the fence: a worker whose lease
/// ran out and was taken over touches no row.
#[derive(Debug, Clone)]
pub struct Claimed {
    pub id: JobId,
    pub kind: String,
    pub lane: Option<String>,
    pub payload_sealed: Vec<u8>,
    pub attempts: u64,
    pub fence: i64,
}

/// What [`enqueue`] needs.
pub struct NewJob<'a> {
    pub id: JobId,
    pub kind: &'a str,
    /// At most one job of a lane runs at a time.
    pub lane: Option<&'a str>,
    pub payload_sealed: Vec<u8>,
    pub run_at: Timestamp,
}

/// Enqueues within the caller's transaction: the write and the job commit together or not at all.
pub async fn enqueue(sql: &impl Sql, job: NewJob<'_>, now: Timestamp) -> Result<(), Fault> {
    let text = "insert into jobs (id, kind, lane, payload_sealed, state, run_at, attempts, fence, created_at)
                values ($1, $2, $3, $4, 'waiting', $5, 0, 0, $6)";
    sql.run(
        text,
        values![
            job.id,
            job.kind,
            job.lane,
            job.payload_sealed,
            job.run_at,
            now
        ],
    )
    .await?;
    Ok(())
}

/// Enqueues a job there is one of, by its id. One that waits is done sooner where this asks for it; one that
/// had failed begins anew.
pub async fn enqueue_by_id(sql: &impl Sql, job: NewJob<'_>, now: Timestamp) -> Result<(), Fault> {
    let text = "insert into jobs (id, kind, lane, payload_sealed, state, run_at, attempts, fence, created_at)
                values ($1, $2, $3, $4, 'waiting', $5, 0, 0, $6)
                on conflict (id) do update set state = 'waiting', run_at = excluded.run_at, attempts = 0
                where jobs.state = 'failed' or (jobs.state = 'waiting' and jobs.run_at > excluded.run_at)";
    let values = values![
        job.id,
        job.kind,
        job.lane,
        job.payload_sealed,
        job.run_at,
        now
    ];
    sql.run(text, values).await?;
    Ok(())
}

/// Brings a lane's waiting job forward; `false` when none waits there.
pub async fn hurry(sql: &impl Sql, lane: &str, now: Timestamp) -> Result<bool, Fault> {
    let text = "update jobs set run_at = case when run_at < $2 then run_at else $2 end
                where lane = $1 and state = 'waiting'";
    Ok(sql.run(text, values![lane, now]).await? > 0)
}

/// Takes the next due job, also one whose worker let its lease run out. `None` when nothing is due.
/// Give it the database itself: losing a race for a lane would spoil a transaction.
pub async fn claim(
    sql: &impl Sql,
    now: Timestamp,
    lease_until: Timestamp,
) -> Result<Option<Claimed>, Fault> {
    let due = "select id, kind, lane, payload_sealed, attempts, fence from jobs
               where ((state = 'waiting' and run_at <= $1) or (state = 'running' and lease_until <= $1))
                 and (lane is null or not exists
                     (select 1 from jobs other where other.lane = jobs.lane and other.state = 'running' and other.id <> jobs.id))
               order by run_at, id limit 8";
    loop {
        let rows = sql.rows(due, values![now]).await?;
        if rows.is_empty() {
            return Ok(None);
        }
        for row in rows {
            if let Some(claimed) = take(sql, read(&row)?, lease_until).await? {
                return Ok(Some(claimed));
            }
        }
        // Others took them all, so others got on; there may be more behind these.
    }
}

/// Takes a lane's next due job in the transaction that wrote down the end of the one before: between the
/// two nobody else gets into the lane.
pub async fn claim_next(
    tx: &Tx,
    lane: &str,
    now: Timestamp,
    lease_until: Timestamp,
) -> Result<Option<Claimed>, Fault> {
    let due = "select id, kind, lane, payload_sealed, attempts, fence from jobs
               where lane = $1 and state = 'waiting' and run_at <= $2 order by run_at, id limit 1";
    match tx.row(due, values![lane, now]).await? {
        Some(row) => take(tx, read(&row)?, lease_until).await,
        None => Ok(None),
    }
}

/// Whatever of a lane is due before `until` waits until then and a microsecond longer than what is before it,
/// so that it keeps its order. With `is_try` the wait counts as a try of each.
pub async fn hold_up(
    sql: &impl Sql,
    lane: &str,
    until: Timestamp,
    is_try: bool,
) -> Result<(), Fault> {
    let text = "with due as (select id, row_number() over (order by run_at, id) as place from jobs
                             where lane = $1 and state = 'waiting' and run_at < $2)
                update jobs set run_at = $2 + due.place, attempts = attempts + $3 from due
                where jobs.id = due.id and jobs.state = 'waiting'";
    sql.run(text, values![lane, until, i64::from(is_try)])
        .await?;
    Ok(())
}

/// `None` when somebody else was quicker, with this job or with this lane.
async fn take(
    sql: &impl Sql,
    job: Claimed,
    lease_until: Timestamp,
) -> Result<Option<Claimed>, Fault> {
    let text = "update jobs set state = 'running', fence = fence + 1, attempts = attempts + 1, lease_until = $3
                where id = $1 and fence = $2";
    match sql.run(text, values![job.id, job.fence, lease_until]).await {
        Ok(1) => Ok(Some(Claimed {
            fence: job.fence + 1,
            attempts: job.attempts + 1,
            ..job
        })),
        Ok(_) => Ok(None),
        Err(fault) if fault.is_taken() => Ok(None),
        Err(fault) => Err(fault),
    }
}

fn read(row: &Record) -> Result<Claimed, Fault> {
    Ok(Claimed {
        id: row.get("id")?,
        kind: row.get("kind")?,
        lane: row.get("lane")?,
        payload_sealed: row.get("payload_sealed")?,
        attempts: row.get("attempts")?,
        fence: row.get("fence")?,
    })
}

/// Done: the payload goes, it may have carried a link. `false` when the job is no longer ours.
pub async fn finish(sql: &impl Sql, job: &Claimed) -> Result<bool, Fault> {
    let text = "delete from jobs where id = $1 and fence = $2 and state = 'running'";
    Ok(sql.run(text, values![job.id, job.fence]).await? == 1)
}

/// Not done: again at `run_at`, or, without one, never; then it stays for people to see. The fence
/// grows, so that nobody who saw the job before takes it earlier than it is due again.
pub async fn put_back(
    sql: &impl Sql,
    job: &Claimed,
    run_at: Option<Timestamp>,
    error: &str,
) -> Result<bool, Fault> {
    let text = "update jobs set state = $3, fence = fence + 1, run_at = coalesce($4, run_at), lease_until = null, last_error = $5
                where id = $1 and fence = $2 and state = 'running'";
    let state = if run_at.is_some() {
        "waiting"
    } else {
        "failed"
    };
    Ok(sql
        .run(text, values![job.id, job.fence, state, run_at, error])
        .await?
        == 1)
}

/// Well so far, and more to do at `run_at`: the tries are counted anew.
pub async fn rest(sql: &impl Sql, job: &Claimed, run_at: Timestamp) -> Result<bool, Fault> {
    let text = "update jobs set state = 'waiting', fence = fence + 1, attempts = 0, run_at = $3, lease_until = null, last_error = null
                where id = $1 and fence = $2 and state = 'running'";
    Ok(sql.run(text, values![job.id, job.fence, run_at]).await? == 1)
}

/// How many jobs stand how, for the doctor: (waiting or running, failed).
pub async fn count(sql: &impl Sql) -> Result<(u64, u64), Fault> {
    let text = "select count(*) as total, count(case when state = 'failed' then 1 end) as failed from jobs";
    let Some(row) = sql.row(text, vec![]).await? else {
        return Ok((0, 0));
    };
    let (total, failed): (u64, u64) = (row.get("total")?, row.get("failed")?);
    Ok((total - failed, failed))
}
