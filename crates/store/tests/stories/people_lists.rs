//! Lists of people: in order, page by page, narrowed, and found by how their words begin.

use std::time::Duration;

use liaison_domain::id::UserId;
use liaison_domain::people::Person;
use liaison_store::Db;
use liaison_store::Sql;
use liaison_store::people::list::{After, Found, Of, Wanted, list};
use liaison_store::people::persons;
use liaison_store::values;
use liaison_testkit::{on_both_engines, sample};

use crate::people;

fn named(number: u128, first: &str, last: &str, email: &str, company: &str) -> Person {
    Person {
        first_name: first.into(),
        last_name: last.into(),
        company: company.into(),
        ..sample::person(number, email)
    }
}

async fn found(db: &Db, text: &str) -> Vec<String> {
    let wanted = Wanted {
        text: text.into(),
        ..Wanted::default()
    };
    firsts(&list(db, &wanted, None, 100).await.unwrap())
}

fn firsts(found: &Found) -> Vec<String> {
    let people = found.people.iter();
    people.map(|person| person.first_name.clone()).collect()
}

on_both_engines! {
    async fn people_are_found_by_how_their_words_begin(db: Db) {
        let zoe = named(1, "Zoë", "O'Brien", "zoe.b@acme.example", "Acme, Inc.");
        let nadia = named(2, "Nadia", "Lindberg-Ek", "nadia@buyer.example", "Smörgås AB");
        for person in [&zoe, &nadia] {
            persons::save(&db, person).await.unwrap();
        }
        for (text, who) in [
            ("ZOË", &["Zoë"][..]),
            ("o'b", &["Zoë"]),
            ("acme", &["Zoë"]),
            ("zoe.b@acme", &["Zoë"]),
            ("ek nad", &["Nadia"]),
            ("SMÖRG", &["Nadia"]),
            ("nadia acme", &[]),
            ("example", &["Nadia", "Zoë"]),
            ("berg", &[]),
            ("%", &[]),
            ("' or 1=1 --", &[]),
        ] {
            assert_eq!(found(&db, text).await, who, "{text}");
        }
        let married = Person { last_name: "Holm".into(), ..nadia };
        persons::save(&db, &married).await.unwrap();
        assert_eq!(found(&db, "lindberg").await, Vec::<String>::new());
        assert_eq!(found(&db, "holm").await, ["Nadia"]);
        let tx = db.begin().await.unwrap();
        persons::unite(&tx, married.id, zoe.id).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(found(&db, "holm").await, Vec::<String>::new());
    }
}

on_both_engines! {
    async fn lists_are_narrowed_and_go_on_where_they_ended(db: Db) {
        let me = people::user(&db, 1).await.id;
        let mine = |person| Person { added_by: Some(me), ..person };
        let all = [
            named(1, "Anna", "Ek", "anna@x.example", ""),
            mine(named(2, "Bo", "Ek", "bo@x.example", "")),
            Person { owner: "005x".into(), ..named(3, "Cleo", "Ek", "cleo@x.example", "") },
            // Owned by somebody else, whoever added them.
            Person { owner: "005y".into(), ..mine(named(4, "Dag", "Ek", "dag@x.example", "")) },
            Person { opted_out_in_crm: true, ..mine(named(5, "Elsa", "Ek", "elsa@x.example", "")) },
        ];
        let tx = db.begin().await.unwrap();
        persons::add_many(&tx, &all).await.unwrap();
        tx.commit().await.unwrap();
        let text = "insert into suppressions (address, cause, since) values ($1, 'unsubscribed', 0)";
        for address in ["cleo@x.example", "elsa@x.example"] {
            db.run(text, values![address]).await.unwrap();
        }
        let of = |user: UserId| Some(Of { owner: "005x".into(), user });
        for text in ["", "ek", "x e"] {
            let wanted = |of, unsubscribed_only| Wanted { text: text.into(), of, unsubscribed_only };
            for (wanted, who) in [
                (wanted(None, false), &["Anna", "Bo", "Cleo", "Dag", "Elsa"][..]),
                (wanted(of(me), false), &["Bo", "Cleo", "Elsa"]),
                (wanted(None, true), &["Cleo", "Elsa"]),
                (wanted(of(me), true), &["Cleo", "Elsa"]),
            ] {
                let mut pages = Vec::new();
                let mut after = None;
                loop {
                    let page = list(&db, &wanted, after.as_ref(), 2).await.unwrap();
                    assert!(page.people.len() <= 2 && !page.is_cut);
                    pages.extend(firsts(&page));
                    let Some(last) = page.people.into_iter().next_back() else { break };
                    after = Some(After { last_name: last.last_name, first_name: last.first_name, id: last.id });
                }
                assert_eq!(pages, who, "{wanted:?}");
            }
        }
    }
}

on_both_engines! {
    async fn very_many_are_cut_and_it_is_said(db: Db) {
        let many: Vec<Person> = (1..=1_001_u128)
            .map(|n| named(n, &format!("Nadia{n}"), "Ek", &format!("p{n}@x.example"), ""))
            .collect();
        let tx = db.begin().await.unwrap();
        persons::add_many(&tx, &many).await.unwrap();
        tx.commit().await.unwrap();
        let search = |text: &str| Wanted { text: text.into(), ..Wanted::default() };
        let page = list(&db, &search("ek"), None, 50).await.unwrap();
        assert!(page.is_cut && page.people.len() == 50);
        // One rare word among common ones is found at once.
        let rare = search("ek nadia1001 example");
        let looked = list(&db, &rare, None, 50);
        let page = tokio::time::timeout(Duration::from_secs(5), looked).await.unwrap().unwrap();
        assert!(!page.is_cut);
        assert_eq!(firsts(&page), ["Nadia1001"]);
    }
}
