//! The addresses of this wing: connections to Salesforce and to mailboxes.

use super::{connections, embed, mailbox, panel, panel_settings, salesforce, way};
use crate::table::Table;
use crate::table::Who::{Admin, Anyone, Member, Seller};

/// Where pages of Salesforce post their proofs: the one form that may come from elsewhere.
pub(crate) const EMBED: &str = "/embed/salesforce";

pub(crate) fn routes(table: Table) -> Table {
    table
        .page(
            "/oauth/salesforce/callback",
            Anyone,
            &[
                "way:address-differs",
                "way:api-disabled",
                "way:consent-denied",
                "way:app-not-installed",
                "way:provider-down",
                "way:other",
            ],
            way::from_salesforce,
        )
        .page(
            "/oauth/google/callback",
            Anyone,
            &["way:mailbox-address-differs", "way:mailbox-consent-denied"],
            way::from_google,
        )
        .page(
            "/oauth/microsoft/callback",
            Anyone,
            &["way:mailbox-admin-consent"],
            way::from_microsoft,
        )
        .page(
            "/settings/email/connection",
            Member,
            &[
                "mailbox:none",
                "mailbox:testing",
                "mailbox:connected",
                "mailbox:trouble",
                "mailbox:reconnect",
            ],
            mailbox::show,
        )
        .act(
            "/settings/email/connection/choose",
            Member,
            &["mailbox:refused"],
            mailbox::choose,
        )
        .page(
            "/settings/email/connection/servers",
            Member,
            &["mailbox:servers"],
            mailbox::servers,
        )
        .act(
            "/settings/email/connection/servers",
            Member,
            &["mailbox:servers-refused"],
            mailbox::connect,
        )
        .act(
            "/settings/email/connection/test",
            Member,
            &[],
            mailbox::test,
        )
        .act(
            "/settings/email/connection/disconnect",
            Member,
            &[],
            mailbox::disconnect,
        )
        .page(
            "/settings/salesforce",
            Member,
            &["salesforce:none", "salesforce:connected"],
            salesforce::show,
        )
        .act(
            "/settings/salesforce/connect",
            Member,
            &[],
            salesforce::connect,
        )
        .act(
            "/settings/salesforce/check",
            Member,
            &["salesforce:refused"],
            salesforce::check,
        )
        .act(
            "/settings/salesforce/disconnect",
            Member,
            &[],
            salesforce::disconnect,
        )
        .page(
            "/settings/connections",
            Admin,
            &["connections:form"],
            connections::show,
        )
        .act(
            "/settings/connections/organisation",
            Admin,
            &[],
            connections::bind_organisation,
        )
        .act(
            "/settings/connections/{provider}",
            Admin,
            &["connections:refused"],
            connections::save,
        )
        .act(
            "/settings/connections/{provider}/test",
            Admin,
            &["connections:tested"],
            connections::test,
        )
        .page(
            "/settings/panel",
            Admin,
            &["panel-settings:none", "panel-settings:form"],
            panel_settings::show,
        )
        .act("/settings/panel", Admin, &[], panel_settings::choose)
        .act(
            "/settings/panel/secret",
            Admin,
            &["panel-settings:secret"],
            panel_settings::make_secret,
        )
        .page(EMBED, Anyone, &["panel:shell"], embed::show)
        .act(EMBED, Anyone, &["panel:refused"], embed::receive)
        .act("/embed/token", Anyone, &[], embed::token)
        .page("/panel/list", Seller, &["panel:list"], panel::list)
        .page(
            "/panel/{object}/{id}",
            Seller,
            &[
                "panel:waiting",
                "panel:person",
                "panel:account",
                "panel:opportunity",
                "panel:not-brought",
            ],
            panel::show,
        )
}
