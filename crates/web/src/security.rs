//! What stands around every route: who is asking, forms from other sites, headers, limits.

use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use crate::links::EMBED;
use crate::table::Routers;
use crate::{App, visitor};

/// No form of ours is bigger, but those with files in them.
const LARGEST_BODY: usize = 1024 * 1024;
/// An upload: what one e-mail may carry, and the form around it.
const LARGEST_UPLOAD: usize = 24 * 1024 * 1024;
const UPLOAD: &str = "/files";
/// Nobody but a mail program sends more than a few words to those who meet nobody.
const LARGEST_BARE_BODY: usize = 16 * 1024;
const LONGEST_REQUEST: Duration = Duration::from_secs(60);

/// No script or style in the page, nothing from elsewhere, in nobody's frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The pages a response may stand in; put into its extensions by the one route that stands in others' pages.
#[derive(Clone)]
pub(crate) struct FramedBy(pub Vec<String>);

impl FramedBy {
    fn policy(&self) -> Option<HeaderValue> {
        if self.0.is_empty() {
            return None;
        }
        let ancestors = format!("frame-ancestors {}", self.0.join(" "));
        HeaderValue::from_str(&POLICY.replace("frame-ancestors 'none'", &ancestors)).ok()
    }
}

pub(crate) fn wrap(routers: Routers, app: App) -> Router {
    let secure = app.is_secure();
    // What has no route is met at the door, too: its refusal is said in words.
    let met = routers
        .met
        .fallback(|| async { StatusCode::NOT_FOUND })
        .layer(middleware::from_fn(refuse_large))
        .layer(axum::extract::DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(LARGEST_UPLOAD))
        .layer(own_forms_only(&app))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::GATEWAY_TIMEOUT,
            LONGEST_REQUEST,
        ))
        .layer(CatchPanicLayer::new())
        .layer(middleware::from_fn_with_state(app.clone(), visitor::meet));
    let bare = routers
        .bare
        .layer(RequestBodyLimitLayer::new(LARGEST_BARE_BODY))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::GATEWAY_TIMEOUT,
            LONGEST_REQUEST,
        ))
        .layer(CatchPanicLayer::new());
    met.merge(bare)
        .layer(middleware::from_fn(move |request, next| {
            headers(secure, request, next)
        }))
        .with_state(app)
}

/// Holds every body but an upload to the usual size, whether it says its length or not.
async fn refuse_large(request: Request, next: Next) -> Response {
    if request.uri().path() == UPLOAD {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    match axum::body::to_bytes(body, LARGEST_BODY).await {
        Ok(bytes) => next.run(Request::from_parts(parts, bytes.into())).await,
        Err(_) => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
    }
}

/// Takes forms from our own pages only. The public URL counts as ours also behind a proxy that
/// changes the `Host` header.
fn own_forms_only(app: &App) -> CsrfLayer {
    let origin = app.engine.public_url.origin().ascii_serialization();
    CsrfLayer::new()
        .add_trusted_origin(&origin)
        .unwrap_or_else(|_| CsrfLayer::new())
        // What is posted there is a signed proof, taken once.
        .with_insecure_bypass(|method, uri| method == Method::POST && uri.path() == EMBED)
}

/// Logs the route, never the address: that may hold a token.
async fn log(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let began = Instant::now();
    let response = next.run(request).await;
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    let (status, took) = (response.status().as_u16(), began.elapsed());
    // Each mail is opened many times: those who come by it would fill the log.
    if route.starts_with("/o/") || route.starts_with("/l/") {
        tracing::debug!(%method, route, status, micros = took.as_micros(), "answered");
    } else {
        tracing::info!(%method, route, status, micros = took.as_micros(), "answered");
    }
    response
}

async fn headers(secure: bool, request: Request, next: Next) -> Response {
    let mut response = log(request, next).await;
    let mut set = |name: HeaderName, value: &'static str| {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "same-origin");
    set(
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    set(
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), browsing-topics=()",
    );
    if secure {
        set(
            header::STRICT_TRANSPORT_SECURITY,
            "max-age=31536000; includeSubDomains",
        );
    }
    // What is made to be kept, or to be shown elsewhere, says so itself.
    for (name, value) in [
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        let kept = response.headers_mut().entry(name);
        kept.or_insert(HeaderValue::from_static(value));
    }
    let framed = response.extensions().get::<FramedBy>();
    if let Some(policy) = framed.and_then(FramedBy::policy) {
        let anywhere = HeaderValue::from_static("cross-origin");
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        headers.insert("cross-origin-resource-policy", anywhere);
    }
    response
}
