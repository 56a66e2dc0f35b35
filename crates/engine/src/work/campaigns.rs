//! Sales campaigns: making them, their settings (actions 9.1, 9.5).

use liaison_domain::Refusal;
use liaison_domain::access::User;
use liaison_domain::id::CampaignId;
use liaison_domain::work::{KeptCampaign, Settings};
use liaison_store::Tx;
use liaison_store::work::{campaigns, members};

use super::line;
use crate::{Engine, Outcome};

const LONGEST_NAME: usize = 120;
const LONGEST_CATEGORY: usize = 60;

/// What a person says about a campaign.
#[derive(Debug, Clone)]
pub struct CampaignForm {
    pub name: String,
    pub category: String,
}

impl CampaignForm {
    fn read(&self) -> Result<(String, String), Refusal> {
        let name = line("name", &self.name, LONGEST_NAME)?;
        if name.is_empty() {
            return Err(Refusal::CampaignNameMissing);
        }
        Ok((name, line("category", &self.category, LONGEST_CATEGORY)?))
    }
}

pub async fn create(engine: &Engine, user: &User, form: &CampaignForm) -> Outcome<CampaignId> {
    let (name, category) = form.read()?;
    let now = engine.clock.now();
    let campaign = KeptCampaign {
        id: CampaignId(engine.dice.id(now)),
        owner_id: user.id,
        name,
        category,
        settings: Settings::default(),
        created_at: now,
        updated_at: now,
        archived_at: None,
    };
    campaigns::save(&engine.db, &campaign).await?;
    Ok(campaign.id)
}

/// Who made a campaign changes it, and so do admins; everybody may start people in it.
pub fn may_change(user: &User, campaign: &KeptCampaign) -> bool {
    campaign.owner_id == user.id || user.is_admin()
}

/// Holds a campaign this user may change.
pub(super) async fn hold(tx: &Tx, user: &User, id: CampaignId) -> Outcome<KeptCampaign> {
    let campaign = campaigns::hold(tx, id).await?.ok_or(Refusal::NotFound)?;
    if campaign.archived_at.is_some() {
        return Err(Refusal::NotFound.into());
    }
    if !may_change(user, &campaign) {
        return Err(Refusal::CampaignNotYours.into());
    }
    Ok(campaign)
}

/// Changes name and settings; they hold from the next step on, also for those who run.
pub async fn change(
    engine: &Engine,
    user: &User,
    id: CampaignId,
    form: &CampaignForm,
    settings: Settings,
) -> Outcome<()> {
    let (name, category) = form.read()?;
    let tx = engine.db.begin().await?;
    let campaign = KeptCampaign {
        name,
        category,
        settings,
        updated_at: engine.clock.now(),
        ..hold(&tx, user, id).await?
    };
    campaigns::save(&tx, &campaign).await?;
    Ok(tx.commit().await?)
}

/// Nobody may run in it.
pub(super) async fn must_rest(tx: &Tx, id: CampaignId) -> Outcome<()> {
    match members::running(tx, id).await? {
        0 => Ok(()),
        people => Err(Refusal::CampaignRunning {
            people: people.to_string(),
        }
        .into()),
    }
}

/// Takes a campaign nobody runs in off the list; what it did stays with the people.
pub async fn archive(engine: &Engine, user: &User, id: CampaignId) -> Outcome<()> {
    let tx = engine.db.begin().await?;
    let mut campaign = hold(&tx, user, id).await?;
    must_rest(&tx, id).await?;
    campaign.archived_at = Some(engine.clock.now());
    campaigns::save(&tx, &campaign).await?;
    Ok(tx.commit().await?)
}
