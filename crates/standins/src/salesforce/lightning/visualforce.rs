//! The Visualforce host: pages that Classic layouts frame, under an origin of their own (contracts 2.7).
//!
//! The browser may keep cookies of a framed host to itself, so the frame's address carries the session,
//! as the real host's one-time address does.

use axum::body::Body;
use axum::http::Response;

use super::panel::{self, About, frame};
use super::{Desk, record};
use crate::http::{Incoming, encoded, reply};
use crate::salesforce::org::Org;
use crate::salesforce::pages::{self, Around};
use crate::salesforce::schema::Object;
use crate::salesforce::texts::texts;
use crate::state::State;

/// Whether the request came to the Visualforce host.
pub fn is_its_host(state: &State, incoming: &Incoming) -> bool {
    let own = &state.addresses.salesforce_visualforce;
    incoming.header("host") == own.strip_prefix("http://")
}

/// The frame's address: the object's page, the record, and the session of the browser with `cookie`.
pub fn address(desk: &Desk<'_>, object: &Object, id: &str, cookie: &str) -> String {
    format!(
        "{}/apex/SalesPanel{}?id={id}&session={}",
        desk.state.addresses.salesforce_visualforce,
        object.name,
        encoded(&mark(desk.org, cookie))
    )
}

/// What stands for a session in the address of a frame.
fn mark(org: &Org, cookie: &str) -> String {
    panel::signature(&org.client.secret, cookie)
}

/// Id of the user whose session the mark stands for.
pub fn user(org: &Org, given: &str) -> Option<String> {
    let mut sessions = org.sessions.iter();
    let (_, user) = sessions.find(|(cookie, _)| mark(org, cookie) == given)?;
    org.is_active(user).then(|| user.clone())
}

/// `GET /apex/SalesPanel{Object}?id=&session=`.
pub fn answer(state: &State, incoming: &Incoming, page: &str) -> Response<Body> {
    let org = state.org();
    let session = incoming.parameter("session").unwrap_or_default();
    let user = user(&org, session);
    let shown = record::found(&org, incoming.parameter("id").unwrap_or_default())
        .filter(|(object, ..)| page.strip_prefix("SalesPanel") == Some(object.name))
        .filter(|(object, ..)| panel::OBJECTS.contains(&object.name) && org.package.deployed);
    let (Some(user), Some((object, _, id))) = (user, shown) else {
        return reply(404, "text/plain; charset=utf-8", "There is no such page.");
    };
    let about = About {
        object: object.name,
        record: &id,
    };
    let (main, app) = match &org.panel {
        None => (panel::UNCONFIGURED.to_owned(), None),
        Some(panel) => {
            let ticket = panel.ticket(&org, &user, about, state.clock.micros());
            let frame = frame(panel, about, &panel.frame(about, &ticket), Some(session));
            (frame, Some(panel.base_url.clone()))
        }
    };
    drop(org);
    let frames: Vec<&str> = app.as_deref().into_iter().collect();
    let addresses = &state.addresses;
    let around = Around {
        scripts: &["panel.js"],
        frames: &frames,
        ancestors: &[&addresses.salesforce, &addresses.salesforce_lightning],
    };
    let main = format!("<main>{main}</main>");
    pages::bare(state, texts("en"), "Sales panel", &main, &around)
}
