//! A browser at the pretend Google and Microsoft: address, password, consent, and back.

use axum::http::{HeaderValue, header};
use liaison_connectors::outbound::{Outbound, Request, Response};
use liaison_standins::MARKER;
use url::Url;

use super::outside::{Press, leave};
use super::{Answer, Browser, Instance};

/// Chooses a mailbox program at a page of ours, signs in there as `account`, presses, and comes back.
pub async fn choose(
    instance: &Instance,
    browser: &mut Browser,
    at: &str,
    client: &str,
    account: &str,
    press: Press,
) -> Answer {
    let form = [("client", client), ("other_login", "true")];
    let url = leave(browser, &format!("{at}/choose"), &form).await;
    let back = walk(instance, &url, account, press).await;
    browser.get(&back).await
}

/// From the authorise address through the forms; the path and query of our callback.
pub async fn walk(instance: &Instance, url: &str, account: &str, press: Press) -> String {
    let mut owner = Owner {
        outbound: instance.engine.outbound.clone(),
        here: url.parse().unwrap(),
        cookies: Vec::new(),
    };
    let mut answer = owner.ask(Request::get(owner.here.clone())).await;
    for _ in 0..8 {
        if let Some(location) = answer.header("location") {
            let next = owner.here.join(location).unwrap();
            if next.path().starts_with("/oauth/") {
                return format!("{}?{}", next.path(), next.query().unwrap_or_default());
            }
            owner.here = next.clone();
            answer = owner.ask(Request::get(next)).await;
            continue;
        }
        let page = answer.text();
        // Where only an admin can agree, there is a way back and no form.
        if let Some(back) = link_back(&page).filter(|_| !page.contains("<form method=\"post\"")) {
            return back;
        }
        let form = Form::read(&page);
        let password = match owner.here.as_str().contains("oauth2/v2.0") || form.is_microsoft {
            true => format!("ms-{MARKER}"),
            false => format!("google-{MARKER}"),
        };
        let mut fields = form.fields.clone();
        if form.asks("address") {
            fields.push(("address".into(), account.into()));
        } else if form.asks("password") {
            fields.push(("password".into(), password));
        } else {
            let decision = if press == Press::Allow {
                "allow"
            } else {
                "deny"
            };
            fields.push(("decision".into(), decision.into()));
        }
        let fields: Vec<_> = fields
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        let action = owner.here.join(&form.action).unwrap();
        answer = owner.ask(Request::post_form(action, &fields)).await;
    }
    panic!("the provider leads nowhere: {}", answer.text());
}

/// A link to our callback: its path and query.
fn link_back(page: &str) -> Option<String> {
    let links = page.split("href=\"").skip(1);
    let link = links
        .filter_map(|l| l.split('"').next())
        .find(|l| l.contains("/oauth/"))?;
    let link: Url = plain(link).parse().ok()?;
    Some(format!(
        "{}?{}",
        link.path(),
        link.query().unwrap_or_default()
    ))
}

struct Owner {
    outbound: Outbound,
    here: Url,
    cookies: Vec<String>,
}

impl Owner {
    async fn ask(&mut self, request: Request) -> Response {
        let cookie = HeaderValue::from_str(&self.cookies.join("; ")).unwrap();
        let request = request.header(header::COOKIE, cookie);
        let answer = self.outbound.http(request).await.unwrap();
        if let Some(cookie) = answer.header("set-cookie") {
            self.cookies
                .push(cookie.split(';').next().unwrap().to_owned());
        }
        answer
    }
}

/// The first form of a page.
struct Form {
    action: String,
    /// Hidden fields, and boxes that are ticked.
    fields: Vec<(String, String)>,
    page: String,
    is_microsoft: bool,
}

impl Form {
    fn read(page: &str) -> Self {
        let form = page
            .split("<form method=\"post\" action=\"")
            .nth(1)
            .unwrap_or_else(|| panic!("no form in {page}"));
        let action = plain(form.split('"').next().unwrap());
        let form = form.split("</form>").next().unwrap();
        let kept = |input: &&str| {
            input.contains("type=\"hidden\"")
                || (input.contains("type=\"checkbox\"") && input.contains(" checked"))
        };
        let inputs = form
            .split("<input ")
            .skip(1)
            .filter_map(|i| i.split('>').next());
        let fields = inputs
            .filter(kept)
            .map(|input| (attribute(input, "name"), attribute(input, "value")))
            .collect();
        Self {
            action,
            fields,
            is_microsoft: page.contains("Microsoft"),
            page: form.to_owned(),
        }
    }

    fn asks(&self, field: &str) -> bool {
        self.page.contains(&format!("<input id=\"{field}\""))
    }
}

fn attribute(input: &str, name: &str) -> String {
    let after = input
        .split(&format!("{name}=\""))
        .nth(1)
        .unwrap_or_default();
    plain(after.split('"').next().unwrap_or_default())
}

fn plain(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}
