//! The queue: no job is lost, none is run by two workers at once.

use std::collections::BTreeSet;

use jiff::Timestamp;
use liaison_domain::id::JobId;
use liaison_store::jobs::{self, Claimed, NewJob};
use liaison_store::{Db, Sql};
use liaison_testkit::on_both_engines;
use liaison_testkit::sample::{self, minute};

use crate::people;

async fn add(db: &Db, number: u128, lane: Option<&str>, run_at: Timestamp) {
    let job = NewJob {
        id: JobId(sample::id(number)),
        kind: "letter",
        lane,
        payload_sealed: vec![7; 40],
        run_at,
    };
    jobs::enqueue(db, job, minute(0)).await.expect("a job");
}

/// Claims at a minute for ten minutes.
async fn claim(db: &Db, at: i64) -> Option<Claimed> {
    jobs::claim(db, minute(at), minute(at + 10))
        .await
        .expect("an answer")
}

/// Claims and finishes until nothing is due; what was claimed.
async fn drain(db: Db) -> Vec<JobId> {
    let mut done = Vec::new();
    while let Some(job) = claim(&db, 1).await {
        assert!(jobs::finish(&db, &job).await.expect("an answer"));
        done.push(job.id);
    }
    done
}

on_both_engines! {
    async fn a_job_is_handed_out_as_it_was_given(db: Db) {
        add(&db, 1, None, minute(5)).await;
        assert!(claim(&db, 4).await.is_none(), "not due");
        let job = claim(&db, 5).await.unwrap();
        assert_eq!(
            (job.id, job.kind.as_str()),
            (JobId(sample::id(1)), "letter")
        );
        assert_eq!(
            (job.payload_sealed.len(), job.attempts, job.fence),
            (40, 1, 1)
        );
        assert!(claim(&db, 5).await.is_none(), "taken");
        assert!(jobs::finish(&db, &job).await.unwrap());
        assert!(!jobs::finish(&db, &job).await.unwrap(), "finished already");
        assert_eq!(jobs::count(&db).await.unwrap(), (0, 0));
    }

    async fn the_longest_due_comes_first(db: Db) {
        for (number, due) in [(1, 3), (2, 1), (3, 2)] {
            add(&db, number, None, minute(due)).await;
        }
        for number in [2, 3, 1] {
            assert_eq!(claim(&db, 4).await.unwrap().id, JobId(sample::id(number)));
        }
    }

    /// A worker that hears "nothing is due" goes to rest, so it must be true.
    async fn eight_workers_run_two_hundred_jobs_once_each(db: Db) {
        let tx = db.begin().await.unwrap();
        for number in 0..200 {
            let job = NewJob {
                id: JobId(sample::id(number)),
                kind: "letter",
                lane: None,
                payload_sealed: vec![1],
                run_at: minute(0),
            };
            jobs::enqueue(&tx, job, minute(0)).await.unwrap();
        }
        tx.commit().await.unwrap();
        let done: Vec<_> = people::at_once(&db, 8, |db, _| drain(db)).await.concat();
        assert_eq!(done.len(), 200);
        assert_eq!(done.iter().collect::<BTreeSet<_>>().len(), 200);
        assert_eq!(jobs::count(&db).await.unwrap(), (0, 0));
    }

    async fn nobody_hears_that_nothing_is_due_while_something_is(db: Db) {
        for number in 0..16 {
            add(&db, number, None, minute(0)).await;
        }
        let claimed = people::at_once(&db, 16, |db, _| async move { claim(&db, 1).await }).await;
        let ids: BTreeSet<_> = claimed.iter().flatten().map(|job| job.id).collect();
        assert_eq!(ids.len(), 16);
    }

    async fn a_lapsed_lease_is_taken_over_and_the_old_fence_is_worth_nothing(db: Db) {
        add(&db, 1, None, minute(0)).await;
        let slow = claim(&db, 0).await.unwrap();
        assert!(claim(&db, 9).await.is_none(), "the lease runs");
        let quick = claim(&db, 10).await.unwrap();
        assert_eq!((quick.id, quick.attempts), (slow.id, 2));
        assert!(quick.fence > slow.fence);
        assert!(!jobs::finish(&db, &slow).await.unwrap());
        assert!(
            !jobs::put_back(&db, &slow, Some(minute(1)), "slow")
                .await
                .unwrap()
        );
        assert!(!jobs::put_back(&db, &slow, None, "slow").await.unwrap());
        assert_eq!(jobs::count(&db).await.unwrap(), (1, 0));
        assert!(jobs::finish(&db, &quick).await.unwrap());
    }

    async fn of_many_only_one_takes_over(db: Db) {
        add(&db, 1, None, minute(0)).await;
        claim(&db, 0).await.unwrap();
        let claimed = people::at_once(&db, 8, |db, _| async move { claim(&db, 11).await }).await;
        assert_eq!(claimed.iter().flatten().count(), 1);
    }

    async fn a_lane_runs_one_job_at_a_time(db: Db) {
        for number in 1..=3 {
            add(&db, number, Some("rita"), minute(0)).await;
        }
        add(&db, 4, Some("sam"), minute(0)).await;
        add(&db, 5, None, minute(0)).await;
        let claimed = people::at_once(&db, 8, |db, _| async move { claim(&db, 1).await }).await;
        let claimed: Vec<_> = claimed.into_iter().flatten().collect();
        let of_rita = |job: &&Claimed| job.id <= JobId(sample::id(3));
        assert_eq!(claimed.iter().filter(of_rita).count(), 1);
        assert_eq!(claimed.len(), 3, "the others do not wait for her");
        let first = claimed.iter().find(of_rita).unwrap();
        for job in &claimed {
            assert!(jobs::finish(&db, job).await.unwrap());
        }
        let second = claim(&db, 1).await.unwrap();
        assert_ne!(second.id, first.id);
        assert!(claim(&db, 1).await.is_none());
        assert_eq!(
            claim(&db, 11).await.unwrap().id,
            second.id,
            "a lapsed one goes first"
        );
    }

    async fn a_lane_that_waits_does_not_hold_up_the_others(db: Db) {
        for number in 0..20 {
            add(&db, number, Some("rita"), minute(0)).await;
        }
        add(&db, 50, None, minute(1)).await;
        claim(&db, 2).await.unwrap();
        assert_eq!(claim(&db, 2).await.unwrap().id, JobId(sample::id(50)));
    }

    async fn eight_workers_empty_lanes(db: Db) {
        for number in 0..60 {
            let lane = format!("lane {}", number % 3);
            add(&db, number, Some(&lane), minute(0)).await;
        }
        let mut done = Vec::new();
        while done.len() < 60 {
            let some = people::at_once(&db, 8, |db, _| drain(db)).await.concat();
            assert!(!some.is_empty(), "{} of 60", done.len());
            done.extend(some);
        }
        assert_eq!(done.iter().collect::<BTreeSet<_>>().len(), 60);
    }

    async fn put_back_is_tried_again_when_it_is_time(db: Db) {
        add(&db, 1, Some("rita"), minute(0)).await;
        let job = claim(&db, 0).await.unwrap();
        assert!(
            jobs::put_back(&db, &job, Some(minute(3)), "busy")
                .await
                .unwrap()
        );
        assert!(!jobs::finish(&db, &job).await.unwrap(), "no longer ours");
        assert_eq!(jobs::count(&db).await.unwrap(), (1, 0));
        assert!(claim(&db, 2).await.is_none());
        let again = claim(&db, 3).await.unwrap();
        assert_eq!((again.id, again.attempts), (job.id, 2));
        assert!(!jobs::finish(&db, &job).await.unwrap());
        assert!(jobs::finish(&db, &again).await.unwrap());
    }

    /// Who looked at the queue before it was put back must not take it as it was then.
    async fn the_fence_grows_when_a_job_is_put_back(db: Db) {
        add(&db, 1, None, minute(0)).await;
        let job = claim(&db, 0).await.unwrap();
        jobs::put_back(&db, &job, Some(minute(3)), "busy")
            .await
            .unwrap();
        let row = db
            .row("select fence from jobs", vec![])
            .await
            .unwrap()
            .unwrap();
        assert!(row.get::<i64>("fence").unwrap() > job.fence);
    }

    async fn what_goes_on_later_has_all_its_tries_again(db: Db) {
        add(&db, 1, Some("rita"), minute(0)).await;
        let job = claim(&db, 0).await.unwrap();
        assert!(jobs::rest(&db, &job, minute(3)).await.unwrap());
        assert!(!jobs::rest(&db, &job, minute(4)).await.unwrap(), "no longer ours");
        assert!(claim(&db, 2).await.is_none());
        let again = claim(&db, 3).await.unwrap();
        assert_eq!(again.attempts, 1);
        assert!(again.fence > job.fence + 1);
    }

    async fn failed_stays_to_be_seen_and_is_not_run(db: Db) {
        add(&db, 1, Some("rita"), minute(0)).await;
        add(&db, 2, Some("rita"), minute(1)).await;
        let job = claim(&db, 2).await.unwrap();
        assert!(
            jobs::put_back(&db, &job, None, "no such mailbox")
                .await
                .unwrap()
        );
        assert_eq!(jobs::count(&db).await.unwrap(), (1, 1));
        let next = claim(&db, 60).await.unwrap();
        assert_eq!(next.id, JobId(sample::id(2)), "it does not block its lane");
        let text = "select last_error from jobs where state = 'failed'";
        let row = db.row(text, vec![]).await.unwrap().unwrap();
        assert_eq!(row.get::<String>("last_error").unwrap(), "no such mailbox");
    }
}
