//! Who is asking: anybody, a member, an admin. The handler's argument type is the permission.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use liaison_domain::access::session::{Session, SignInMethod};
use liaison_domain::access::{Actor, User};
use liaison_domain::{Language, Refusal};
use liaison_engine::Token;
use liaison_engine::access::sessions;

use crate::respond::Trouble;
use crate::texts::Texts;
use crate::{App, cookies};

/// Everything a page may need to know about the one who asks.
#[derive(Clone)]
pub(crate) struct Visitor {
    pub app: App,
    pub language: Language,
    pub signed_in: Option<(Session, User)>,
    /// In the panel on a page of Salesforce: known by a token in the page's memory, without cookies.
    pub in_panel: bool,
    pub jar: CookieJar,
    /// Path without query, for the language switch and for coming back after sign-in.
    pub path: String,
    pub user_agent: String,
    /// Scripts ask for JSON and get refusals as problem JSON.
    pub wants_json: bool,
    /// A confirmation carried over a redirect.
    pub said: Option<String>,
}

impl Visitor {
    pub fn t(&self) -> &'static Texts {
        Texts::of(self.language)
    }

    /// Somebody who is not asked who they are: in the language they chose, or their browser's.
    pub fn passing_by(
        app: App,
        headers: &HeaderMap,
        path: String,
        chosen: Option<Language>,
    ) -> Self {
        let header = |name| headers.get(name).and_then(|v| v.to_str().ok());
        let accepted = || Language::from_accept(header(header::ACCEPT_LANGUAGE)?);
        Self {
            language: chosen.or_else(accepted).unwrap_or_default(),
            signed_in: None,
            in_panel: false,
            jar: CookieJar::new(),
            path,
            user_agent: header(header::USER_AGENT).unwrap_or_default().to_owned(),
            wants_json: false,
            said: None,
            app,
        }
    }

    pub fn user(&self) -> Option<&User> {
        self.signed_in.as_ref().map(|(_, user)| user)
    }
}

/// Meets every request at the door: finds out who it is, and takes back a confirmation that is shown.
pub(crate) async fn meet(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let headers = request.headers().clone();
    let jar = CookieJar::from_headers(&headers);
    let header = |name| {
        headers
            .get(name)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
            .to_owned()
    };
    let bearer = header(header::AUTHORIZATION)
        .strip_prefix("Bearer ")
        .map(Token::received);
    let in_panel = bearer.is_some();
    let signed_in = match bearer.or_else(|| cookies::session(&app, &jar)) {
        Some(token) => match sessions::check(&app.engine, &token).await {
            // Each kind of session is taken at its own door only.
            Ok(found) => {
                found.filter(|(session, _)| (session.method == SignInMethod::Panel) == in_panel)
            }
            Err(error) => return Trouble::from(error).into_response(),
        },
        None => None,
    };
    let language = signed_in
        .as_ref()
        .map(|(_, user)| user.language)
        .or_else(|| cookies::language_of(&app, &jar))
        .or_else(|| Language::from_accept(&header(header::ACCEPT_LANGUAGE)))
        .unwrap_or_default();
    // A form's own address is often no page; what came before it is.
    let path = if request.method() == Method::GET {
        request.uri().path().to_owned()
    } else {
        let before = header(header::REFERER).parse::<Uri>().ok();
        before
            .and_then(|uri| uri.path_and_query().map(ToString::to_string))
            .filter(|path| !path.starts_with("//"))
            .unwrap_or_else(|| "/".to_owned())
    };
    let said = if in_panel {
        said_in(request.uri())
    } else {
        cookies::said_of(&app, &jar)
    };
    let said = said.filter(|_| request.method() == Method::GET);
    let visitor = Visitor {
        language,
        signed_in,
        in_panel,
        path,
        user_agent: header(header::USER_AGENT),
        wants_json: header(header::ACCEPT).contains("json"),
        said: said.clone(),
        jar: jar.clone(),
        app: app.clone(),
    };
    request.extensions_mut().insert(visitor.clone());
    let response = crate::respond::say(&visitor, next.run(request).await);
    let was_shown = said.is_some() && !in_panel && response.status().is_success();
    let is_sellers = visitor.signed_in.is_some() && !in_panel;
    let mut fresh = CookieJar::new();
    if was_shown {
        fresh = fresh.add(cookies::nothing_said(&app));
    }
    if is_sellers && app.is_secure() && !cookies::is_sellers_browser(&app, &jar) {
        fresh = fresh.add(cookies::sellers_browser(&app));
    }
    (fresh, response).into_response()
}

/// In the panel, without cookies, a confirmation travels in the address: the key of a text, nothing else.
fn said_in(uri: &Uri) -> Option<String> {
    let query = uri.query()?;
    let (_, key) =
        url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "said")?;
    let is_code = key.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    is_code.then(|| key.into_owned())
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Trouble> {
        let found = parts.extensions.get::<Self>().cloned();
        found.ok_or_else(|| Trouble::from(liaison_engine::Error::broken("nobody met this request")))
    }
}

/// A signed-in user.
#[derive(Clone)]
pub(crate) struct Member {
    pub visitor: Visitor,
    pub session: Session,
    pub user: User,
}

impl Member {
    pub fn actor(&self) -> Actor {
        self.user.actor()
    }

    pub fn t(&self) -> &'static Texts {
        self.visitor.t()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Member {
    type Rejection = Response;

    /// Who is not signed in is sent to sign in and comes back; a form says why it was not sent.
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let visitor = Visitor::from_request_parts(parts, state)
            .await
            .map_err(IntoResponse::into_response)?;
        match visitor.signed_in.clone().filter(|_| !visitor.in_panel) {
            Some((session, user)) => Ok(Self {
                visitor,
                session,
                user,
            }),
            None if parts.method == Method::GET => {
                Err(Redirect::to(&format!("/sign-in?next={}", visitor.path)).into_response())
            }
            None => Err(Trouble::from(Refusal::NotSignedIn).into_response()),
        }
    }
}

/// A member, or the same person in the panel.
#[derive(Clone)]
pub(crate) struct Seller(pub Member);

impl<S: Send + Sync> FromRequestParts<S> for Seller {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let visitor = Visitor::from_request_parts(parts, state)
            .await
            .map_err(IntoResponse::into_response)?;
        if !visitor.in_panel {
            return Member::from_request_parts(parts, state).await.map(Self);
        }
        match visitor.signed_in.clone() {
            Some((session, user)) => Ok(Self(Member {
                visitor,
                session,
                user,
            })),
            // The panel's script asks for a fresh proof and comes again.
            None => Err(Trouble::from(Refusal::NotSignedIn).into_response()),
        }
    }
}

impl std::ops::Deref for Seller {
    type Target = Member;

    fn deref(&self) -> &Member {
        &self.0
    }
}

/// A signed-in admin. For everybody else the page does not exist.
#[derive(Clone)]
pub(crate) struct Admin(pub Member);

impl<S: Send + Sync> FromRequestParts<S> for Admin {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let member = Member::from_request_parts(parts, state).await?;
        if member.user.is_admin() {
            Ok(Self(member))
        } else {
            Err(Trouble::from(Refusal::NotFound).into_response())
        }
    }
}

impl std::ops::Deref for Admin {
    type Target = Member;

    fn deref(&self) -> &Member {
        &self.0
    }
}
