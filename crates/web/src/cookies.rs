//! The five cookies there are.

use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use cookie::time::Duration;
use liaison_domain::Language;
use liaison_engine::Token;

use crate::App;

const SESSION: &str = "liaison_session";
const WAY: &str = "liaison_way";
const LANGUAGE: &str = "liaison_language";
const SAID: &str = "liaison_said";
const SELLERS: &str = "liaison_seller";

/// Over TLS the prefix makes sure that no other host and no plain connection has set the cookie.
fn name(app: &App, base: &str) -> String {
    if app.is_secure() {
        format!("__Host-{base}")
    } else {
        base.to_owned()
    }
}

fn make(app: &App, base: &str, value: String, lasts: Duration) -> Cookie<'static> {
    Cookie::build((name(app, base), value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.is_secure())
        .max_age(lasts)
        .build()
}

fn read<'a>(app: &App, jar: &'a CookieJar, base: &str) -> Option<&'a str> {
    jar.get(&name(app, base)).map(Cookie::value)
}

/// The session cookie for a freshly signed-in browser. It lasts longer than any session: when one
/// has ended, the database says so.
pub fn session_cookie(app: &App, token: &Token) -> Cookie<'static> {
    make(app, SESSION, token.reveal().to_owned(), Duration::days(30))
}

pub(crate) fn no_session(app: &App) -> Cookie<'static> {
    make(app, SESSION, String::new(), Duration::ZERO)
}

pub(crate) fn session(app: &App, jar: &CookieJar) -> Option<Token> {
    read(app, jar, SESSION)
        .filter(|v| !v.is_empty())
        .map(Token::received)
}

/// Knows a browser again that went to a login page.
pub(crate) fn way(app: &App, browser: &Token) -> Cookie<'static> {
    make(app, WAY, browser.reveal().to_owned(), Duration::minutes(15))
}

pub(crate) fn way_of(app: &App, jar: &CookieJar) -> Option<Token> {
    read(app, jar, WAY).map(Token::received)
}

pub(crate) fn language(app: &App, language: Language) -> Cookie<'static> {
    make(
        app,
        LANGUAGE,
        language.code().to_owned(),
        Duration::days(365),
    )
}

pub(crate) fn language_of(app: &App, jar: &CookieJar) -> Option<Language> {
    read(app, jar, LANGUAGE).and_then(Language::from_code)
}

/// Carries a word of confirmation over a redirect; the key of a text `said-…`, nothing else.
pub(crate) fn said(app: &App, key: &str) -> Cookie<'static> {
    make(app, SAID, key.to_owned(), Duration::minutes(1))
}

pub(crate) fn said_of(app: &App, jar: &CookieJar) -> Option<String> {
    let key = read(app, jar, SAID)?;
    let is_code = !key.is_empty() && key.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    is_code.then(|| key.to_owned())
}

pub(crate) fn nothing_said(app: &App) -> Cookie<'static> {
    make(app, SAID, String::new(), Duration::ZERO)
}

/// Says to pixels in mails that a seller has worked in this browser, so that what they look at themselves
/// is not counted (actions 6). It says nothing else and proves nothing. A mail is shown by another site:
/// only a cookie that goes along there, over TLS, is of use.
pub(crate) fn sellers_browser(app: &App) -> Cookie<'static> {
    let mut cookie = make(app, SELLERS, "1".to_owned(), Duration::days(365));
    cookie.set_same_site(SameSite::None);
    cookie
}

pub(crate) fn is_sellers_browser(app: &App, jar: &CookieJar) -> bool {
    read(app, jar, SELLERS).is_some()
}
