//! How many due steps of campaigns are planned in a second, each a task that is opened, on SQLite.

use std::time::Instant;

use anyhow::ensure;
use jiff::SignedDuration;
use liaison_domain::access::session::SignInMethod;
use liaison_domain::id::MemberId;
use liaison_domain::work::Member;
use liaison_domain::work::campaign::What;
use liaison_engine::work::campaigns::{self, CampaignForm};
use liaison_engine::work::steps::{self, StepForm};
use liaison_engine::work::tick;
use liaison_store::people::persons;
use liaison_store::work::members;

use super::report::Figure;
use super::{Row, cast, written};

const GOAL: Figure = Figure::PerSecond(100_000.0);

pub(crate) async fn measure(count: usize) -> anyhow::Result<Vec<Row>> {
    let data = tempfile::Builder::new()
        .prefix("liaison-bench-")
        .tempdir()?;
    let engine = written::engine(data.path()).await?;
    let tx = engine.db.begin().await?;
    let seller = cast::signed_in(&engine, &tx, "seller@bench.example", SignInMethod::Link);
    let (user, _, _) = seller.await?;
    tx.commit().await?;
    let form = CampaignForm {
        name: "Spring".into(),
        category: "New customers".into(),
    };
    let campaign = campaigns::create(&engine, &user, &form).await?;
    let step = StepForm {
        day: 1,
        name: "Call them".into(),
        template: None,
        what: What::Call {
            notes: "Ask about the offer".into(),
        },
    };
    steps::add(&engine, &user, campaign, &step).await?;
    let started_at = engine.clock.now() - SignedDuration::from_hours(24 * 7);
    let tx = engine.db.begin().await?;
    for number in 0..count {
        let nadia = cast::address(&format!("nadia{number}@buyer.example"))?;
        let person = cast::person(&engine, nadia);
        persons::save(&tx, &person).await?;
        let member = Member {
            id: MemberId(engine.dice.id(started_at)),
            campaign_id: campaign,
            person_id: person.id,
            user_id: user.id,
            identity_id: None,
            time_zone: "UTC".into(),
            state: "queued".into(),
            step_id: None,
            due_at: Some(started_at),
            started_at,
            ended_at: None,
            ended_reason: None,
            ended_by: None,
            is_success: false,
        };
        members::save(&tx, &member).await?;
    }
    tx.commit().await?;
    let began = Instant::now();
    let mut done = 0;
    loop {
        match tick::run(&engine).await? {
            0 => break,
            some => done += some,
        }
    }
    let took = began.elapsed();
    ensure!(done == count, "{done} of {count} steps were due");
    Ok(vec![Row {
        what: format!("{count} due steps of a campaign, each opening a task, by one process"),
        goal: Some(GOAL),
        measured: Some(Figure::PerSecond(count as f64 / took.as_secs_f64())),
    }])
}
