//! The form of a step: what is typed, what is kept, and what it asks for (actions 9.1, 9.3).

use liaison_domain::Refusal;
use liaison_domain::id::TemplateId;
use liaison_domain::work::KeptStep;
use liaison_domain::work::campaign::{Email, LAST_DAY, SendAt, What};
use liaison_domain::work::task::TaskKind;
use liaison_engine::work::steps::StepForm;

use super::fields::Fields;

/// What the form shows: as typed, or as it is kept.
pub(super) struct Typed {
    pub kind: TaskKind,
    pub day: String,
    pub name: String,
    pub notes: String,
    pub subject: String,
    pub html: String,
    pub timing: String,
    pub at: String,
    pub is_follow_up: bool,
    pub template: Option<TemplateId>,
}

impl Typed {
    pub fn of(kind: TaskKind, fields: &Fields) -> Self {
        let text = |name: &str| fields.get(name).to_owned();
        Self {
            kind,
            day: text("day"),
            name: text("name"),
            notes: text("notes"),
            subject: text("subject"),
            html: text("body"),
            timing: text("timing"),
            at: text("at"),
            is_follow_up: fields.has("follow_up"),
            template: template_in(fields),
        }
    }

    pub fn kept(kept: &KeptStep) -> Self {
        let day = kept.step.day.to_string();
        let empty = Self {
            kind: kept.step.what.kind(),
            day,
            name: kept.name.clone(),
            notes: String::new(),
            subject: String::new(),
            html: String::new(),
            timing: String::new(),
            at: String::new(),
            is_follow_up: false,
            template: kept.template_id,
        };
        match &kept.step.what {
            What::Email(email) => Self {
                subject: email.subject.clone(),
                html: email.html.clone(),
                timing: timing_code(email.send).to_owned(),
                at: match email.send {
                    SendAt::At(_) => email.send.code(),
                    _ => String::new(),
                },
                is_follow_up: email.follow_up,
                ..empty
            },
            What::Call { notes } | What::InMail { notes } | What::Custom { notes } => Self {
                notes: notes.clone(),
                ..empty
            },
        }
    }
}

/// The one whose button was pressed comes after the one there was.
fn template_in(fields: &Fields) -> Option<TemplateId> {
    fields.all("template").last()?.parse().ok()
}

fn timing_code(send: SendAt) -> &'static str {
    match send {
        SendAt::AtLaunch => "choose",
        SendAt::At(_) => "at",
        SendAt::SameTime => "same",
        SendAt::ByHand => "task",
    }
}

/// What is asked for, or why it cannot be.
pub(super) fn read(kind: TaskKind, fields: &Fields) -> Result<StepForm, Refusal> {
    let notes = fields.get("notes").to_owned();
    let what = match kind {
        TaskKind::Call => What::Call { notes },
        TaskKind::InMail => What::InMail { notes },
        TaskKind::Custom => What::Custom { notes },
        TaskKind::Email => What::Email(Email {
            subject: fields.get("subject").to_owned(),
            html: fields.get("body").to_owned(),
            attachment_bytes: 0,
            send: send(fields)?,
            follow_up: fields.has("follow_up"),
        }),
    };
    let day: u16 = fields.get("day").trim().parse().unwrap_or(1);
    Ok(StepForm {
        day: day.clamp(1, LAST_DAY),
        name: fields.get("name").to_owned(),
        template: template_in(fields),
        what,
    })
}

fn send(fields: &Fields) -> Result<SendAt, Refusal> {
    Ok(match fields.get("timing") {
        "choose" => SendAt::AtLaunch,
        "same" => SendAt::SameTime,
        "task" => SendAt::ByHand,
        "at" => {
            let time = fields.get("at").trim();
            match SendAt::from_code(time.get(..5).unwrap_or(time)) {
                Some(send @ SendAt::At(_)) => send,
                _ => return Err(Refusal::TimeMalformed),
            }
        }
        _ => return Err(Refusal::BadForm),
    })
}
