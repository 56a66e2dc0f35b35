//! Answers: pages, redirects with a word of confirmation, and refusals in words.

use askama::Template;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use liaison_domain::Refusal;
use liaison_engine::Error;
use serde_json::json;

use crate::cookies;
use crate::page::Page;
use crate::texts::Said;
use crate::visitor::Visitor;

/// What a handler returns.
pub(crate) type Answer = Result<Response, Trouble>;

/// Something that did not work. It is put into words at the door, where the language is known.
#[derive(Debug)]
pub(crate) struct Trouble(Error);

impl<E: Into<Error>> From<E> for Trouble {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl Trouble {
    /// The refusal, where there is one to show beside a form.
    pub fn refusal(self) -> Result<Refusal, Self> {
        match self.0 {
            Error::Refused(refusal) => Ok(refusal),
            other => Err(Self(other)),
        }
    }
}

/// A refusal on its way to the door.
#[derive(Clone)]
struct Unsaid(Option<Refusal>);

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let unsaid = match self.0 {
            Error::Refused(refusal) => Unsaid(Some(refusal)),
            other => {
                tracing::error!(error = %other, "a request broke");
                Unsaid(None)
            }
        };
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        response.extensions_mut().insert(unsaid);
        response
    }
}

/// Which status a refusal has as a page of its own.
pub(crate) fn status_of(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::NotSignedIn => StatusCode::UNAUTHORIZED,
        Refusal::NotFound
        | Refusal::LinkUnknown
        | Refusal::AddressLinkUnknown
        | Refusal::TrackedLinkUnknown
        | Refusal::UnsubscribeLinkUnknown => StatusCode::NOT_FOUND,
        Refusal::LinkUsed
        | Refusal::LinkExpired
        | Refusal::LinkRevoked
        | Refusal::AddressLinkUsed
        | Refusal::AddressLinkExpired => StatusCode::GONE,
        Refusal::CrossSite => StatusCode::FORBIDDEN,
        Refusal::BadForm => StatusCode::BAD_REQUEST,
        Refusal::StateChanged | Refusal::NotPending { .. } | Refusal::LastAdmin => {
            StatusCode::CONFLICT
        }
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

#[derive(Template)]
#[template(path = "refusal.html")]
struct RefusalPage {
    page: Page,
    said: Said,
    /// The page to look at again, where something on it has changed or stands in the way.
    back: Option<String>,
}

/// Puts whatever went wrong below into words, as a page or as problem JSON.
pub(crate) fn say(visitor: &Visitor, response: Response) -> Response {
    let (parts, body) = response.into_parts();
    let refusal = match parts.extensions.get::<Unsaid>() {
        Some(Unsaid(refusal)) => refusal.clone(),
        None => match parts.status {
            StatusCode::NOT_FOUND if !is_ours(&parts.headers) => Some(Refusal::NotFound),
            StatusCode::METHOD_NOT_ALLOWED => Some(Refusal::NotFound),
            StatusCode::FORBIDDEN if !is_ours(&parts.headers) => Some(Refusal::CrossSite),
            status if status.is_client_error() && !is_ours(&parts.headers) => {
                Some(Refusal::BadForm)
            }
            status if status.is_server_error() => None,
            _ => return Response::from_parts(parts, body),
        },
    };
    let t = visitor.t();
    let (said, status) = match &refusal {
        Some(refusal) => (t.say(refusal), status_of(refusal)),
        None => {
            let said = Said {
                what: t.get("broken").to_owned(),
                why: t.get("broken.why").to_owned(),
                next: t.get("broken.next").to_owned(),
                code: "broken",
            };
            (said, StatusCode::INTERNAL_SERVER_ERROR)
        }
    };
    if visitor.wants_json {
        return problem(&said, status);
    }
    let view = format!("refusal:{}", said.code);
    let page = Page::new(visitor, view, &said.what);
    let back = (status == StatusCode::CONFLICT && page.path != "/").then(|| page.path.clone());
    (status, html(&RefusalPage { page, said, back })).into_response()
}

/// Pages of ours are HTML; what axum refuses by itself is plain text or empty.
fn is_ours(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    kind.starts_with("text/html") || kind.starts_with("application/")
}

/// A refusal as problem JSON, for scripts.
fn problem(said: &Said, status: StatusCode) -> Response {
    let body = json!({ "type": format!("about:blank#{}", said.code), "title": said.what, "detail": said.why,
        "next": said.next, "code": said.code, "status": status.as_u16() });
    let kind = HeaderValue::from_static("application/problem+json");
    (status, [(header::CONTENT_TYPE, kind)], body.to_string()).into_response()
}

/// Renders a page.
pub(crate) fn html(template: &impl Template) -> Response {
    match template.render() {
        Ok(text) => Html(text).into_response(),
        Err(error) => Trouble(Error::broken(error)).into_response(),
    }
}

/// Goes on to another page after a form.
pub(crate) fn go(path: &str) -> Response {
    Redirect::to(path).into_response()
}

/// Goes on to another page, which says `said-…` once.
pub(crate) fn go_saying(visitor: &Visitor, path: &str, key: &str) -> Response {
    if visitor.in_panel {
        let mark = if path.contains('?') { '&' } else { '?' };
        return go(&format!("{path}{mark}said={key}"));
    }
    (
        visitor.jar.clone().add(cookies::said(&visitor.app, key)),
        Redirect::to(path),
    )
        .into_response()
}

/// A page that goes on to another by itself after some seconds, with script or without.
pub(crate) fn refreshing(mut page: Response, seconds: u32, path: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(&format!("{seconds};url={path}")) {
        page.headers_mut().insert(header::REFRESH, value);
    }
    page
}
