//! What the form of an e-mail sends, and what it shows.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use liaison_domain::Refusal;
use liaison_domain::id::{EmailId, FileId, IdentityId, PersonId, TaskId, TemplateId};
use liaison_domain::mail::compose::Typed;
use liaison_domain::mail::{Email, Identity};
use liaison_engine::mail::emails::{self, When};
use liaison_store::mail::{files, identities};

use crate::dates;
use crate::parts::RichText;
use crate::respond::Trouble;
use crate::visitor::Member;

/// The fields as they were sent.
#[derive(Debug, Clone, Default)]
pub(crate) struct ComposeForm {
    /// Those it is written to; one, or several for copies of the same.
    pub people: Vec<PersonId>,
    pub identity: Option<IdentityId>,
    pub template: Option<TemplateId>,
    pub follows: Option<EmailId>,
    /// The task it is written for.
    pub task: Option<TaskId>,
    pub cc: String,
    pub bcc: String,
    pub subject: String,
    pub body: String,
    pub files: Vec<FileId>,
    pub is_non_commercial: bool,
    /// `2026-11-24T09:30`, in the zone beside it.
    pub time: String,
    pub zone: String,
    /// What the copies are written to, such as an account's name.
    pub name: String,
}

impl From<Vec<(String, String)>> for ComposeForm {
    fn from(pairs: Vec<(String, String)>) -> Self {
        let mut form = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "person" => form.people.extend(value.parse::<PersonId>().ok()),
                "identity" => form.identity = value.parse().ok(),
                "template" => form.template = value.parse().ok(),
                "follows" => form.follows = value.parse().ok(),
                "task" => form.task = value.parse().ok(),
                "cc" => form.cc = value,
                "bcc" => form.bcc = value,
                "subject" => form.subject = value,
                "body" => form.body = value,
                "file" => form.files.extend(value.parse::<FileId>().ok()),
                "non-commercial" => form.is_non_commercial = true,
                "time" => form.time = value,
                "zone" => form.zone = value,
                "name" => form.name = value,
                _ => {}
            }
        }
        form
    }
}

impl ComposeForm {
    /// What stands in a kept e-mail.
    pub fn of(email: &Email, files: Vec<FileId>) -> Self {
        let joined = |list: &[liaison_domain::EmailAddress]| {
            list.iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(", ")
        };
        Self {
            people: vec![email.person_id],
            identity: email.identity_id,
            template: email.template_id,
            follows: email.follows_id,
            cc: joined(&email.writing.cc),
            bcc: joined(&email.writing.bcc),
            subject: email.writing.subject.clone(),
            body: email.writing.body.clone(),
            files,
            is_non_commercial: email.is_non_commercial,
            ..Self::default()
        }
    }

    pub fn for_engine(&self) -> emails::Form<'_> {
        emails::Form {
            identity: self.identity,
            template: self.template,
            follows: self.follows,
            typed: Typed {
                cc: &self.cc,
                bcc: &self.bcc,
                subject: &self.subject,
                body: &self.body,
            },
            files: self.files.clone(),
            is_non_commercial: self.is_non_commercial,
        }
    }

    /// The time chosen, in its zone. A time the clocks jump over is the one after the jump.
    pub fn when(&self) -> Result<When, Refusal> {
        let unreadable = || Refusal::EmailTimeUnreadable {
            time: self.time.clone(),
        };
        let local: DateTime = self.time.parse().map_err(|_| unreadable())?;
        let zone = TimeZone::get(&self.zone).map_err(|_| Refusal::TimeZoneUnknown {
            zone: self.zone.clone(),
        })?;
        let at: Timestamp = local.to_zoned(zone).map_err(|_| unreadable())?.timestamp();
        Ok(When::At {
            at,
            time_zone: self.zone.clone(),
        })
    }
}

/// The part of the page both forms share, for one and for many.
pub(crate) struct ComposeFields {
    pub identities: Vec<Identity>,
    pub chosen: Option<IdentityId>,
    pub form: ComposeForm,
    pub editor: RichText,
    pub files: Vec<FileRow>,
    pub zone: String,
    /// When it goes if it does not go now, as the field wants it.
    pub time: String,
    pub zones: &'static [String],
}

/// A file one may attach.
pub(crate) struct FileRow {
    pub id: FileId,
    pub name: String,
    pub size: String,
    pub is_chosen: bool,
}

/// `1.4 MB`, in the reader's language.
pub(crate) fn size(member: &Member, bytes: u64) -> String {
    let t = member.t();
    if bytes < 1024 * 1024 {
        return t.one("size-kb", "size", bytes.div_ceil(1024));
    }
    let tenths = bytes.saturating_mul(10).div_ceil(1024 * 1024);
    t.one(
        "size-mb",
        "size",
        format!("{}.{}", tenths / 10, tenths % 10),
    )
}

impl ComposeFields {
    pub async fn load(member: &Member, form: ComposeForm) -> Result<Self, Trouble> {
        let engine = &member.visitor.app.engine;
        let mine = identities::of_user(&engine.db, member.user.id).await?;
        let identities: Vec<_> = mine
            .into_iter()
            .filter(|identity| identity.verified_at.is_some())
            .collect();
        let chosen = form
            .identity
            .or_else(|| identities.first().map(|identity| identity.id));
        let files = files::of_user(&engine.db, member.user.id).await?;
        let files = files
            .into_iter()
            .map(|file| FileRow {
                is_chosen: form.files.contains(&file.id),
                size: size(member, file.size),
                id: file.id,
                name: file.name,
            })
            .collect();
        let zone = match form.zone.is_empty() {
            true => member.user.time_zone.clone(),
            false => form.zone.clone(),
        };
        let t = member.t();
        let time = match form.time.is_empty() {
            true => dates::next_morning(engine.clock.now(), &zone),
            false => form.time.clone(),
        };
        Ok(Self {
            identities,
            chosen,
            editor: RichText::named(t, "body", t.get("field-body"), form.body.clone()),
            files,
            time,
            zone,
            zones: dates::zones(),
            form,
        })
    }

    pub fn is_chosen(&self, id: &IdentityId) -> bool {
        self.chosen.as_ref() == Some(id)
    }

    pub fn has_copies(&self) -> bool {
        !self.form.cc.is_empty() || !self.form.bcc.is_empty()
    }
}
