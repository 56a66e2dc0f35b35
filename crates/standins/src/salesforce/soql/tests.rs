use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::records::{Record, Records};
use super::super::schema;
use super::super::sight::Sight;
use super::{Found, parse, run};

fn now() -> Timestamp {
    "2026-11-20T12:00:00Z".parse().unwrap()
}

/// Three leads, a task on the first, one deleted lead.
fn records() -> Records {
    let mut records = Records::new();
    let mut add = |object: &str, fields: Value, at: &str| {
        let Value::Object(fields) = fields else {
            panic!("fields")
        };
        records.add(
            schema::object(object).unwrap(),
            fields,
            "",
            at.parse().unwrap(),
        )
    };
    let user = add(
        "User",
        json!({ "Name": "Åsa", "Email": "asa@x.example" }),
        "2026-01-01T00:00:00Z",
    );
    let first = add(
        "Lead",
        json!({ "Name": "Ann 100%", "OwnerId": user, "Email": "ann@x.example", "NumberOfEmployees": 3 }),
        "2026-11-20T08:00:00Z",
    );
    add(
        "Lead",
        json!({ "Name": "Bo_b", "OwnerId": user }),
        "2026-11-19T23:59:59Z",
    );
    add(
        "Lead",
        json!({ "Name": "Zoë", "OwnerId": user, "LeadSource": "Web" }),
        "2026-10-01T08:00:00Z",
    );
    let gone = add("Lead", json!({ "Name": "Gone" }), "2026-10-01T08:00:00Z");
    add(
        "Task",
        json!({ "Subject": "Call", "WhoId": first, "Type": "Call" }),
        "2026-11-20T08:00:00Z",
    );
    let mut deleted = Record::new();
    deleted.insert("IsDeleted".into(), json!(true));
    records.change(&gone, deleted, "", now());
    records
}

fn rows(soql: &str) -> Vec<Value> {
    let query = parse(soql).unwrap_or_else(|refusal| panic!("{soql}: {refusal:?}"));
    match run(
        &records(),
        &Sight::default(),
        &query,
        soql,
        "/s",
        now(),
        false,
    ) {
        Ok(Found::Rows(rows)) => rows,
        other => panic!("{soql}: {other:?}"),
    }
}

fn names(condition: &str) -> Vec<String> {
    let found = rows(&format!("SELECT Name FROM Lead {condition}"));
    found
        .iter()
        .map(|row| row["Name"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn like_knows_its_wildcards_and_their_escapes() {
    assert_eq!(names("WHERE Name LIKE '%o%'"), ["Bo_b", "Zoë"]);
    assert_eq!(names("WHERE Name LIKE 'bo\\_b'"), ["Bo_b"]);
    assert_eq!(names("WHERE Name LIKE 'Ann 100\\%'"), ["Ann 100%"]);
    assert_eq!(names("WHERE Name LIKE 'Zo_'"), ["Zoë"]);
    assert!(names("WHERE Name LIKE 'Zo\\_'").is_empty());
}

#[test]
fn days_and_spans_follow_the_calendar() {
    assert_eq!(names("WHERE CreatedDate = TODAY"), ["Ann 100%"]);
    assert_eq!(names("WHERE CreatedDate = YESTERDAY"), ["Bo_b"]);
    assert_eq!(names("WHERE CreatedDate < THIS_MONTH"), ["Zoë"]);
    assert_eq!(names("WHERE CreatedDate = LAST_N_DAYS:1").len(), 2);
    assert_eq!(
        names("WHERE CreatedDate >= 2026-11-20T09:00:00+01:00"),
        ["Ann 100%"]
    );
}

#[test]
fn nulls_sort_where_they_are_told() {
    assert_eq!(
        names("ORDER BY Email NULLS LAST, Name DESC"),
        ["Ann 100%", "Zoë", "Bo_b"]
    );
    assert_eq!(names("ORDER BY Email LIMIT 1 OFFSET 2"), ["Ann 100%"]);
}

#[test]
fn parents_children_and_groups() {
    let task = &rows("SELECT Who.Type, Who.Name, Task.Type FROM Task WHERE Who.Type = 'Lead'")[0];
    assert_eq!(
        (
            &task["Who"]["Type"],
            &task["Who"]["attributes"]["type"],
            &task["Type"]
        ),
        (&json!("Lead"), &json!("Name"), &json!("Call"))
    );
    let lead = &rows(
        "SELECT Owner.Email, (SELECT Subject FROM Tasks) FROM Lead WHERE Id IN (SELECT WhoId FROM Task)",
    )[0];
    assert_eq!(
        (
            &lead["Owner"]["Email"],
            &lead["Tasks"]["records"][0]["Subject"]
        ),
        (&json!("asa@x.example"), &json!("Call"))
    );
    assert!(
        rows("SELECT (SELECT Id FROM Tasks) FROM Lead WHERE Name = 'Zoë'")[0]["Tasks"].is_null()
    );
    let groups = rows(
        "SELECT LeadSource, COUNT(Id) c, MAX(Name) FROM Lead GROUP BY LeadSource ORDER BY LeadSource NULLS LAST",
    );
    assert_eq!(groups.len(), 2);
    assert_eq!(
        (&groups[0]["c"], &groups[0]["expr0"]),
        (&json!(1), &json!("Zoë"))
    );
    assert_eq!(rows("SELECT COUNT(Id) FROM Lead")[0]["expr0"], 3);
    assert_eq!(rows("SELECT Id FROM Lead ALL ROWS").len(), 4);
}

#[test]
fn deep_nesting_is_refused_not_followed() {
    let deep = format!(
        "SELECT Id FROM Lead WHERE {}Name = 'x'{}",
        "(".repeat(100_000),
        ")".repeat(100_000)
    );
    assert_eq!(
        parse(&deep).unwrap_err().faults[0].code,
        "QUERY_TOO_COMPLICATED"
    );
    let nots = format!(
        "SELECT Id FROM Lead WHERE {}Name = 'x'",
        "NOT ".repeat(100_000)
    );
    assert_eq!(
        parse(&nots).unwrap_err().faults[0].code,
        "QUERY_TOO_COMPLICATED"
    );
}

proptest! {
    #[test]
    fn no_text_makes_the_parser_panic(text in "\\PC{0,200}") {
        let _ = parse(&text);
    }

    #[test]
    fn no_jumble_of_real_words_panics(words in prop::collection::vec(prop::sample::select(vec![
        "SELECT", "FROM", "WHERE", "Lead", "Task", "Id", "Name", "Who.Type", "Owner.Name", "CreatedDate", "(", ")", ",", "=", "!=", "<", "LIKE", "IN", "NOT", "AND", "OR",
        "'x'", "'%_\\%'", "null", "TRUE", "5", "-1", "2026-11-20", "2026-11-20T00:00:00Z", "TODAY", "LAST_N_DAYS:9999999999", "NEXT_N_DAYS:3", "COUNT", "COUNT()", "GROUP", "ORDER", "BY",
        "DESC", "NULLS", "LAST", "LIMIT", "OFFSET", "FIELDS(ALL)", "INCLUDES", "Tasks", "ALL", "ROWS", "é", "..", "a.b.c.d.e.f.g",
    ]), 0..30)) {
        for text in [words.join(" "), format!("SELECT Id FROM Lead WHERE {}", words.join(" ")), format!("SELECT {} FROM Task", words.join(" "))] {
            if let Ok(query) = parse(&text) {
                let _ = run(&records(), &Sight::default(), &query, &text, "/s", now(), false);
            }
        }
    }
}
