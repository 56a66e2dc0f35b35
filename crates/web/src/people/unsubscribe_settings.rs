//! What stands at the end of e-mails (actions 7.1).

use askama::Template;
use liaison_engine::people::unsubscribe::{self, Message};
use serde::Deserialize;

use crate::forms::Form;
use crate::page::Page;
use crate::parts::RichText;
use crate::respond::{Answer, go_saying, html};
use crate::visitor::Admin;

#[derive(Template)]
#[template(path = "people/unsubscribe_settings.html")]
struct MessagePage {
    page: Page,
    is_on: bool,
    editor: RichText,
}

pub(crate) async fn show(admin: Admin) -> Answer {
    let engine = &admin.visitor.app.engine;
    let message = unsubscribe::message(&engine.db).await?;
    let html_shown = match message.html.is_empty() {
        true => engine.letters.unsubscribe_message(admin.user.language),
        false => message.html,
    };
    Ok(html(&MessagePage {
        page: Page::at(&admin, "unsubscribe", "unsubscribe:settings"),
        is_on: message.is_on,
        editor: RichText {
            t: admin.t(),
            id: "message".to_owned(),
            name: "message",
            label: admin.t().get("unsubscribe-words-team").to_owned(),
            html: html_shown,
        },
    }))
}

#[derive(Deserialize)]
pub(crate) struct MessageForm {
    #[serde(default)]
    on: Option<String>,
    message: String,
}

pub(crate) async fn save(admin: Admin, Form(form): Form<MessageForm>) -> Answer {
    let message = Message {
        is_on: form.on.is_some(),
        html: form.message,
    };
    unsubscribe::set_message(&admin.visitor.app.engine, admin.actor(), &message).await?;
    Ok(go_saying(&admin.visitor, "/settings/unsubscribe", "saved"))
}
