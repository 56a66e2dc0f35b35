//! The steps of campaigns, by day, those of one day in their order.

use jiff::civil::Time;
use liaison_domain::id::{CampaignId, StepId};
use liaison_domain::work::KeptStep;
use liaison_domain::work::campaign::{Email, SendAt, Step, What};

use crate::sql::{Fault, Record, Sql};
use crate::values;

fn read(row: &Record) -> Result<KeptStep, Fault> {
    let notes: String = row.get("notes")?;
    let kind: String = row.get("kind")?;
    let what = match kind.as_str() {
        "email" => What::Email(Email {
            subject: row.get("subject")?,
            html: row.get("body")?,
            attachment_bytes: 0,
            send: timing(row)?,
            follow_up: row.get("is_follow_up")?,
        }),
        "call" => What::Call { notes },
        "inmail" => What::InMail { notes },
        _ => What::Custom { notes },
    };
    Ok(KeptStep {
        id: row.get("id")?,
        campaign_id: row.get("campaign_id")?,
        place: row.get("place")?,
        name: row.get("name")?,
        template_id: row.get("template_id")?,
        step: Step {
            day: row.get("day")?,
            what,
        },
    })
}

fn timing(row: &Record) -> Result<SendAt, Fault> {
    let minute: Option<i64> = row.get("at_minute")?;
    row.code("timing", |code| {
        Some(match code {
            "choose" => SendAt::AtLaunch,
            "same" => SendAt::SameTime,
            "task" => SendAt::ByHand,
            "at" => {
                let minute = minute?;
                let part = |n: i64| i8::try_from(n).ok();
                SendAt::At(Time::new(part(minute / 60)?, part(minute % 60)?, 0, 0).ok()?)
            }
            _ => return None,
        })
    })
}

fn write_timing(send: SendAt) -> (&'static str, Option<i64>) {
    match send {
        SendAt::AtLaunch => ("choose", None),
        SendAt::SameTime => ("same", None),
        SendAt::ByHand => ("task", None),
        SendAt::At(time) => {
            let minute = i64::from(time.hour()) * 60 + i64::from(time.minute());
            ("at", Some(minute))
        }
    }
}

pub async fn of_campaign(sql: &impl Sql, campaign: CampaignId) -> Result<Vec<KeptStep>, Fault> {
    let text = "select * from campaign_steps where campaign_id = $1 order by day, place, id";
    sql.rows(text, values![campaign])
        .await?
        .iter()
        .map(read)
        .collect()
}

pub async fn by_id(sql: &impl Sql, id: StepId) -> Result<Option<KeptStep>, Fault> {
    let text = "select * from campaign_steps where id = $1";
    let row = sql.row(text, values![id]).await?;
    row.as_ref().map(read).transpose()
}

/// Adds a step or writes the one with this id as it now is.
pub async fn save(sql: &impl Sql, kept: &KeptStep) -> Result<(), Fault> {
    let text = "insert into campaign_steps (id, campaign_id, day, place, kind, name, subject, body, template_id,
                    timing, at_minute, is_follow_up, notes)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                on conflict (id) do update set day = excluded.day, place = excluded.place,
                    kind = excluded.kind, name = excluded.name, subject = excluded.subject,
                    body = excluded.body, template_id = excluded.template_id, timing = excluded.timing,
                    at_minute = excluded.at_minute, is_follow_up = excluded.is_follow_up,
                    notes = excluded.notes";
    let empty = Email {
        subject: String::new(),
        html: String::new(),
        attachment_bytes: 0,
        send: SendAt::ByHand,
        follow_up: false,
    };
    let (email, notes) = match &kept.step.what {
        What::Email(email) => (email, ""),
        What::Call { notes } | What::InMail { notes } | What::Custom { notes } => {
            (&empty, notes.as_str())
        }
    };
    let (timing, at_minute) = write_timing(email.send);
    let values = values![
        kept.id,
        kept.campaign_id,
        kept.step.day,
        kept.place,
        kept.step.what.kind().code(),
        &kept.name,
        &email.subject,
        &email.html,
        kept.template_id,
        timing,
        at_minute,
        email.follow_up,
        notes
    ];
    sql.run(text, values).await?;
    Ok(())
}

pub async fn delete(sql: &impl Sql, id: StepId) -> Result<(), Fault> {
    sql.run("delete from campaign_steps where id = $1", values![id])
        .await?;
    Ok(())
}
