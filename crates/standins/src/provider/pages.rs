//! The frame and the forms of both providers' pages: strict headers, no script.

use axum::body::Body;
use axum::http::Response;

use super::directory::{Directory, Provider};
use super::texts::{self, Texts};
use crate::http::{Incoming, encoded, escaped, reply, set};

use crate::state::State;

const STYLE: &str = include_str!("../style.css");

/// Where a page is shown: which provider, in whose words, and the origins its forms may lead to.
pub struct Stage {
    provider: Provider,
    pub words: &'static Texts,
    app: String,
    origins: String,
}

impl Stage {
    /// The stage for a reader; a signed-in user's language wins over the browser's.
    pub fn new(state: &State, provider: Provider, incoming: &Incoming) -> Self {
        let user = session(state, provider, incoming);
        let directory = state.directory(provider);
        let language =
            user.and_then(|user| directory.user(&user).map(|user| user.language.clone()));
        let words = match (
            incoming.parameter("hl").or(incoming.parameter("mkt")),
            language,
        ) {
            (Some(asked), _) => texts::texts(asked),
            (None, Some(language)) => texts::texts(&language),
            (None, None) => {
                texts::preferred(incoming.header("accept-language").unwrap_or_default())
            }
        };
        Self {
            provider,
            words,
            app: directory.app.name.clone(),
            origins: origins(&directory),
        }
    }

    /// A text with its names, safe inside HTML.
    pub fn text(&self, text: &str) -> String {
        escaped(
            &text
                .replace("{provider}", self.provider.title())
                .replace("{app}", &self.app),
        )
    }

    /// A whole page; `title` is plain text and `main` HTML.
    pub fn page(&self, status: u16, title: &str, main: &str) -> Response<Body> {
        let pretend = self.text(self.words.pretend);
        let html = format!(
            "<!doctype html>\n<html lang=\"{lang}\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
             <title>{title} · {pretend}</title><link rel=\"stylesheet\" href=\"/style.css\"></head>\n\
             <body><aside class=\"notice\" aria-label=\"{pretend}\">{pretend}</aside>\n\
             <main class=\"narrow\"><div class=\"card\"><h1>{title}</h1>{main}</div></main>\n</body></html>\n",
            lang = self.words.lang,
            title = self.text(title),
        );
        let mut response = reply(status, "text/html; charset=utf-8", html);
        // Chromium checks the redirect after a form too, and that one leads to the app.
        let policy = format!(
            "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' http://localhost:* http://127.0.0.1:* {}",
            self.origins
        );
        set(&mut response, "content-security-policy", &policy);
        set(&mut response, "cache-control", "no-store");
        set(&mut response, "x-frame-options", "DENY");
        response
    }

    /// The page that asks for the address. `next` is where signing in leads.
    pub fn address(&self, next: &str, address: &str, wrong: bool) -> Response<Body> {
        let words = self.words;
        let main = format!(
            "{alert}<form method=\"post\" action=\"/signin/address\"><input type=\"hidden\" name=\"next\" value=\"{next}\">\
             <label for=\"address\">{label}</label><input id=\"address\" name=\"address\" type=\"email\" autocomplete=\"username\" autocapitalize=\"none\" spellcheck=\"false\" required value=\"{address}\"{described}>\
             <div class=\"buttons\"><button type=\"submit\">{button}</button></div></form><p class=\"soft\">{hint}</p>",
            alert = self.alert(wrong.then_some(words.unknown)),
            next = escaped(next),
            label = self.text(words.address),
            address = escaped(address),
            described = described(wrong),
            button = self.text(words.next),
            hint = self.text(words.hint),
        );
        self.page(if wrong { 401 } else { 200 }, words.sign_in, &main)
    }

    /// The page behind the provider's bare address: who is signed in here, or the way in.
    pub fn home(&self, user: Option<&str>) -> Response<Body> {
        let Some(user) = user else {
            return self.address("/", "", false);
        };
        let main = format!(
            "<p class=\"soft\">{}</p><p class=\"who soft\"><a href=\"/signout?next=/\">{}</a></p>",
            escaped(user),
            self.text(self.words.other_account),
        );
        self.page(200, self.words.welcome, &main)
    }

    /// The page that asks for the password of an address.
    pub fn password(&self, next: &str, address: &str, wrong: bool) -> Response<Body> {
        let words = self.words;
        let button = match self.provider {
            Provider::Google => words.next,
            Provider::Microsoft => words.sign_in,
        };
        let main = format!(
            "<p class=\"soft\">{shown}</p>{alert}<form method=\"post\" action=\"/signin/password\"><input type=\"hidden\" name=\"next\" value=\"{next}\">\
             <input type=\"hidden\" name=\"address\" value=\"{shown}\">\
             <label for=\"password\">{label}</label><input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"current-password\" required{described}>\
             <div class=\"buttons\"><button type=\"submit\">{button}</button></div></form>\
             <p class=\"who soft\"><a href=\"/signout?next={back}\">{other}</a></p>",
            shown = escaped(address),
            alert = self.alert(wrong.then_some(words.wrong)),
            next = escaped(next),
            label = self.text(words.password),
            described = described(wrong),
            button = self.text(button),
            back = encoded(next),
            other = self.text(words.other_account),
        );
        self.page(if wrong { 401 } else { 200 }, words.welcome, &main)
    }

    /// The consent page: `optional` scopes have a box each, `fixed` ones are only told.
    pub fn consent(
        &self,
        action: &str,
        user: &str,
        optional: &[String],
        fixed: &[String],
        ticked: bool,
    ) -> Response<Body> {
        let words = self.words;
        let mut lines: Vec<String> = Vec::new();
        for scope in fixed {
            let line = format!("<li>{}</li>", self.text(&words.scope(scope)));
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
        let list = |lead: &str, lines: &[String]| {
            if lines.is_empty() {
                return String::new();
            }
            format!("<p>{}</p><ul>{}</ul>", self.text(lead), lines.concat())
        };
        let boxes: String = optional
            .iter()
            .enumerate()
            .map(|(place, scope)| {
                format!(
                    "<div class=\"choice\"><input type=\"checkbox\" id=\"scope-{place}\" name=\"scope\" value=\"{}\"{}><label for=\"scope-{place}\">{}</label></div>",
                    escaped(scope),
                    if ticked { " checked" } else { "" },
                    self.text(&words.scope(scope)),
                )
            })
            .collect();
        let boxes = if boxes.is_empty() {
            boxes
        } else {
            format!(
                "<fieldset><legend>{}</legend>{boxes}</fieldset>",
                self.text(words.choose)
            )
        };
        let lead = if optional.is_empty() {
            words.only
        } else {
            words.always
        };
        let button = match self.provider {
            Provider::Google => words.continue_on,
            Provider::Microsoft => words.accept,
        };
        let main = format!(
            "<p class=\"soft\">{user}</p><form method=\"post\" action=\"{action}\">{boxes}{fixed}<div class=\"buttons\">\
             <button type=\"submit\" name=\"decision\" value=\"allow\">{button}</button>\
             <button type=\"submit\" name=\"decision\" value=\"deny\" class=\"second\">{cancel}</button></div></form>\
             <p class=\"who soft\"><a href=\"/signout?next={back}\">{other}</a></p>",
            user = escaped(user),
            action = escaped(action),
            fixed = list(lead, &lines),
            button = self.text(button),
            cancel = self.text(words.cancel),
            back = encoded(action),
            other = self.text(words.other_account),
        );
        self.page(200, words.consent, &main)
    }

    /// An error of the authorisation address that must not be sent on to anybody; `text` may hold names.
    pub fn blocked(&self, status: u16, code: &str, text: &str) -> Response<Body> {
        let mut main = format!("<p class=\"bad\">{}</p>", escaped(code));
        if !text.is_empty() {
            main.push_str(&format!("<p class=\"soft\">{}</p>", self.text(text)));
        }
        self.page(status, self.words.blocked, &main)
    }

    /// An administrator has to approve; `back` leads to the app.
    pub fn admin_needed(&self, code: &str, back: &str) -> Response<Body> {
        let main = format!(
            "<p>{}</p><p class=\"soft\">{}</p><p><a href=\"{}\">{}</a></p>",
            self.text(self.words.admin_text),
            escaped(code),
            escaped(back),
            self.text(self.words.back),
        );
        self.page(403, self.words.admin_needed, &main)
    }

    fn alert(&self, text: Option<&str>) -> String {
        text.map_or(String::new(), |text| {
            format!(
                "<p class=\"bad\" role=\"alert\" id=\"wrong\">{}</p>",
                self.text(text)
            )
        })
    }
}

fn described(wrong: bool) -> &'static str {
    if wrong {
        " aria-describedby=\"wrong\" aria-invalid=\"true\""
    } else {
        ""
    }
}

fn origins(directory: &Directory) -> String {
    let apps = directory
        .app
        .redirects
        .iter()
        .filter_map(|uri| url::Url::parse(uri).ok());
    let apps = apps.map(|uri| uri.origin().ascii_serialization());
    apps.filter(|origin| origin.starts_with("http"))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Address of the account this browser is signed in to.
pub fn session(state: &State, provider: Provider, incoming: &Incoming) -> Option<String> {
    let directory = state.directory(provider);
    let address = directory
        .sessions
        .get(incoming.cookie(provider.cookie())?)?;
    directory.active(address).map(|user| user.email.clone())
}

/// The stylesheet behind `/style.css`.
pub fn style() -> Response<Body> {
    let mut response = reply(200, "text/css; charset=utf-8", STYLE);
    set(&mut response, "cache-control", "public, max-age=300");
    response
}
