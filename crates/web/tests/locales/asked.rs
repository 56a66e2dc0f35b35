//! Every key the code can ask for, read from its sources and from the codes of its types.

use std::collections::BTreeSet;

use liaison_domain::access::session::SignInMethod;
use liaison_domain::access::{Delivery, LinkStanding, LoginMode, Role, Step, UserState};
use liaison_domain::insight::{EventKind, FeedFilter};
use liaison_domain::links::Health;
use liaison_domain::links::crm::sync::{Duplicates, EmailLogging, NoMatch, OptOutField};
use liaison_domain::links::crm::trouble;
use liaison_domain::links::crm::write::{Operation, WriteKind, WriteState};
use liaison_domain::links::crm_log::Class;
use liaison_domain::links::mailbox::{Direction, MailboxKind};
use liaison_domain::links::servers::Security;
use liaison_domain::links::{PanelAction, PanelTab};
use liaison_domain::mail::EmailState;
use liaison_domain::mail::dkim::{Algorithm, DkimState};
use liaison_domain::mail::identity::Standing;
use liaison_domain::people::{ConsentKind, ConsentSource, CrmObject};
use liaison_domain::work::call::{CallStatus, ChoiceKind};
use liaison_domain::work::campaign::{self, OnReply};
use liaison_domain::work::launch::LeftOut;
use liaison_domain::work::member::EndReason;
use liaison_domain::work::task::TaskKind;
use liaison_domain::{AddressFault, Refusal};
use liaison_engine::links::crm::check;
use liaison_store::mail::emails::Folder;

use crate::{files, root};

/// Every key the code can ask for.
pub fn asked() -> BTreeSet<String> {
    let mut sources = String::new();
    for file in [
        files(&root().join("src"), "rs"),
        files(&root().join("templates"), "html"),
    ]
    .concat()
    {
        sources.push_str(&std::fs::read_to_string(file).unwrap());
    }
    let mut asked: BTreeSet<String> = quoted_after(
        &sources,
        &[".get(", ".one(", ".two(", ".with(", ".count(", "get("],
    );
    asked.retain(|key| key.chars().next().is_some_and(|c| c.is_ascii_lowercase()));
    asked.extend(
        quoted(&sources)
            .into_iter()
            .filter(|text| text.starts_with("field-") && *text != "field-row")
            .map(str::to_owned),
    );
    let mut family = |name: &str, codes: &mut dyn Iterator<Item = &str>| {
        asked.extend(codes.map(|code| format!("{name}-{code}")));
    };
    family(
        "user-state",
        &mut UserState::ALL.into_iter().map(UserState::code),
    );
    family("role", &mut Role::ALL.into_iter().map(Role::code));
    family(
        "login-mode",
        &mut LoginMode::ALL.into_iter().map(LoginMode::code),
    );
    family(
        "login-mode-text",
        &mut LoginMode::ALL.into_iter().map(LoginMode::code),
    );
    family(
        "method",
        &mut SignInMethod::ALL.into_iter().map(SignInMethod::code),
    );
    family(
        "onboarding-title",
        &mut Step::ALL.into_iter().map(Step::code),
    );
    family(
        "rail",
        &mut ["activate", "start", "mailbox", "signature", "finish"].into_iter(),
    );
    family(
        "security",
        &mut Security::ALL.into_iter().map(Security::code),
    );
    family(
        "health",
        &mut Health::ALL
            .into_iter()
            .map(Health::code)
            .chain(["none", "testing", "trouble"]),
    );
    for name in ["mail-client", "mail-client-text", "mailbox-disconnect-text"] {
        family(
            name,
            &mut MailboxKind::ALL.into_iter().map(MailboxKind::code),
        );
    }
    family(
        "mailbox-title",
        &mut ["testing", "connected", "trouble", "reconnect"].into_iter(),
    );
    family(
        "direction",
        &mut Direction::ALL.into_iter().map(Direction::code),
    );
    for name in ["tour-title", "tour-text"] {
        let stops = ["worlds", "mail", "salesforce", "settings"];
        family(name, &mut stops.into_iter());
    }
    let standings = [
        LinkStanding::Open,
        LinkStanding::Used,
        LinkStanding::Expired,
        LinkStanding::Revoked,
    ];
    family(
        "invitation-state",
        &mut standings.into_iter().map(LinkStanding::code),
    );
    family("delivery", &mut Delivery::CODES.into_iter());
    family(
        "identity-state",
        &mut Standing::ALL.into_iter().map(Standing::code),
    );
    family(
        "verdict",
        &mut [
            "invited",
            "already-invited",
            "already-member",
            "deactivated",
        ]
        .into_iter(),
    );
    for name in ["dkim-state", "dkim-state-text"] {
        family(name, &mut DkimState::ALL.into_iter().map(DkimState::code));
    }
    let algorithms = Algorithm::ALL.into_iter();
    family("dkim-record", &mut algorithms.map(Algorithm::code));
    let states = EmailState::ALL.iter().copied();
    family("email-state", &mut states.map(EmailState::code));
    let kinds = EventKind::ALL.iter().copied();
    family("email-event", &mut kinds.map(EventKind::code));
    for name in ["folder", "emails-empty"] {
        family(name, &mut Folder::ALL.into_iter().map(Folder::code));
    }
    family(
        "folders",
        &mut ["sent", "pending", "undelivered"].into_iter(),
    );
    for name in ["filter", "filter-yes", "filter-no"] {
        family(name, &mut ["opened", "clicked", "replied"].into_iter());
    }
    family("address-fault", &mut AddressFault::CODES.into_iter());
    family(
        "happened",
        &mut EventKind::ALL.iter().copied().map(EventKind::code),
    );
    let standings = [
        "open",
        "no-address",
        "blocked",
        "bounced",
        "unsubscribed",
        "opted-out",
    ];
    family("standing", &mut standings.into_iter());
    family(
        "do",
        &mut PanelAction::ALL.iter().copied().map(PanelAction::code),
    );
    family(
        "panel-tab",
        &mut PanelTab::ALL.iter().copied().map(PanelTab::code),
    );
    family(
        "people-of",
        &mut ["all", "mine", "unsubscribed"].into_iter(),
    );
    family("view-in-salesforce", &mut ["lead", "contact"].into_iter());
    family(
        "consent",
        &mut ConsentKind::ALL.iter().copied().map(ConsentKind::code),
    );
    family(
        "consent-source",
        &mut ConsentSource::ALL.iter().copied().map(ConsentSource::code),
    );
    family(
        "beside-email",
        &mut EmailState::ALL.iter().copied().map(EmailState::code),
    );
    family(
        "beside-task",
        &mut ["open", "today", "overdue", "done"].into_iter(),
    );
    family(
        "beside-call",
        &mut CallStatus::ALL.iter().copied().map(CallStatus::code),
    );
    family("beside-campaign", &mut ["running", "over"].into_iter());
    family(
        "beside",
        &mut ["no-emails", "no-tasks", "no-calls", "no-campaigns"].into_iter(),
    );
    family("beside", &mut ["opens", "clicks", "replies"].into_iter());
    for part in ["", ".why", ".next"] {
        let codes: Vec<String> = Refusal::CODES
            .iter()
            .map(|code| format!("{code}{part}"))
            .collect();
        family("refusal", &mut codes.iter().map(String::as_str));
    }
    work_families(&mut family);
    family(
        "feed-event",
        &mut EventKind::ALL.iter().copied().map(EventKind::code),
    );
    family(
        "feed-filter",
        &mut FeedFilter::ALL.iter().copied().map(FeedFilter::code),
    );
    family("unsubscribe-what", &mut ["sales", "all"].into_iter());
    let reasons = ["too-many", "not-relevant", "never-asked", "other"];
    family("unsubscribe-why", &mut reasons.into_iter());
    let months: Vec<String> = (1..=12).map(|n| n.to_string()).collect();
    family("month", &mut months.iter().map(String::as_str));
    let told = between(&sources, "go_saying(", ")");
    family(
        "said",
        &mut told.iter().filter_map(|call| last_quoted(call)),
    );
    let settings = between(&sources, "entry(", ")");
    let places = between(&sources, " nav(", ")");
    family(
        "place",
        &mut settings
            .iter()
            .chain(&places)
            .filter_map(|call| first_quoted(call))
            .chain(["home"]),
    );
    family(
        "crm-email",
        &mut EmailLogging::ALL.iter().map(|one| one.code()),
    );
    family(
        "crm-email-text",
        &mut EmailLogging::ALL.iter().map(|one| one.code()),
    );
    family(
        "crm-objects",
        &mut CrmObject::ALL.into_iter().map(CrmObject::code),
    );
    family(
        "crm-duplicates",
        &mut Duplicates::ALL.iter().map(|one| one.code()),
    );
    family(
        "crm-no-match",
        &mut NoMatch::ALL.iter().map(|one| one.code()),
    );
    family(
        "crm-opt-out",
        &mut OptOutField::ALL.iter().map(|one| one.code()),
    );
    family(
        "crm-standing",
        &mut check::Standing::ALL.into_iter().map(check::Standing::code),
    );
    family("crm-check", &mut check::Checked::REMEDIES.into_iter());
    family("crm-kind", &mut WriteKind::ALL.iter().map(|one| one.code()));
    family(
        "crm-operation",
        &mut Operation::ALL.iter().map(|one| one.code()),
    );
    family(
        "crm-state",
        &mut WriteState::ALL.iter().map(|one| one.code()),
    );
    family("crm-class", &mut Class::ALL.into_iter().map(Class::code));
    let words = trouble::all_words();
    for name in ["crm-code", "crm-remedy"] {
        family(name, &mut words.iter().map(String::as_str));
    }
    let todo = between(&sources, "Todo {", "}");
    for name in ["todo", "todo-why"] {
        family(name, &mut todo.iter().filter_map(|item| first_quoted(item)));
    }
    asked
}

/// The families of the wing `work`.
fn work_families(family: &mut impl FnMut(&str, &mut dyn Iterator<Item = &str>)) {
    let kinds = || TaskKind::ALL.iter().map(|kind| kind.code());
    for name in ["task-kind", "task-start"] {
        family(name, &mut kinds());
    }
    family("step-notes", &mut kinds().filter(|code| *code != "email"));
    for name in ["task-page", "step-page"] {
        family(name, &mut ["new", "edit"].into_iter());
    }
    let filters = ["all", "overdue", "today", "tomorrow", "week", "done"];
    family("task-filter", &mut filters.into_iter());
    family("call-status", &mut CallStatus::ALL.iter().map(|s| s.code()));
    for name in ["call-list", "call-list-text", "call-choice-new"] {
        family(name, &mut ChoiceKind::ALL.iter().map(|kind| kind.code()));
    }
    for name in ["on-reply", "on-reply-text"] {
        family(name, &mut OnReply::ALL.iter().map(|reply| reply.code()));
    }
    for name in ["timing", "timing-text"] {
        family(name, &mut ["choose", "at", "same", "task"].into_iter());
    }
    let states = [
        "queued",
        "active",
        "waiting-task",
        "error",
        "completed",
        "ended",
    ];
    family("member-state", &mut states.into_iter());
    family("end-reason", &mut EndReason::ALL.iter().map(|r| r.code()));
    family("left-out", &mut LeftOut::ALL.iter().map(|why| why.code()));
    family("campaign-fault", &mut campaign::Fault::CODES.into_iter());
}

fn quoted(text: &str) -> Vec<&str> {
    text.split('"')
        .skip(1)
        .step_by(2)
        .filter(|q| !q.contains('\n'))
        .chain(text.split('"').step_by(2).filter(|q| !q.contains('\n')))
        .collect()
}

fn quoted_after(text: &str, calls: &[&str]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for call in calls {
        for (at, _) in text.match_indices(call) {
            let rest = text[at + call.len()..].trim_start();
            if let Some(key) = rest.strip_prefix('"').and_then(|r| r.split('"').next()) {
                found.insert(key.to_owned());
            }
        }
    }
    found.retain(|key| {
        key.chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c))
    });
    found
}

fn between<'a>(text: &'a str, open: &str, close: &str) -> Vec<&'a str> {
    text.match_indices(open)
        .filter_map(|(at, _)| text[at + open.len()..].split(close).next())
        .collect()
}

fn first_quoted(text: &str) -> Option<&str> {
    text.split('"').nth(1)
}

fn last_quoted(text: &str) -> Option<&str> {
    text.rsplit('"').nth(1)
}
