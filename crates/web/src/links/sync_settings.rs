//! Settings → Sync settings: what is written to Salesforce, and whether the organisation is ready for it
//! (administration 6.6, 6.7).

use askama::Template;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use liaison_domain::Refusal;
use liaison_domain::links::crm::SyncSettings;
use liaison_domain::links::crm::sync::{
    Duplicates, EmailLogging, KEEP_DAYS, NoMatch, Objects, OptOutField,
};
use liaison_domain::links::crm_log::{Activity, ActivityKind, InCampaign, SubjectTemplate};
use liaison_domain::people::CrmObject;
use liaison_engine::links::crm::check::{self, Checked, Standing};
use liaison_engine::links::crm::{self, Today, opt_outs};
use serde::Deserialize;

use crate::dates;
use crate::forms::Form;
use crate::page::Page;
use crate::parts::Refused;
use crate::respond::{Answer, Trouble, go_saying, html};
use crate::visitor::Admin;

const PATH: &str = "/settings/salesforce-sync";

#[derive(Template)]
#[template(path = "links/sync_settings.html")]
struct SyncPage {
    page: Page,
    settings: SyncSettings,
    /// As it was typed.
    most_calls: String,
    preview: String,
    today: Today,
    last_look: String,
    refused: Option<Refused>,
    checked: Option<Vec<Row>>,
}

/// One line of the check.
struct Row {
    name: String,
    tone: &'static str,
    standing: &'static str,
    remedy: &'static str,
}

impl Row {
    fn of(checked: &Checked) -> Self {
        Self {
            name: checked.name(),
            tone: match checked.standing {
                Standing::Good => "ok",
                _ if checked.is_bad() => "bad",
                _ => "warn",
            },
            standing: checked.standing.code(),
            remedy: checked.remedy(),
        }
    }
}

/// A field of the subject, with what it says in the preview.
struct SubjectField {
    name: &'static str,
    sample: String,
}

/// What the preview shows.
fn sample() -> Activity {
    Activity {
        kind: ActivityKind::Call,
        subject: "Ask about the pumps".into(),
        campaign: Some(InCampaign {
            name: "Spring".into(),
            day: 3,
            step: 1,
        }),
        call_outcome: "Connected".into(),
        call_reason: "Follow-up".into(),
    }
}

impl SyncPage {
    fn fields(&self) -> Vec<SubjectField> {
        let said = |name| {
            let template = SubjectTemplate::parse(&format!("{{{{{name}}}}}"));
            SubjectField {
                name,
                sample: template.fill(&sample()),
            }
        };
        SubjectTemplate::FIELDS.map(said).into()
    }

    fn ways(&self) -> &'static [EmailLogging] {
        EmailLogging::ALL
    }

    fn objects(&self) -> [CrmObject; 4] {
        CrmObject::ALL
    }

    fn duplicates(&self) -> &'static [Duplicates] {
        Duplicates::ALL
    }

    fn no_matches(&self) -> &'static [NoMatch] {
        NoMatch::ALL
    }

    fn opt_out_fields(&self) -> &'static [OptOutField] {
        OptOutField::ALL
    }

    fn logs_to(&self, object: &CrmObject) -> bool {
        self.settings.objects.has(*object)
    }

    fn rolls_up(&self, object: &CrmObject) -> bool {
        self.settings.roll_ups.has(*object)
    }

    fn keep_days(&self) -> &'static [u16] {
        &KEEP_DAYS
    }

    fn field(&self) -> &'static str {
        self.refused.as_ref().map_or("", |refused| refused.field)
    }
}

#[derive(Default)]
struct Shown {
    settings: Option<(SyncSettings, String)>,
    refusal: Option<Refusal>,
    checked: Option<Vec<Checked>>,
}

async fn page(admin: &Admin, shown: Shown) -> Result<SyncPage, Trouble> {
    let engine = &admin.visitor.app.engine;
    let (settings, most_calls) = match shown.settings {
        Some(typed) => typed,
        None => {
            let kept = crm::settings::get(&engine.db).await?;
            let most = kept.most_calls.map(|most| most.to_string());
            (kept, most.unwrap_or_default())
        }
    };
    let view = match (&shown.refusal, &shown.checked) {
        (Some(_), _) => "sync-settings:refused",
        (None, Some(_)) => "sync-settings:checked",
        (None, None) => "sync-settings:form",
    };
    let last_look = opt_outs::last_look(engine).await?;
    Ok(SyncPage {
        page: Page::at(admin, "salesforce-sync", view),
        preview: SubjectTemplate::parse(&settings.subject).fill(&sample()),
        settings,
        most_calls,
        today: crm::today(engine).await?,
        last_look: last_look
            .map(|at| dates::moment(admin.t(), at, &admin.user.time_zone))
            .unwrap_or_default(),
        refused: shown.refusal.map(|refusal| Refused {
            said: admin.t().say(&refusal),
            field: field_of(&refusal),
        }),
        checked: shown.checked.map(|all| all.iter().map(Row::of).collect()),
    })
}

/// The field a refusal belongs to.
fn field_of(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::CrmSubjectEmpty | Refusal::CrmSubjectField { .. } | Refusal::TooLong { .. } => {
            "subject"
        }
        Refusal::CrmCallsCap => "most_calls",
        Refusal::CrmNoObject => "objects",
        _ => "",
    }
}

pub(crate) async fn show(admin: Admin) -> Answer {
    Ok(html(&page(&admin, Shown::default()).await?))
}

/// Boxes that are not ticked are not sent.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Filled {
    email: String,
    replies: String,
    calls: String,
    tasks: String,
    object_lead: String,
    object_contact: String,
    object_account: String,
    object_opportunity: String,
    duplicates: String,
    no_match: String,
    subject: String,
    rollup_lead: String,
    rollup_contact: String,
    rollup_account: String,
    rollup_opportunity: String,
    opt_outs: String,
    opt_out_field: String,
    most_calls: String,
    keep_days: String,
}

impl Filled {
    fn settings(&self) -> Result<SyncSettings, Refusal> {
        let ticked = |field: &str| !field.is_empty();
        let objects = [
            &self.object_lead,
            &self.object_contact,
            &self.object_account,
            &self.object_opportunity,
        ];
        let roll_ups = [
            &self.rollup_lead,
            &self.rollup_contact,
            &self.rollup_account,
            &self.rollup_opportunity,
        ];
        let of = |fields: [&String; 4]| {
            Objects::of(|object| {
                let place = CrmObject::ALL.iter().position(|one| *one == object);
                place.is_some_and(|n| ticked(fields[n]))
            })
        };
        let days = self.keep_days.parse();
        let days = days.ok().filter(|days| KEEP_DAYS.contains(days));
        Ok(SyncSettings {
            email: EmailLogging::from_code(&self.email).ok_or(Refusal::BadForm)?,
            replies: ticked(&self.replies),
            calls: ticked(&self.calls),
            tasks: ticked(&self.tasks),
            objects: of(objects),
            duplicates: Duplicates::from_code(&self.duplicates).ok_or(Refusal::BadForm)?,
            no_match: NoMatch::from_code(&self.no_match).ok_or(Refusal::BadForm)?,
            roll_ups: of(roll_ups),
            subject: self.subject.trim().to_owned(),
            opt_outs: ticked(&self.opt_outs),
            opt_out_field: OptOutField::from_code(&self.opt_out_field).ok_or(Refusal::BadForm)?,
            most_calls: None,
            keep_days: days.ok_or(Refusal::BadForm)?,
        })
    }
}

pub(crate) async fn save(admin: Admin, Form(filled): Form<Filled>) -> Answer {
    let mut settings = filled.settings()?;
    let typed = filled.most_calls.trim().to_owned();
    let attempt = async {
        if !typed.is_empty() {
            let most = typed.parse().map_err(|_| Refusal::CrmCallsCap)?;
            settings.most_calls = Some(most);
        }
        let engine = &admin.visitor.app.engine;
        crm::settings::save(engine, admin.actor(), &settings).await
    };
    let outcome = attempt.await;
    match outcome {
        Ok(()) => Ok(go_saying(&admin.visitor, PATH, "saved")),
        Err(error) => {
            let shown = Shown {
                refusal: Some(Trouble::from(error).refusal()?),
                settings: Some((settings, typed)),
                checked: None,
            };
            refuse(&admin, shown).await
        }
    }
}

async fn refuse(admin: &Admin, shown: Shown) -> Answer {
    let page = page(admin, shown).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)).into_response())
}

/// Looks, as the admin who asks, whether everything we write is there.
pub(crate) async fn check(admin: Admin) -> Answer {
    match check::check(&admin.visitor.app.engine, admin.user.id).await {
        Ok(checked) => {
            let shown = Shown {
                checked: Some(checked),
                ..Shown::default()
            };
            Ok(html(&page(&admin, shown).await?))
        }
        Err(error) => {
            let shown = Shown {
                refusal: Some(Trouble::from(error).refusal()?),
                ..Shown::default()
            };
            refuse(&admin, shown).await
        }
    }
}

/// Looks for opt-outs now instead of in the evening.
pub(crate) async fn look_now(admin: Admin) -> Answer {
    match opt_outs::run_now(&admin.visitor.app.engine, admin.actor()).await {
        Ok(()) => Ok(go_saying(&admin.visitor, PATH, "opt-outs-looked")),
        Err(error) => {
            let shown = Shown {
                refusal: Some(Trouble::from(error).refusal()?),
                ..Shown::default()
            };
            refuse(&admin, shown).await
        }
    }
}
