//! The addresses of this wing: e-mails and what they are written from.

use super::{batch, centre, compose, dkim, email_settings, files, templates, verify, view};
use crate::table::Table;
use crate::table::Who::{Admin, Anyone, Member, Seller};

pub(crate) fn routes(table: Table) -> Table {
    let table = writing(table);
    table
        .page(
            "/settings/email",
            Member,
            &["email:addresses", "email:channels"],
            email_settings::show,
        )
        .act(
            "/settings/email/identities/{id}/channel",
            Member,
            &[],
            email_settings::choose_channel,
        )
        .page(
            "/settings/team-server/signing",
            Admin,
            &["dkim:none", "dkim:keys"],
            dkim::show,
        )
        .act(
            "/settings/team-server/signing",
            Admin,
            &["dkim:refused"],
            dkim::make,
        )
        .act(
            "/settings/team-server/signing/{id}/begin",
            Admin,
            &[],
            dkim::begin,
        )
        .act(
            "/settings/team-server/signing/{id}/stop",
            Admin,
            &[],
            dkim::stop,
        )
        .act(
            "/settings/team-server/signing/{id}/remove",
            Admin,
            &[],
            dkim::remove,
        )
        .act(
            "/settings/email/identities",
            Member,
            &["email:refused"],
            email_settings::add,
        )
        .act(
            "/settings/email/identities/{id}",
            Member,
            &[],
            email_settings::save,
        )
        .act(
            "/settings/email/identities/{id}/resend",
            Member,
            &[],
            email_settings::resend,
        )
        .act(
            "/settings/email/identities/{id}/default",
            Member,
            &[],
            email_settings::make_default,
        )
        .act(
            "/settings/email/identities/{id}/remove",
            Member,
            &[],
            email_settings::remove,
        )
        .page(
            "/verify-address/{token}",
            Anyone,
            &[
                "verify:ask",
                "refusal:address-link-unknown",
                "refusal:address-link-used",
                "refusal:address-link-expired",
            ],
            verify::ask,
        )
        .act(
            "/verify-address/{token}",
            Anyone,
            &["verify:done", "refusal:address-taken"],
            verify::confirm,
        )
}

/// E-mails: writing, sending, what became of them; templates and files.
fn writing(table: Table) -> Table {
    table
        .page(
            "/email",
            Seller,
            &["emails:list", "emails:empty", "emails:nothing-found"],
            centre::show,
        )
        .act("/email/act", Seller, &[], centre::act)
        .page(
            "/email/new",
            Seller,
            &["compose:form", "compose-many:form"],
            compose::new,
        )
        .act(
            "/email/copies/{id}/made",
            Seller,
            &["compose-many:refused"],
            batch::make,
        )
        .act("/email/copies/{id}/draft", Seller, &[], batch::keep)
        .act("/email/copies/{id}/discard", Seller, &[], batch::discard)
        .act(
            "/email/copies/{id}/template",
            Seller,
            &[],
            batch::take_template,
        )
        .page(
            "/email/copies/{id}",
            Seller,
            &["copies:review", "copies:sent", "compose-many:form"],
            batch::show,
        )
        .act(
            "/email/copies/{id}",
            Seller,
            &["copies:refused"],
            batch::send,
        )
        .page(
            "/email/{id}",
            Seller,
            &[
                "email:scheduled",
                "email:in-progress",
                "email:delivered",
                "email:failed",
                "email:bounced",
                "email:please-check",
            ],
            view::show,
        )
        .page("/email/{id}/edit", Seller, &[], compose::edit)
        .act(
            "/email/{id}/send",
            Seller,
            &["compose:refused"],
            compose::send,
        )
        .act("/email/{id}/schedule", Seller, &[], compose::schedule)
        .act("/email/{id}/draft", Seller, &[], compose::keep)
        .act("/email/{id}/test", Seller, &[], compose::test)
        .act("/email/{id}/template", Seller, &[], compose::take_template)
        .act("/email/{id}/take-back", Seller, &[], view::take_back)
        .act("/email/{id}/retry", Seller, &[], view::retry)
        .act("/email/{id}/archive", Seller, &[], view::archive)
        .act("/email/{id}/success", Seller, &[], view::success)
        .act("/email/{id}/checked", Seller, &[], view::checked)
        .act("/email/{id}/delete", Seller, &[], view::delete)
        .act("/files", Seller, &[], files::upload)
        .page(
            "/templates",
            Seller,
            &["templates:list", "templates:empty", "templates:refused"],
            templates::list,
        )
        .page("/templates/new", Seller, &["template:form"], templates::new)
        .act("/templates/pinned", Seller, &[], templates::pin)
        .act(
            "/templates/categories/{id}/remove",
            Seller,
            &[],
            templates::remove_category,
        )
        .page("/templates/{id}", Seller, &[], templates::edit)
        .act(
            "/templates/{id}",
            Seller,
            &["template:refused"],
            templates::save,
        )
        .act("/templates/{id}/archive", Seller, &[], templates::archive)
}
