//! The frame of every page: language, notice, strict headers. Signing in works without JavaScript.

use axum::body::Body;
use axum::http::Response;

use super::texts::{self, Texts};
use crate::http::{Incoming, encoded, escaped, reply, set};
use crate::state::State;

/// The stylesheet behind `/style.css`.
pub const STYLE: &str = include_str!("../style.css");

/// Scripts by name.
pub const SCRIPTS: [(&str, &str); 2] = [
    ("panel.js", include_str!("panel.js")),
    ("list.js", include_str!("list.js")),
];

/// Name of the session cookie.
pub const COOKIE: &str = "pretend_sid";

/// Id of the user whose browser session this is.
pub fn session(state: &State, incoming: &Incoming) -> Option<String> {
    let org = state.org();
    let user = org.sessions.get(incoming.cookie(COOKIE)?)?;
    org.is_active(user).then(|| user.clone())
}

/// Words for this reader: the user's language, before sign-in the browser's.
pub fn words(state: &State, incoming: &Incoming, user: Option<&str>) -> &'static Texts {
    let chosen = user.and_then(|user| {
        state
            .org()
            .logins
            .get(user)
            .map(|login| texts::texts(&login.language))
    });
    chosen
        .unwrap_or_else(|| texts::preferred(incoming.header("accept-language").unwrap_or_default()))
}

/// What a page loads, frames and is framed by; nothing by default.
#[derive(Clone, Copy, Default)]
pub struct Around<'a> {
    /// Scripts of this host, by name.
    pub scripts: &'a [&'a str],
    /// Origins it frames and posts to.
    pub frames: &'a [&'a str],
    /// Origins that may frame it.
    pub ancestors: &'a [&'a str],
}

/// A whole page. `main` is HTML; `bar` stands above it.
pub fn page(
    state: &State,
    status: u16,
    words: &Texts,
    title: &str,
    bar: &str,
    main: &str,
) -> Response<Body> {
    page_around(state, status, words, title, bar, main, &Around::default())
}

/// A whole page that frames something.
pub fn page_around(
    state: &State,
    status: u16,
    words: &Texts,
    title: &str,
    bar: &str,
    main: &str,
    around: &Around<'_>,
) -> Response<Body> {
    let body = format!(
        "<body><aside class=\"notice\" aria-label=\"{0}\">{0}</aside>{bar}\n{main}\n</body>",
        escaped(words.pretend),
    );
    let title = format!("{title} · {}", words.pretend);
    document(state, status, words, &title, &body, around)
}

/// A page without anything around `main`, for a frame.
pub fn bare(
    state: &State,
    words: &Texts,
    title: &str,
    main: &str,
    around: &Around<'_>,
) -> Response<Body> {
    let body = format!("<body class=\"bare\">{main}</body>");
    document(state, 200, words, title, &body, around)
}

fn document(
    state: &State,
    status: u16,
    words: &Texts,
    title: &str,
    body: &str,
    around: &Around<'_>,
) -> Response<Body> {
    // Before the body, so that no message of a frame comes too early.
    let scripts: String = around
        .scripts
        .iter()
        .map(|name| format!("<script src=\"/{name}\"></script>"))
        .collect();
    let html = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{}</title><link rel=\"stylesheet\" href=\"/style.css\">{scripts}</head>\n{body}\n</html>\n",
        words.lang,
        escaped(title),
    );
    let mut response = reply(status, "text/html; charset=utf-8", html);
    let policy = policy(state, around);
    set(&mut response, "content-security-policy", &policy);
    set(&mut response, "cache-control", "no-store");
    if around.ancestors.is_empty() {
        set(&mut response, "x-frame-options", "DENY");
    }
    if !around.frames.is_empty() {
        // As the real pages: whoever is posted to learns from where.
        set(&mut response, "referrer-policy", "origin-when-cross-origin");
    }
    response
}

fn policy(state: &State, around: &Around<'_>) -> String {
    // Chromium checks the redirect after a form too, and that one leads to the app.
    let apps: Vec<String> = state
        .org()
        .client
        .redirects
        .iter()
        .filter_map(|uri| url::Url::parse(uri).ok())
        .map(|uri| uri.origin().ascii_serialization())
        .filter(|origin| origin.starts_with("http"))
        .collect();
    let frames = around.frames.join(" ");
    let mut policy = format!(
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self' http://localhost:* http://127.0.0.1:* {} {frames}",
        apps.join(" ")
    );
    if !around.scripts.is_empty() {
        policy += "; script-src 'self'; connect-src 'self'";
    }
    if !around.frames.is_empty() {
        policy += &format!("; frame-src {frames}");
    }
    let ancestors = match around.ancestors {
        [] => "'none'".to_owned(),
        some => some.join(" "),
    };
    policy + "; frame-ancestors " + &ancestors
}

/// The log-in form; `next` is where it leads.
pub fn login(
    state: &State,
    words: &Texts,
    next: &str,
    username: &str,
    wrong: bool,
) -> Response<Body> {
    let message = if wrong {
        format!(
            "<p class=\"bad\" role=\"alert\" id=\"wrong\">{}</p>",
            escaped(words.wrong)
        )
    } else {
        String::new()
    };
    let described = if wrong {
        " aria-describedby=\"wrong\" aria-invalid=\"true\""
    } else {
        ""
    };
    let main = format!(
        "<main class=\"narrow\"><div class=\"card\"><h1>{title}</h1>{message}\
         <form method=\"post\" action=\"/login\"><input type=\"hidden\" name=\"next\" value=\"{next}\">\
         <label for=\"username\">{name}</label><input id=\"username\" name=\"username\" autocomplete=\"username\" autocapitalize=\"none\" spellcheck=\"false\" required value=\"{username}\"{described}>\
         <label for=\"password\">{password}</label><input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"current-password\" required{described}>\
         <div class=\"buttons\"><button type=\"submit\">{title}</button></div></form>\
         <p class=\"soft\">{hint}</p></div></main>",
        title = escaped(words.log_in),
        next = escaped(next),
        name = escaped(words.username),
        username = escaped(username),
        password = escaped(words.password),
        hint = escaped(words.hint),
    );
    page(
        state,
        if wrong { 401 } else { 200 },
        words,
        words.log_in,
        "",
        &main,
    )
}

/// The consent form; `action` is the authorise address with its query.
pub fn consent(
    state: &State,
    words: &Texts,
    app: &str,
    username: &str,
    scope: &str,
    action: &str,
) -> Response<Body> {
    let asked = |names: &[&str]| scope.split(' ').any(|word| names.contains(&word));
    let lines = [
        (
            asked(&["id", "openid", "profile", "email", "full"]),
            words.scope_id,
        ),
        (asked(&["api", "full", "web"]), words.scope_api),
        (
            asked(&["refresh_token", "offline_access"]),
            words.scope_refresh,
        ),
    ];
    let list: String = lines
        .iter()
        .filter(|(asked, _)| *asked)
        .map(|(_, line)| format!("<li>{}</li>", escaped(line)))
        .collect();
    let main = format!(
        "<main class=\"narrow\"><div class=\"card\"><h1>{title}</h1><p>{lead}</p><ul>{list}</ul>\
         <form method=\"post\" action=\"{action}\"><div class=\"buttons\">\
         <button type=\"submit\" name=\"decision\" value=\"allow\">{allow}</button>\
         <button type=\"submit\" name=\"decision\" value=\"deny\" class=\"second\">{deny}</button></div></form>\
         <p class=\"who soft\">{signed} <strong>{user}</strong><br><a href=\"/secur/logout.jsp?retUrl={back}\">{not_you}</a></p></div></main>",
        title = escaped(words.allow_title),
        lead = escaped(&words.allow_lead.replace("{app}", app)),
        action = escaped(action),
        allow = escaped(words.allow),
        deny = escaped(words.deny),
        signed = escaped(words.signed_in_as),
        user = escaped(username),
        back = encoded(action),
        not_you = escaped(words.not_you),
    );
    page(state, 200, words, words.allow_title, "", &main)
}

/// An error of the authorisation host that must not be sent on to anybody.
pub fn error(state: &State, words: &Texts, code: &str, description: &str) -> Response<Body> {
    let main = format!(
        "<main class=\"narrow\"><div class=\"card\"><h1>{}</h1><p class=\"bad\">error={}&amp;error_description={}</p></div></main>",
        escaped(words.error_title),
        escaped(code),
        escaped(description),
    );
    page(state, 400, words, words.error_title, "", &main)
}
