//! A provider's front door: faults on order, journal, then the right room.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, Response};
use futures::future::BoxFuture;

use super::directory::Provider;
use super::pages;
use crate::faults::{Fault, Kind};
use crate::http::{Incoming, cut, find, reply, set};
use crate::journal;
use crate::state::State;

/// A call with the address of the listener it came to, such as `http://127.0.0.1:1234`.
pub struct Call {
    pub incoming: Incoming,
    pub base: Arc<str>,
}

/// How the two differ.
pub struct Front {
    pub provider: Provider,
    /// Whether a path belongs to the API that takes bearer tokens.
    pub is_api: fn(&str) -> bool,
    pub is_token: fn(&str) -> bool,
    /// The answer of a fault; `None` if it changes nothing here.
    pub refused: fn(&State, &Fault, &Incoming) -> Option<Response<Body>>,
    /// The answer when a mailbox has as many calls under way as it may; `None` where nobody counts.
    pub busy: Option<fn(&State, &Incoming) -> Response<Body>>,
    pub room: fn(Arc<State>, Call) -> BoxFuture<'static, Response<Body>>,
}

/// Answers one HTTP request.
pub async fn handle(
    front: &'static Front,
    state: Arc<State>,
    base: Arc<str>,
    request: Request<Body>,
) -> Response<Body> {
    let Some(incoming) = Incoming::read(request).await else {
        return reply(413, "text/plain", "too large");
    };
    let (name, account) = (front.provider.name(), front.account(&state, &incoming));
    let under_way = UnderWay::begin(front, &state, &incoming, &account);
    if let (Some(busy), None) = (front.busy, &under_way) {
        let mut response = busy(&state, &incoming);
        front.note(&state, &incoming, account, &response);
        set(&mut response, "x-content-type-options", "nosniff");
        return response;
    }
    let struck = state
        .faults
        .strike(name, &account, &incoming.path, |fault| {
            front.fits(fault, &incoming)
        });
    for fault in struck.iter().filter(|fault| fault.kind == Kind::Slow) {
        tokio::time::sleep(Duration::from_millis(fault.ms.unwrap_or(1_000))).await;
    }
    for fault in &struck {
        front.end_tokens(&state, fault, &account);
    }
    let (method, path) = (incoming.method.clone(), incoming.full_path());
    let mut response = match struck
        .iter()
        .find_map(|fault| (front.refused)(&state, fault, &incoming))
    {
        Some(response) => response,
        None => (front.room)(Arc::clone(&state), Call { incoming, base }).await,
    };
    let is_cut = struck.iter().any(|fault| fault.kind == Kind::Cut);
    state.journal.add(journal::Call {
        service: name,
        method,
        path,
        account,
        status: if is_cut {
            0
        } else {
            response.status().as_u16()
        },
        at: state.clock.now().to_string(),
    });
    set(&mut response, "x-content-type-options", "nosniff");
    set(&mut response, "referrer-policy", "no-referrer");
    if is_cut {
        cut(response).await
    } else {
        response
    }
}

/// A call that counts as long as this lives.
struct UnderWay {
    state: Arc<State>,
    name: String,
}

impl UnderWay {
    /// `None` when there are too many already.
    fn begin(
        front: &Front,
        state: &Arc<State>,
        incoming: &Incoming,
        account: &str,
    ) -> Option<Self> {
        let counted = front.busy.is_some() && (front.is_api)(&incoming.path) && !account.is_empty();
        let name = if counted {
            account.to_owned()
        } else {
            String::new()
        };
        let most = state.directory(front.provider).settings.concurrent_requests;
        let free = !counted || state.offices.meters.enter(&name, most);
        free.then(|| Self {
            state: Arc::clone(state),
            name,
        })
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.state.offices.meters.leave(&self.name);
    }
}

impl Front {
    fn note(&self, state: &State, incoming: &Incoming, account: String, response: &Response<Body>) {
        state.journal.add(journal::Call {
            service: self.provider.name(),
            method: incoming.method.clone(),
            path: incoming.full_path(),
            account,
            status: response.status().as_u16(),
            at: state.clock.now().to_string(),
        });
    }

    /// Token faults wait for a call that uses such a token.
    fn fits(&self, fault: &Fault, incoming: &Incoming) -> bool {
        let refreshing = || find(&incoming.form(), "grant_type") == Some("refresh_token");
        let api = (self.is_api)(&incoming.path);
        match fault.kind {
            Kind::Expired | Kind::Scope => api && bearer(incoming).is_some(),
            Kind::Revoked => (self.is_token)(&incoming.path) && refreshing(),
            // Without a path, pages people look at stay whole.
            Kind::Throttled | Kind::Status | Kind::Cut if fault.path.is_none() => {
                api || (self.is_token)(&incoming.path)
            }
            _ => true,
        }
    }

    fn end_tokens(&self, state: &State, fault: &Fault, account: &str) {
        let now = state.clock.micros();
        let mut directory = state.directory(self.provider);
        match fault.kind {
            Kind::Expired => directory.grants.expire(account, now),
            Kind::Revoked => directory.grants.revoke_user(account),
            _ => {}
        }
    }

    fn account(&self, state: &State, incoming: &Incoming) -> String {
        let form = if (self.is_token)(&incoming.path) {
            incoming.form()
        } else {
            Vec::new()
        };
        let shown = bearer(incoming).or_else(|| {
            let token = find(&form, "refresh_token").or_else(|| find(&form, "code"));
            token.map(str::to_owned)
        });
        let directory = state.directory(self.provider);
        let owner = shown.and_then(|token| directory.grants.owner(&token).map(str::to_owned));
        drop(directory);
        owner
            .or_else(|| pages::session(state, self.provider, incoming))
            .unwrap_or_default()
    }
}

/// The access token of a call.
pub fn bearer(incoming: &Incoming) -> Option<String> {
    let (scheme, token) = incoming.header("authorization")?.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.trim().to_owned())
}
