//! My profile: name, language, time zone, password, how my connections stand (administration 5.12).

use askama::Template;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use liaison_domain::{Language, Refusal};
use liaison_engine::access::profile;
use liaison_store::access::users;
use liaison_store::links::{mailboxes, salesforce};
use secrecy::SecretString;
use serde::Deserialize;

use super::{PasswordFields, password_field, safe_next};
use crate::cookies;
use crate::dates;
use crate::forms::Form;
use crate::links::mail_client::phase_of;
use crate::page::Page;
use crate::parts::{Field, Refused};
use crate::respond::{Answer, Trouble, go, go_saying, html};
use crate::visitor::{Member, Visitor};

/// `/settings` opens on the profile (administration 4).
pub(crate) async fn settings(_: Member) -> Answer {
    Ok(go("/settings/profile"))
}

#[derive(Template)]
#[template(path = "access/profile.html")]
struct ProfilePage {
    page: Page,
    first_name: Field,
    last_name: Field,
    email: Field,
    language: Language,
    time_zone: String,
    zones: &'static [String],
    zone_error: String,
    refused: Option<Refused>,
    has_password: bool,
    old_password: Field,
    password: Field,
    password_again: Field,
    password_refused: Option<Refused>,
    /// The state of each connection: code and detail.
    salesforce: (&'static str, String),
    mailbox: (&'static str, String),
    mailbox_tone: &'static str,
}

impl ProfilePage {
    fn is_zone(&self, zone: &str) -> bool {
        self.time_zone == zone
    }

    fn is_language(&self, language: &Language) -> bool {
        self.language == *language
    }
}

/// A zone a browser or a form named, if it is one.
pub(crate) fn zone_or_utc(name: &str) -> String {
    if !name.is_empty() && profile::knows_time_zone(name) {
        name.to_owned()
    } else {
        "UTC".to_owned()
    }
}

#[derive(Deserialize, Clone)]
pub(crate) struct Filled {
    first_name: String,
    last_name: String,
    language: String,
    time_zone: String,
}

/// What was refused on the page, if anything.
enum Refusing<'a> {
    Nothing,
    Profile(&'a Filled, &'a Refusal),
    Password(&'a Refusal),
}

async fn page(member: &Member, refusing: Refusing<'_>) -> Result<ProfilePage, Trouble> {
    let engine = &member.visitor.app.engine;
    let (t, user) = (member.t(), &member.user);
    let (view, filled) = match &refusing {
        Refusing::Nothing => ("profile:form", None),
        Refusing::Profile(filled, _) => ("profile:refused", Some(*filled)),
        Refusing::Password(_) => ("profile:password-refused", None),
    };
    let profile_refusal = match refusing {
        Refusing::Profile(_, refusal) => Some(refusal),
        _ => None,
    };
    let at = profile_refusal.map(field_of).unwrap_or_default();
    let said = profile_refusal.map(|r| t.say(r));
    let error = |id: &str| said.as_ref().filter(|_| id == at);
    let password_refusal = match refusing {
        Refusing::Password(refusal) => Some(refusal),
        _ => None,
    };
    let password_at = match password_refusal {
        Some(Refusal::WrongPassword) => "old_password",
        Some(other) => password_field(other),
        None => "",
    };
    let password_said = password_refusal.map(|r| match r {
        // Here the password is asked of somebody who is signed in: only the old one can be wrong.
        Refusal::WrongPassword => crate::texts::Said {
            what: t.get("old-password-wrong").to_owned(),
            why: t.get("old-password-wrong.why").to_owned(),
            next: t.get("old-password-wrong.next").to_owned(),
            ..t.say(r)
        },
        other => t.say(other),
    });
    let password_error = |id: &str| password_said.as_ref().filter(|_| id == password_at);
    let password = |id: &'static str, key, complete| {
        Field::new(id, "password", t.get(key), "")
            .autocomplete(complete)
            .required()
            .error(password_error(id))
    };
    let salesforce = salesforce::of_user(&engine.db, user.id).await?;
    let mailbox = mailboxes::of_user(&engine.db, user.id).await?;
    Ok(ProfilePage {
        page: Page::at(member, "profile", view),
        first_name: Field::new(
            "first_name",
            "text",
            t.get("field-first-name"),
            filled.map_or(&user.first_name, |f| &f.first_name),
        )
        .autocomplete("given-name")
        .error(error("first_name")),
        last_name: Field::new(
            "last_name",
            "text",
            t.get("field-last-name"),
            filled.map_or(&user.last_name, |f| &f.last_name),
        )
        .autocomplete("family-name")
        .error(error("last_name")),
        email: Field {
            disabled: true,
            ..Field::new("email", "email", t.get("field-email"), user.email.as_str())
        }
        .hint(t.get("profile-email-hint")),
        language: filled
            .and_then(|f| Language::from_code(&f.language))
            .unwrap_or(user.language),
        time_zone: filled.map_or(&user.time_zone, |f| &f.time_zone).clone(),
        zones: dates::zones(),
        zone_error: error("time_zone")
            .map(|s| s.what.clone())
            .unwrap_or_default(),
        refused: said.clone().map(|said| Refused { said, field: at }),
        has_password: user.has_password,
        old_password: password("old_password", "field-old-password", "current-password"),
        password: password("password", "field-new-password", "new-password")
            .hint(t.get("field-password-hint")),
        password_again: password("password_again", "field-password-again", "new-password"),
        password_refused: password_said.clone().map(|said| Refused {
            said,
            field: password_at,
        }),
        salesforce: salesforce.map_or(("none", String::new()), |c| (c.health.code(), c.username)),
        mailbox_tone: mailbox.as_ref().map_or("off", |m| phase_of(m).tone()),
        mailbox: mailbox.map_or(("none", String::new()), |m| {
            (phase_of(&m).code(), m.address.to_string())
        }),
    })
}

fn field_of(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::NameMissing => "first_name",
        Refusal::TimeZoneUnknown { .. } => "time_zone",
        Refusal::TooLong { field, .. } if field == "first-name" => "first_name",
        Refusal::TooLong { field, .. } if field == "last-name" => "last_name",
        _ => "",
    }
}

pub(crate) async fn show(member: Member) -> Answer {
    Ok(html(&page(&member, Refusing::Nothing).await?))
}

pub(crate) async fn save(member: Member, Form(filled): Form<Filled>) -> Answer {
    let wanted = users::Profile {
        first_name: filled.first_name.clone(),
        last_name: filled.last_name.clone(),
        language: Language::from_code(&filled.language).ok_or(Refusal::BadForm)?,
        time_zone: filled.time_zone.clone(),
    };
    match profile::save(&member.visitor.app.engine, &member.user, wanted).await {
        Ok(()) => Ok(go_saying(&member.visitor, "/settings/profile", "saved")),
        Err(error) => {
            let refusal = Trouble::from(error).refusal()?;
            let page = page(&member, Refusing::Profile(&filled, &refusal)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)).into_response())
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct PasswordForm {
    #[serde(default)]
    old_password: SecretString,
    #[serde(flatten)]
    new: PasswordFields,
}

pub(crate) async fn set_password(member: Member, Form(form): Form<PasswordForm>) -> Answer {
    let engine = &member.visitor.app.engine;
    match profile::set_password(
        engine,
        &member.user,
        &member.session,
        &form.old_password,
        &form.new.into(),
    )
    .await
    {
        Ok(()) => Ok(go_saying(
            &member.visitor,
            "/settings/profile",
            "password-changed",
        )),
        Err(error) => {
            let refusal = Trouble::from(error).refusal()?;
            let page = page(&member, Refusing::Password(&refusal)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)).into_response())
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct LanguageChoice {
    language: String,
    #[serde(default)]
    next: String,
}

/// Switches the language: for this browser, and for the user when somebody is signed in.
pub(crate) async fn choose_language(
    visitor: Visitor,
    Form(choice): Form<LanguageChoice>,
) -> Answer {
    let language = Language::from_code(&choice.language).ok_or(Refusal::BadForm)?;
    if let Some(user) = visitor.user() {
        profile::set_language(&visitor.app.engine, user, language).await?;
    }
    let next = if choice.next.is_empty() {
        "/"
    } else {
        safe_next(&choice.next)
    };
    let jar = visitor
        .jar
        .clone()
        .add(cookies::language(&visitor.app, language));
    Ok((jar, go(next)).into_response())
}
