//! The addresses of this wing.

use axum::http::Method;

use super::{act, add, consent, domains, list, person, unsubscribe, unsubscribe_settings};
use crate::table::Table;
use crate::table::Who::{Admin, Seller};

pub(crate) fn routes(table: Table) -> Table {
    table
        .page(
            "/people",
            Seller,
            &["people:list", "people:none", "people:nobody-found"],
            list::show,
        )
        .act(
            "/people/act",
            Seller,
            &["refusal:nobody-chosen"],
            act::go_on,
        )
        .page("/people/new", Seller, &["person:new"], add::form)
        .act("/people/new", Seller, &["person:new-refused"], add::add)
        .page(
            "/people/{id}",
            Seller,
            &["person:timeline", "person:empty"],
            person::show,
        )
        .act(
            "/people/{id}/unsubscribe",
            Seller,
            &[],
            consent::unsubscribe,
        )
        .act(
            "/people/{id}/resubscribe",
            Admin,
            &["refusal:reason-missing"],
            consent::resubscribe,
        )
        .page(
            "/settings/blocked-domains",
            Admin,
            &["blocked-domains:list", "blocked-domains:none"],
            domains::show,
        )
        .act(
            "/settings/blocked-domains",
            Admin,
            &["blocked-domains:refused"],
            domains::block,
        )
        .act(
            "/settings/blocked-domains/remove",
            Admin,
            &[],
            domains::unblock,
        )
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
