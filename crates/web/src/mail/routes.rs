//! The addresses of this wing: e-mails and what they are written from.

use super::{email_settings, verify};
use crate::table::Table;
use crate::table::Who::{Anyone, Member};

pub(crate) fn routes(table: Table) -> Table {
    table
        .page(
            "/settings/email",
            Member,
            &["email:addresses"],
            email_settings::show,
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
