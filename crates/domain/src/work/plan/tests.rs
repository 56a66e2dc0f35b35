use jiff::civil::{date, time};
use proptest::prelude::*;

use super::super::campaign::{Email, Settings, Step, What};
use super::*;

fn email(day: u16, send: SendAt) -> Step {
    Step {
        day,
        what: What::Email(Email {
            subject: "s".into(),
            html: "h".into(),
            attachment_bytes: 0,
            send,
            follow_up: false,
        }),
    }
}

fn call(day: u16) -> Step {
    Step {
        day,
        what: What::Call {
            notes: String::new(),
        },
    }
}

fn campaign(skip_weekends: bool, steps: Vec<Step>) -> Campaign {
    Campaign {
        steps,
        settings: Settings {
            skip_weekends,
            ..Settings::default()
        },
    }
}

fn berlin() -> TimeZone {
    TimeZone::get("Europe/Berlin").unwrap()
}

/// `2026-11-19 10:00` in Berlin.
fn at(local: &str) -> Timestamp {
    let local: jiff::civil::DateTime = local.replace(' ', "T").parse().unwrap();
    local.to_zoned(berlin()).unwrap().timestamp()
}

fn local(at: Timestamp) -> String {
    at.to_zoned(berlin()).strftime("%F %H:%M").to_string()
}

fn plan(campaign: &Campaign, start: &str) -> Vec<String> {
    let zone = berlin();
    let launch = Launch {
        at: at(start),
        zone: &zone,
    };
    preview(campaign, launch)
        .iter()
        .map(|due| local(due.at))
        .collect()
}

fn due(campaign: &Campaign, start: &str, done: &[&str]) -> String {
    let zone = berlin();
    let launch = Launch {
        at: at(start),
        zone: &zone,
    };
    let done: Vec<Timestamp> = done.iter().map(|it| at(it)).collect();
    local(next(campaign, launch, &done, None).unwrap().at)
}

/// Thursday.
const START: &str = "2026-11-19 10:00";

#[test]
fn days_are_counted_as_the_table_says() {
    let nine = SendAt::At(time(9, 0, 0, 0));
    let steps = [2, 3, 4, 5, 8].map(|day| email(day, nine));
    let steps: Vec<Step> = [email(1, SendAt::AtLaunch)]
        .into_iter()
        .chain(steps)
        .collect();
    assert_eq!(
        plan(&campaign(false, steps.clone()), START),
        [
            "2026-11-19 10:00",
            "2026-11-20 09:00",
            "2026-11-21 09:00",
            "2026-11-22 09:00",
            "2026-11-23 09:00",
            "2026-11-26 09:00"
        ]
    );
    assert_eq!(
        plan(&campaign(true, steps.clone()), START),
        [
            "2026-11-19 10:00",
            "2026-11-20 09:00",
            "2026-11-23 09:00",
            "2026-11-24 09:00",
            "2026-11-25 09:00",
            "2026-11-30 09:00"
        ]
    );
    for weekend in ["2026-11-21 10:00", "2026-11-22 10:00"] {
        let plan = plan(&campaign(true, steps.clone()), weekend);
        assert_eq!(plan[..2], ["2026-11-23 10:00", "2026-11-24 09:00"]);
    }
}

#[test]
fn the_same_time_is_the_one_of_an_earlier_day() {
    let same = |day| email(day, SendAt::SameTime);
    let nine = email(2, SendAt::At(time(9, 0, 0, 0)));
    let ten = email(2, SendAt::At(time(10, 30, 0, 0)));
    let campaign = campaign(
        false,
        vec![
            call(1),
            same(1),
            nine,
            ten,
            same(2),
            call(3),
            same(4),
            email(5, SendAt::ByHand),
            same(6),
        ],
    );
    assert_eq!(
        plan(&campaign, START),
        [
            "2026-11-19 10:00",
            "2026-11-19 10:00",
            "2026-11-20 09:00",
            "2026-11-20 10:30",
            "2026-11-20 10:30",
            "2026-11-21 00:00",
            "2026-11-22 10:00",
            "2026-11-23 00:00",
            "2026-11-24 00:00"
        ],
        "the last of day 2 takes the time of day 1, passed by then; that of day 4 takes it from there"
    );
    let done = [START; 2].iter().chain(&["2026-11-20 09:00"]).copied();
    let mut done: Vec<&str> = done.collect();
    done.extend(["2026-11-20 10:30", "2026-11-20 10:30", "2026-11-21 08:00"]);
    done.extend(["2026-11-22 10:30", "2026-11-23 14:45"]);
    assert_eq!(
        due(&campaign, START, &done),
        "2026-11-24 14:45",
        "a mail sent by hand gives the time it was sent at"
    );
}

#[test]
fn a_late_task_keeps_the_days_between() {
    let nine = SendAt::At(time(9, 0, 0, 0));
    let steps = vec![
        call(1),
        email(3, nine),
        email(4, nine),
        call(4),
        email(9, nine),
    ];
    let plain = campaign(false, steps.clone());
    assert_eq!(
        due(&plain, START, &["2026-11-19 18:00"]),
        "2026-11-21 09:00"
    );
    let late = "2026-11-23 18:00";
    assert_eq!(due(&plain, START, &[late]), "2026-11-25 09:00");
    let done = [late, "2026-11-25 09:01"];
    assert_eq!(due(&plain, START, &done), "2026-11-26 09:00");
    let done = [late, "2026-11-25 09:01", "2026-11-26 09:01"];
    assert_eq!(due(&plain, START, &done), "2026-11-26 09:01");
    let done = [
        late,
        "2026-11-25 09:01",
        "2026-11-26 09:01",
        "2026-11-26 12:00",
    ];
    assert_eq!(due(&plain, START, &done), "2026-12-01 09:00");
    let skipping = campaign(true, steps);
    for (done, then) in [
        ("2026-11-20 18:00", "2026-11-24 09:00"),
        ("2026-11-21 18:00", "2026-11-24 09:00"),
        ("2026-11-22 18:00", "2026-11-24 09:00"),
        ("2026-11-23 18:00", "2026-11-25 09:00"),
    ] {
        assert_eq!(due(&skipping, START, &[done]), then, "{done}");
    }
}

#[test]
fn a_task_done_early_brings_nothing_forward() {
    let campaign = campaign(true, vec![call(1), call(2), email(3, SendAt::SameTime)]);
    let done = [START, "2026-11-19 10:05"];
    assert_eq!(due(&campaign, START, &done), "2026-11-23 10:00");
}

#[test]
fn a_slow_mailbox_moves_nothing_but_an_outage_does() {
    let nine = SendAt::At(time(23, 0, 0, 0));
    let campaign = campaign(false, vec![email(1, nine), email(2, nine)]);
    let slow = due(&campaign, START, &["2026-11-20 02:00"]);
    assert_eq!(slow, "2026-11-20 23:00");
    let outage = due(&campaign, START, &["2026-11-24 02:00"]);
    assert_eq!(outage, "2026-11-25 23:00");
}

#[test]
fn a_step_of_today_whose_time_has_passed_is_due_at_once() {
    let nine = SendAt::At(time(9, 0, 0, 0));
    let campaign = campaign(true, vec![call(1), email(1, nine)]);
    assert_eq!(plan(&campaign, START), [START, START]);
    let late = "2026-11-19 15:00";
    assert_eq!(due(&campaign, START, &[late]), late);
}

#[test]
fn clock_times_that_do_not_exist_or_come_twice_are_decided() {
    let half_past_two = SendAt::At(time(2, 30, 0, 0));
    let campaign = campaign(false, vec![call(1), email(2, half_past_two)]);
    assert_eq!(plan(&campaign, "2026-03-28 12:00")[1], "2026-03-29 03:30");
    let zone = berlin();
    let launch = Launch {
        at: at("2026-10-24 12:00"),
        zone: &zone,
    };
    let twice = preview(&campaign, launch)[1].at;
    assert_eq!(twice.to_string(), "2026-10-25T00:30:00Z");
}

#[test]
fn somebody_out_of_office_is_waited_for() {
    let campaign = campaign(
        true,
        vec![email(1, SendAt::AtLaunch), email(2, SendAt::SameTime)],
    );
    let zone = berlin();
    let launch = Launch {
        at: at(START),
        zone: &zone,
    };
    let until = at("2026-11-28 00:00");
    let due = next(&campaign, launch, &[at(START)], Some(until)).unwrap();
    assert_eq!(local(due.at), "2026-11-30 10:00");
    assert_eq!(due.date, date(2026, 11, 30));
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let one = (0_u16..4, 0_u8..5, 0_i8..24).prop_map(|(more, kind, hour)| {
        let send = match kind {
            0 => return call(more),
            1 => SendAt::At(time(hour, 0, 0, 0)),
            2 => SendAt::SameTime,
            3 => SendAt::ByHand,
            _ => SendAt::AtLaunch,
        };
        email(more, send)
    });
    proptest::collection::vec(one, 1..8).prop_map(|mut steps| {
        let mut day = 1;
        for step in &mut steps {
            day += step.day;
            step.day = day;
        }
        steps
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn steps_come_in_order_and_never_early(
        steps in steps(), skip: bool, start in 0_i64..2_000_000_000,
        late in proptest::collection::vec(0_i64..400_000, 8),
    ) {
        let campaign = campaign(skip, steps);
        let zone = berlin();
        let launch = Launch { at: Timestamp::from_second(start).unwrap(), zone: &zone };
        let planned = preview(&campaign, launch);
        prop_assert_eq!(planned.len(), campaign.steps.len());
        let mut done: Vec<Timestamp> = Vec::new();
        while let Some(due) = next(&campaign, launch, &done, None) {
            prop_assert_eq!(due.step, done.len());
            prop_assert!(due.at >= *done.last().unwrap_or(&launch.at));
            prop_assert!(due.date >= planned[due.step].date);
            if skip {
                prop_assert!(!matches!(due.date.weekday(), Weekday::Saturday | Weekday::Sunday));
            }
            done.push(due.at + SignedDuration::from_secs(late[due.step]));
        }
    }
}
