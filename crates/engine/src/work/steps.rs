//! The steps of a campaign: adding, changing, moving, removing, while nobody runs in it.

use liaison_domain::Refusal;
use liaison_domain::access::User;
use liaison_domain::id::{CampaignId, StepId, TemplateId};
use liaison_domain::mail::MailHtml;
use liaison_domain::work::KeptStep;
use liaison_domain::work::campaign::{LAST_DAY, MOST_STEPS, Step, What};
use liaison_domain::work::task::{LONGEST_DETAILS, LONGEST_NAME};
use liaison_store::Tx;
use liaison_store::work::steps;

use super::{campaigns, line};
use crate::mail::drafts;
use crate::{Engine, Outcome};

const LONGEST_SUBJECT: usize = 255;

/// What a person says about a step.
#[derive(Debug, Clone)]
pub struct StepForm {
    pub day: u16,
    /// Of the task; an e-mail has none.
    pub name: String,
    /// Whose words it began with.
    pub template: Option<TemplateId>,
    pub what: What,
}

impl StepForm {
    fn read(&self) -> Result<(String, Step), Refusal> {
        let name = match &self.what {
            What::Email(_) => String::new(),
            _ => line("name", &self.name, LONGEST_NAME)?,
        };
        let mut what = self.what.clone();
        match &mut what {
            What::Email(email) => {
                email.subject = line("subject", &email.subject, LONGEST_SUBJECT)?;
                email.html = MailHtml::clean(&email.html).as_html().to_owned();
            }
            What::Call { notes } | What::InMail { notes } | What::Custom { notes } => {
                if name.is_empty() {
                    return Err(Refusal::TaskNameMissing);
                }
                *notes = notes.replace("\r\n", "\n").trim().to_owned();
                if notes.chars().count() > LONGEST_DETAILS {
                    return Err(Refusal::TooLong {
                        field: "notes".to_owned(),
                        limit: LONGEST_DETAILS.to_string(),
                    });
                }
            }
        }
        let day = self.day.clamp(1, LAST_DAY);
        Ok((name, Step { day, what }))
    }
}

/// Holds a campaign whose steps this user may change now, and reads them.
async fn open(tx: &Tx, user: &User, campaign: CampaignId) -> Outcome<Vec<KeptStep>> {
    campaigns::hold(tx, user, campaign).await?;
    campaigns::must_rest(tx, campaign).await?;
    Ok(steps::of_campaign(tx, campaign).await?)
}

/// Writes the steps as they now stand, numbered by their places in the list.
async fn keep(tx: &Tx, steps_now: &mut [KeptStep]) -> Outcome<()> {
    for (place, kept) in (0_i64..).zip(steps_now) {
        kept.place = place;
        steps::save(tx, kept).await?;
    }
    Ok(())
}

async fn template_of(tx: &Tx, user: &User, form: &StepForm) -> Outcome<Option<TemplateId>> {
    let named = form
        .template
        .filter(|_| matches!(form.what, What::Email(_)));
    drafts::template_of(tx, user, named).await
}

/// Adds a step as the last of its day.
pub async fn add(
    engine: &Engine,
    user: &User,
    campaign_id: CampaignId,
    form: &StepForm,
) -> Outcome<StepId> {
    let (name, step) = form.read()?;
    let tx = engine.db.begin().await?;
    let mut all = open(&tx, user, campaign_id).await?;
    if all.len() >= MOST_STEPS {
        return Err(Refusal::ChoiceLimit {
            limit: MOST_STEPS.to_string(),
        }
        .into());
    }
    let template_id = template_of(&tx, user, form).await?;
    let id = StepId(engine.dice.id(engine.clock.now()));
    let at = all.partition_point(|kept| kept.step.day <= step.day);
    let added = KeptStep {
        id,
        campaign_id,
        place: 0,
        name,
        template_id,
        step,
    };
    all.insert(at, added);
    keep(&tx, &mut all).await?;
    tx.commit().await?;
    Ok(id)
}

fn place_of(all: &[KeptStep], id: StepId) -> Result<usize, Refusal> {
    let found = all.iter().position(|kept| kept.id == id);
    found.ok_or(Refusal::NotFound)
}

/// Changes a step; on another day it becomes the last of that day.
pub async fn edit(
    engine: &Engine,
    user: &User,
    campaign: CampaignId,
    id: StepId,
    form: &StepForm,
) -> Outcome<()> {
    let (name, step) = form.read()?;
    let tx = engine.db.begin().await?;
    let mut all = open(&tx, user, campaign).await?;
    let at = place_of(&all, id)?;
    let mut kept = all.remove(at);
    let to = if kept.step.day == step.day {
        at
    } else {
        all.partition_point(|other| other.step.day <= step.day)
    };
    kept.template_id = template_of(&tx, user, form).await?;
    kept.name = name;
    kept.step = step;
    all.insert(to, kept);
    keep(&tx, &mut all).await?;
    Ok(tx.commit().await?)
}

/// One place up or down; beyond the end of its day, into the next day there is.
pub async fn shift(
    engine: &Engine,
    user: &User,
    campaign: CampaignId,
    id: StepId,
    is_up: bool,
) -> Outcome<()> {
    let tx = engine.db.begin().await?;
    let mut all = open(&tx, user, campaign).await?;
    let at = place_of(&all, id)?;
    let neighbour = if is_up {
        at.checked_sub(1)
    } else {
        Some(at + 1).filter(|n| *n < all.len())
    };
    if let Some(to) = neighbour {
        let day = all[to].step.day;
        if all[at].step.day == day {
            all.swap(at, to);
        } else {
            all[at].step.day = day;
        }
        keep(&tx, &mut all).await?;
    }
    Ok(tx.commit().await?)
}

pub async fn remove(engine: &Engine, user: &User, campaign: CampaignId, id: StepId) -> Outcome<()> {
    let tx = engine.db.begin().await?;
    let all = open(&tx, user, campaign).await?;
    place_of(&all, id)?;
    steps::delete(&tx, id).await?;
    Ok(tx.commit().await?)
}
