//! The addresses of this wing.

use axum::http::Method;

use super::{feed, stream, track, tracking_settings};
use crate::table::Table;
use crate::table::Who::{Admin, Seller};

pub(crate) fn routes(table: Table) -> Table {
    table
        .bare(Method::GET, "/o/{file}", &[], track::pixel)
        .bare(
            Method::GET,
            "/l/{token}",
            &["refusal:tracked-link-unknown"],
            track::link,
        )
        .page(
            "/feed",
            Seller,
            &["feed:list", "feed:empty", "feed:nothing-found"],
            feed::show,
        )
        .page("/feed/stream", Seller, &[], stream::stream)
        .page("/feed/count", Seller, &[], feed::count)
        .page(
            "/settings/tracking",
            Admin,
            &["tracking:form"],
            tracking_settings::show,
        )
        .act(
            "/settings/tracking",
            Admin,
            &["tracking:refused"],
            tracking_settings::save,
        )
        .act(
            "/settings/tracking/check",
            Admin,
            &["tracking:checked"],
            tracking_settings::check,
        )
}
