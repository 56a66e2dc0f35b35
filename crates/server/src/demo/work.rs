//! What the demo company works with: the panel in its Salesforce, people, templates, logging.

use anyhow::Context;
use liaison_domain::access::{Actor, User};
use liaison_domain::id::TemplateId;
use liaison_domain::links::crm::SyncSettings;
use liaison_domain::links::crm::sync::EmailLogging;
use liaison_domain::people::CrmRecord;
use liaison_engine::Engine;
use liaison_engine::links::{crm, panel};
use liaison_engine::mail::templates::{self, Written};
use liaison_engine::people::bring;
use liaison_standins::World;
use secrecy::ExposeSecret;

/// So many of each seller's leads and contacts are known from the start; the others come when they are
/// looked at.
const KNOWN: usize = 8;

/// The panel is in the pretend Salesforce; its secret is made anew each time.
pub(crate) async fn install_panel(engine: &Engine, world: &World) -> anyhow::Result<()> {
    let secret = panel::make_secret(engine, Actor::System).await?;
    let base = engine.public_url.as_str().trim_end_matches('/');
    world.install_panel(base, secret.expose_secret())
}

/// What sellers do is told to Salesforce, and its tasks are ours.
pub(crate) async fn switch_on_logging(engine: &Engine, actor: Actor) -> anyhow::Result<()> {
    let settings = SyncSettings {
        email: EmailLogging::Api,
        replies: true,
        calls: true,
        tasks: true,
        ..SyncSettings::default()
    };
    crm::settings::save(engine, actor, &settings).await?;
    Ok(())
}

/// Brings some of a seller's own leads and contacts.
pub(crate) async fn bring_some(
    engine: &Engine,
    world: &World,
    user: &User,
    username: &str,
) -> anyhow::Result<()> {
    for object in ["Lead", "Contact"] {
        for id in world.salesforce_records(username, object, KNOWN) {
            let record = CrmRecord::parse(&id).context("no record id")?;
            bring::bring(engine, user.id, &record).await?;
        }
    }
    Ok(())
}

/// Two texts to begin from, for everybody.
pub(crate) async fn write_templates(engine: &Engine, admin: &User) -> anyhow::Result<()> {
    let texts = [
        (
            "First contact",
            "Prospecting",
            "{{company_friendly}} and us",
            "<p>Hello {{first_name | default: \"there\"}},</p><p>I have looked at what {{company}} does and \
             think we could help. Would a short call next week suit you?</p>",
        ),
        (
            "After the call",
            "Follow-up",
            "Our call",
            "<p>Hello {{first_name | default: \"there\"}},</p><p>thank you for your time. As promised: \
             {{! what you promised}}</p>",
        ),
    ];
    for (name, category, subject, body) in texts {
        let id = TemplateId(engine.dice.id(engine.clock.now()));
        let written = Written {
            name,
            category: None,
            new_category: category,
            subject,
            body,
            is_shared: true,
            is_non_commercial: false,
        };
        templates::save(engine, admin, id, &written).await?;
    }
    Ok(())
}
