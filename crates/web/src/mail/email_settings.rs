//! E-mail settings: the addresses one writes from, and the signature.

use askama::Template;
use liaison_domain::mail::Identity;
use liaison_engine::access::profile;
use liaison_store::mail::identities;
use serde::Deserialize;

use crate::forms::Form;
use crate::page::Page;
use crate::parts::RichText;
use crate::respond::{Answer, go_saying, html};
use crate::visitor::Member;

#[derive(Template)]
#[template(path = "mail/email_settings.html")]
struct EmailSettings {
    page: Page,
    identities: Vec<Identity>,
    editor: RichText,
}

pub(crate) async fn show(member: Member) -> Answer {
    let engine = &member.visitor.app.engine;
    let identities = identities::of_user(&engine.db, member.user.id).await?;
    let editor = RichText::signature(member.t(), &identities);
    Ok(html(&EmailSettings {
        page: Page::at(&member, "email", "email:addresses"),
        identities,
        editor,
    }))
}

#[derive(Deserialize)]
pub(crate) struct SignatureForm {
    #[serde(default)]
    signature: String,
}

pub(crate) async fn save_signature(member: Member, Form(form): Form<SignatureForm>) -> Answer {
    profile::set_signature(&member.visitor.app.engine, &member.user, &form.signature).await?;
    Ok(go_saying(&member.visitor, "/settings/email", "saved"))
}
