//! The connections to the outside: what they are and how they stand.

pub mod channel;
pub mod crm;
pub mod crm_log;
pub mod framing;
pub mod health;
pub mod mailbox;
pub mod panel;
pub mod panel_choice;
pub mod provider;
pub mod salesforce;
pub mod servers;
pub mod team_server;

pub use channel::{Channel, ChannelKind};
pub use health::Health;
pub use mailbox::{Mailbox, MailboxKind};
pub use panel_choice::{PanelAction, PanelChoice, PanelTab};
pub use provider::{ConnectionApp, Provider};
pub use salesforce::{OrganisationId, SalesforceConnection, SalesforceIdentity, SalesforceUserId};
pub use servers::Servers;
pub use team_server::TeamServer;
