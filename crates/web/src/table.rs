//! The route table: an address exists only together with who may call it.

use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, on};

use crate::App;

/// Who may call a route. The handler's argument types enforce it; a test calls every route as
/// nobody, member and admin and compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    Anyone,
    /// Whoever is signed in to the web application.
    Member,
    /// A member, or the same person in the panel on a page of Salesforce.
    Seller,
    Admin,
}

/// One line of the table.
#[derive(Debug, Clone)]
pub struct Route {
    pub method: Method,
    /// In axum's notation: `/users/{id}`.
    pub path: &'static str,
    pub who: Who,
    /// The views it can show, `page:state`; the browser tests fail when one was not visited.
    pub views: &'static [&'static str],
}

/// Routes and router, built line by line together.
pub struct Table {
    pub routes: Vec<Route>,
    router: Router<App>,
    bare: Router<App>,
}

/// The routers of a table: what stands behind the door, and what stands beside it.
pub(crate) struct Routers {
    pub met: Router<App>,
    pub bare: Router<App>,
}

impl Table {
    pub(crate) fn new() -> Self {
        Self {
            routes: Vec::new(),
            router: Router::new(),
            bare: Router::new(),
        }
    }

    /// For anyone at all, from any site: nobody is met at the door, no cookie is set, nothing is looked
    /// up. The handler answers for everything itself, in the visitor's language too.
    pub(crate) fn bare<H, T>(
        mut self,
        method: Method,
        path: &'static str,
        views: &'static [&'static str],
        handler: H,
    ) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let filter = filter_of(&method);
        self.routes.push(Route {
            method,
            path,
            who: Who::Anyone,
            views,
        });
        self.bare = self.bare.route(path, on(filter, handler));
        self
    }

    /// A page.
    pub(crate) fn page<H, T>(
        self,
        path: &'static str,
        who: Who,
        views: &'static [&'static str],
        handler: H,
    ) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::GET, path, who, views, handler)
    }

    /// Something a form does. Its views are what it shows instead of going on: errors, results.
    pub(crate) fn act<H, T>(
        self,
        path: &'static str,
        who: Who,
        views: &'static [&'static str],
        handler: H,
    ) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::POST, path, who, views, handler)
    }

    fn add<H, T>(
        mut self,
        method: Method,
        path: &'static str,
        who: Who,
        views: &'static [&'static str],
        handler: H,
    ) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let filter = filter_of(&method);
        self.routes.push(Route {
            method,
            path,
            who,
            views,
        });
        self.router = self.router.route(path, on(filter, handler));
        self
    }

    pub(crate) fn into_routers(self) -> Routers {
        Routers {
            met: self.router,
            bare: self.bare,
        }
    }
}

/// Both methods of the table are ones axum can filter by.
fn filter_of(method: &Method) -> MethodFilter {
    MethodFilter::try_from(method.clone()).unwrap_or(MethodFilter::GET)
}
