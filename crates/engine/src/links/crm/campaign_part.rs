//! The step of a campaign that an activity belongs to.

use liaison_domain::id::{MemberId, StepId};
use liaison_domain::links::crm_log::{Attributes, InCampaign};
use liaison_store::work::{campaigns, members, steps};

use crate::{Engine, Outcome};

#[derive(Debug, Clone)]
pub(super) struct CampaignPart {
    pub place: InCampaign,
    step_name: String,
    url: String,
}

impl CampaignPart {
    pub fn mark(&self, attributes: &mut Attributes) {
        attributes.campaign = Some(self.place.name.clone());
        attributes.campaign_step = Some(self.step_name.clone()).filter(|name| !name.is_empty());
        attributes.campaign_url = Some(self.url.clone());
    }
}

/// `None` when it belongs to none, or the campaign is gone.
pub(super) async fn of(
    engine: &Engine,
    member: Option<MemberId>,
    step: Option<StepId>,
) -> Outcome<Option<CampaignPart>> {
    let Some(member) = member else {
        return Ok(None);
    };
    let Some(member) = members::by_id(&engine.db, member).await? else {
        return Ok(None);
    };
    let Some(campaign) = campaigns::by_id(&engine.db, member.campaign_id).await? else {
        return Ok(None);
    };
    let all = steps::of_campaign(&engine.db, campaign.id).await?;
    let step = all.iter().find(|one| Some(one.id) == step);
    let (day, number) = step.map_or((0, 0), |step| {
        let of_day = all.iter().filter(|one| one.step.day == step.step.day);
        let before = of_day.take_while(|one| one.id != step.id).count();
        (step.step.day, u16::try_from(before + 1).unwrap_or(u16::MAX))
    });
    Ok(Some(CampaignPart {
        place: InCampaign {
            name: campaign.name,
            day,
            step: number,
        },
        step_name: step.map(|step| step.name.clone()).unwrap_or_default(),
        url: engine.url(&format!("/campaigns/{}", campaign.id)),
    }))
}
