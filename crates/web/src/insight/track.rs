//! Where pixels and links of mails lead (actions 6). Nobody is met here: the fast path.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use liaison_domain::Refusal;
use liaison_engine::insight::tracking::{self, Visit};

use crate::respond::{Answer, say};
use crate::visitor::Visitor;
use crate::{App, cookies};

/// One transparent point.
const GIF: &[u8; 43] = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

/// The image, once it is written down that it was asked for. To what is no token of ours as well.
pub(crate) async fn pixel(
    State(app): State<App>,
    Path(file): Path<String>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let token = file.strip_suffix(".gif").unwrap_or_default();
    let noticed = async {
        let visit = visit(&app, &method, &headers);
        tracking::opened(&app.engine, token, visit).await
    };
    if let Err(error) = noticed.await {
        tracing::error!(%error, "an open was not noticed");
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let says = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/gif")),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("no-store, no-cache, must-revalidate, private"),
        ),
        (header::PRAGMA, HeaderValue::from_static("no-cache")),
        (header::EXPIRES, HeaderValue::from_static("0")),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("cross-origin"),
        ),
    ];
    (says, GIF.as_slice()).into_response()
}

/// To where the mail's author linked, byte for byte.
pub(crate) async fn link(
    State(app): State<App>,
    Path(token): Path<String>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    match follow(&app, &token, &method, &headers).await {
        Ok(response) => response,
        Err(trouble) => {
            let visitor = Visitor::passing_by(app, &headers, "/".to_owned(), None);
            say(&visitor, trouble.into_response())
        }
    }
}

async fn follow(app: &App, token: &str, method: &Method, headers: &HeaderMap) -> Answer {
    let visit = visit(app, method, headers);
    let target = tracking::followed(&app.engine, token, visit).await?;
    let target = target.ok_or(Refusal::TrackedLinkUnknown)?;
    let target = HeaderValue::from_str(&target).map_err(|_| Refusal::TrackedLinkUnknown)?;
    Ok((StatusCode::FOUND, [(header::LOCATION, target)]).into_response())
}

fn visit(app: &App, method: &Method, headers: &HeaderMap) -> Visit {
    let agent = headers.get(header::USER_AGENT);
    let jar = CookieJar::from_headers(headers);
    Visit {
        user_agent: agent.map_or_else(String::new, |agent| {
            String::from_utf8_lossy(agent.as_bytes()).into_owned()
        }),
        is_head: method == Method::HEAD,
        is_sellers: cookies::is_sellers_browser(app, &jar),
        session: cookies::session(app, &jar),
    }
}
