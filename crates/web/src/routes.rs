//! Every address, who may call it, and what it can show. Each wing has its own list.

use std::collections::HashSet;
use std::sync::LazyLock;

use axum::http::Method;

use crate::table::Table;
use crate::table::Who::{Anyone, Member};
use crate::{access, assets, home, insight, links, mail, people, work};

/// The table. With `demo` it has the pages of the demo world too.
pub fn table(demo: bool) -> Table {
    let table = Table::new()
        .page("/", Anyone, &["first-run:closed"], home::front)
        .page("/assets/{file}", Anyone, &[], assets::serve)
        .page("/health", Anyone, &[], home::health)
        .page("/home", Member, &["home:member", "home:admin"], home::show);
    let wings = [
        access::routes,
        links::routes,
        people::routes,
        mail::routes,
        work::routes,
        insight::routes,
    ];
    let table = wings.into_iter().fold(table, |table, add| add(table));
    if demo { demo_pages(table) } else { table }
}

/// Whether there is a page at this address: what is not built yet is not offered.
pub(crate) fn has_page(path: &str) -> bool {
    static PAGES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
        let routes = table(false).routes.into_iter();
        routes
            .filter(|route| route.method == Method::GET)
            .map(|route| route.path)
            .collect()
    });
    PAGES.contains(path)
}

#[cfg(feature = "demo")]
fn demo_pages(table: Table) -> Table {
    table
        .page("/demo", Anyone, &["demo:start"], crate::demo::show)
        .page("/demo/routes", Anyone, &[], crate::demo::routes)
        .act("/demo/sign-in", Anyone, &[], crate::demo::sign_in)
        .page("/design", Anyone, &["design:all"], crate::design::show)
}

#[cfg(not(feature = "demo"))]
fn demo_pages(table: Table) -> Table {
    table
}
