//! The frame of every page: language, notice, strict headers. Works without JavaScript.

use axum::body::Body;
use axum::http::Response;

use super::texts::{self, Texts};
use crate::http::{Incoming, encoded, escaped, reply, set};
use crate::state::State;

/// The stylesheet behind `/style.css`.
pub const STYLE: &str = include_str!("../style.css");

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

/// A whole page. `main` is HTML; `bar` stands above it.
pub fn page(
    state: &State,
    status: u16,
    words: &Texts,
    title: &str,
    bar: &str,
    main: &str,
) -> Response<Body> {
    let html = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{} · {}</title><link rel=\"stylesheet\" href=\"/style.css\"></head>\n\
         <body><aside class=\"notice\" aria-label=\"{}\">{}</aside>{bar}\n{main}\n</body></html>\n",
        words.lang,
        escaped(title),
        escaped(words.pretend),
        escaped(words.pretend),
        escaped(words.pretend),
    );
    let mut response = reply(status, "text/html; charset=utf-8", html);
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
    let policy = format!(
        "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' http://localhost:* http://127.0.0.1:* {}",
        apps.join(" ")
    );
    set(&mut response, "content-security-policy", &policy);
    set(&mut response, "cache-control", "no-store");
    set(&mut response, "x-frame-options", "DENY");
    response
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
