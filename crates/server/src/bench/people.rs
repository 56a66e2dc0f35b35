//! The panel, lists and searches over very many people.

use std::path::Path;
use std::time::Instant;

use liaison_domain::access::session::SignInMethod;
use liaison_domain::insight::{EventKind, NewEvent};
use liaison_domain::people::{Person, RecordId};
use liaison_engine::Engine;
use liaison_store::insight::events;
use liaison_store::mail::emails;
use liaison_store::people::persons;
use liaison_store::people::sights::{self, Sight};

use super::load::{Ask, rate};
use super::report::Figure;
use super::serving::Serving;
use super::{Row, cast, written};

const PANEL: Figure = Figure::Milliseconds(30.0);
const LIST: Figure = Figure::PerCpuSecond(15_000.0);
const LIST_SLOWEST: Figure = Figure::Milliseconds(5.0);
const SEARCH_SLOWEST: Figure = Figure::Milliseconds(5.0);
/// Sellers who look at the same time.
const LINES: usize = 4;
/// People of whom the panel is opened, spread over all.
const LOOKED_AT: usize = 2_000;
/// What happened with each of them.
const EVENTS: usize = 15;
/// How many people one transaction adds.
const AT_ONCE: usize = 20_000;

/// Who a measured person is, by their number: a name of two parts, one of many companies.
struct Names;

impl Names {
    const FIRST: [&str; 20] = [
        "Nadia", "Ola", "Petra", "Quentin", "Rita", "Sven", "Tove", "Ulf", "Vera", "Walid",
        "Xenia", "Yann", "Zoë", "Anna", "Björn", "Claire", "Dag", "Elsa", "Femi", "Gro",
    ];
    const PARTS: [&str; 20] = [
        "berg", "dal", "ek", "fors", "gren", "hag", "kvist", "lind", "malm", "nord", "qvist",
        "ros", "sand", "ström", "torn", "udd", "vall", "vik", "å", "ö",
    ];

    fn first(number: usize) -> &'static str {
        Self::FIRST[number % 20]
    }

    /// One of 160,000.
    fn last(number: usize) -> String {
        let part = |n: usize| Self::PARTS[number / n % 20];
        let name = format!("{}{}{}{}", part(20), part(400), part(8_000), part(160_000));
        let mut letters = name.chars();
        let first = letters.next().map(|c| c.to_uppercase().to_string());
        first.unwrap_or_default() + letters.as_str()
    }

    /// Twenty people each.
    fn company(number: usize) -> String {
        format!("{}{} AB", Self::PARTS[number / 20 % 20], number / 20)
    }
}

fn person(engine: &Engine, number: usize) -> anyhow::Result<Person> {
    let address = cast::address(&format!("p{number}@buyer{}.example", number / 20))?;
    let record = |kind: &str, number: usize| RecordId::parse(&format!("{kind}{number:012}"));
    Ok(Person {
        first_name: Names::first(number).into(),
        last_name: Names::last(number),
        company: Names::company(number),
        contact_id: record("003", number),
        company_id: record("001", number / 20),
        ..cast::person(engine, address)
    })
}

/// Those the panel is opened on, and with which token.
struct Filled {
    cookie: String,
    token: String,
    people: Vec<Person>,
}

async fn fill(engine: &Engine, count: usize) -> anyhow::Result<Filled> {
    let step = (count / LOOKED_AT).max(1);
    let mut looked_at = Vec::new();
    for begin in (0..count).step_by(AT_ONCE) {
        let numbers = begin..(begin + AT_ONCE).min(count);
        let people: Vec<_> = numbers
            .clone()
            .map(|number| person(engine, number))
            .collect::<Result<_, _>>()?;
        let tx = engine.db.begin().await?;
        persons::add_many(&tx, &people).await?;
        tx.commit().await?;
        let some = numbers.zip(people).filter(|(number, _)| number % step == 0);
        looked_at.extend(some.map(|(_, person)| person));
    }
    let now = engine.clock.now();
    let tx = engine.db.begin().await?;
    let (user, _, cookie) =
        cast::signed_in(engine, &tx, "seller@bench.example", SignInMethod::Link).await?;
    let (seller, _, token) =
        cast::signed_in(engine, &tx, "panel@bench.example", SignInMethod::Panel).await?;
    let sight = Sight {
        seen_at: now,
        has_more: false,
    };
    let mut said = Vec::new();
    for person in &looked_at {
        let email = cast::email(engine, user.id, person)?;
        emails::save(&tx, &email).await?;
        if let Some(record) = &person.contact_id {
            sights::saw(&tx, seller.id, record, sight).await?;
        }
        said.extend((0..EVENTS).map(|_| NewEvent {
            person_id: Some(person.id),
            email_id: Some(email.id),
            ..NewEvent::new(EventKind::EmailOpened, now, user.id)
        }));
    }
    events::append(&tx, &said).await?;
    tx.commit().await?;
    Ok(Filled {
        cookie,
        token,
        people: looked_at,
    })
}

/// So many people, and so many requests of each kind, on SQLite.
pub(crate) async fn measure(count: usize, requests: usize) -> anyhow::Result<Vec<Row>> {
    let data = tempfile::Builder::new()
        .prefix("liaison-bench-")
        .tempdir()?;
    let began = Instant::now();
    let filled = {
        let engine = written::engine(data.path()).await?;
        fill(&engine, count).await?
    };
    let took = began.elapsed().as_secs_f64();
    let mut rows = vec![Row {
        what: format!("{count} people added, {AT_ONCE} in a transaction"),
        goal: None,
        measured: Some(Figure::PerSecond(count as f64 / took)),
    }];
    rows.extend(ask_all(data.path(), filled, requests).await?);
    Ok(rows)
}

async fn ask_all(data: &Path, filled: Filled, requests: usize) -> anyhow::Result<Vec<Row>> {
    let Filled {
        cookie,
        token,
        people,
    } = filled;
    let serving = Serving::start(data)?;
    let cookie = format!("Cookie: liaison_session={cookie}\r\n");
    let bearer = format!("Authorization: Bearer {token}\r\n");
    let of = |path: fn(&Person) -> String| -> Vec<String> { people.iter().map(path).collect() };
    let panel = of(|person| {
        let record = person.contact_id.as_ref().map_or("", RecordId::as_str);
        format!("/panel/contact/{record}")
    });
    let page = of(|person| format!("/people?after={}", person.id));
    let name = of(|person| format!("/people?q={}", escaped(&person.last_name)));
    let whole = of(|person| {
        let name = format!("{} {}", person.first_name, person.last_name);
        format!("/people?q={}", escaped(&name))
    });
    let address = of(|person| {
        let address = person.email.as_ref().map_or("", |email| email.as_str());
        format!("/people?q={}", escaped(address))
    });
    let begun = of(|person| {
        let begun: String = person.last_name.chars().take(3).collect();
        format!("/people?q={}", escaped(&begun))
    });
    let kinds = [
        (
            "the panel of a person, asking nobody else",
            panel,
            &bearer,
            None,
            Some(PANEL),
        ),
        (
            "a page of 50 people, anywhere in the list",
            page,
            &cookie,
            Some(LIST),
            Some(LIST_SLOWEST),
        ),
        (
            "people found by a last name",
            name,
            &cookie,
            None,
            Some(SEARCH_SLOWEST),
        ),
        (
            "people found by a whole name",
            whole,
            &cookie,
            None,
            Some(SEARCH_SLOWEST),
        ),
        (
            "people found by an address",
            address,
            &cookie,
            None,
            Some(SEARCH_SLOWEST),
        ),
        (
            "people found by three letters",
            begun,
            &cookie,
            None,
            Some(SEARCH_SLOWEST),
        ),
    ];
    let mut rows = Vec::new();
    for (what, paths, who, goal, slowest) in kinds {
        let who = who.clone();
        let ask = move |number: usize| Ask {
            path: paths[number * 7 % paths.len()].clone(),
            agent: "Firefox".into(),
            more: who.clone(),
        };
        let (measured, times) = rate(&serving, LINES, requests, ask).await?;
        rows.push(Row {
            what: format!("{what}, {LINES} sellers at the same time"),
            goal,
            measured,
        });
        rows.push(Row {
            what: "– p99".into(),
            goal: slowest,
            measured: times.percentile(99),
        });
    }
    serving.stop()?;
    Ok(rows)
}

fn escaped(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
