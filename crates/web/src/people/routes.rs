//! The addresses of this wing.

use axum::http::Method;

use super::{unsubscribe, unsubscribe_settings};
use crate::table::Table;
use crate::table::Who::Admin;

pub(crate) fn routes(table: Table) -> Table {
    table
        .bare(
            Method::GET,
            "/u/{token}",
            &["unsubscribe:ask", "refusal:unsubscribe-link-unknown"],
            unsubscribe::show,
        )
        .bare(
            Method::POST,
            "/u/{token}",
            &["unsubscribe:done"],
            unsubscribe::leave,
        )
        .page(
            "/settings/unsubscribe",
            Admin,
            &["unsubscribe:settings"],
            unsubscribe_settings::show,
        )
        .act(
            "/settings/unsubscribe",
            Admin,
            &[],
            unsubscribe_settings::save,
        )
}
