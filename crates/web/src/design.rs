//! `/design`: every part in every state, in the demo world only, so that people can look at it.

use askama::Template;
use axum::response::IntoResponse;

use crate::page::Page;
use crate::parts::{Field, Refused, RichText};
use crate::respond::{Answer, html};
use crate::visitor::Visitor;

#[derive(Template)]
#[template(path = "design.html")]
struct Design {
    page: Page,
    plain: Field,
    hinted: Field,
    wrong: Field,
    refused: Refused,
    editor: RichText,
}

pub(crate) async fn show(visitor: Visitor) -> Answer {
    let t = visitor.t();
    let said = t.say(&liaison_domain::Refusal::MailboxPassword {
        host: "imap.example.com".into(),
    });
    let page = Page::new(&visitor, "design:all", "Design");
    let response = html(&Design {
        page,
        plain: Field::new("plain", "text", t.get("field-first-name"), "Åsa"),
        hinted: Field::new("hinted", "password", t.get("field-password"), "")
            .hint(t.get("field-password-hint")),
        wrong: Field::new(
            "wrong",
            "text",
            t.get("field-imap-host"),
            "imap.example.com",
        )
        .error(Some(&said)),
        refused: Refused {
            said,
            field: "wrong",
        },
        editor: RichText {
            t,
            id: "editor".into(),
            name: "editor",
            label: t.get("field-signature").to_owned(),
            html: "<p>Åsa <strong>Öberg</strong></p>".into(),
        },
    });
    Ok(response.into_response())
}
