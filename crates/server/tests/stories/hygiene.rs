//! Whatever is sent, nothing breaks: NUL characters, books in a field, nonsense.

use axum::http::{Method, StatusCode};
use liaison_engine::Dice;
use liaison_store::Db;
use liaison_testkit::on_both_engines;
use liaison_web::routes::table;

use crate::support::people::{SELLER, with_password};
use crate::support::{Browser, Instance};
use crate::times;

/// Every field of every form, with something it might hold.
const FIELDS: [(&str, &str); 34] = [
    ("client", "gmail"),
    ("email", "rita.rep@fjordlight.example"),
    ("password", "vinden viskar i björken"),
    ("password_again", "vinden viskar i björken"),
    ("old_password", "vinden viskar i björken"),
    ("first_name", "Rita"),
    ("last_name", "Rep"),
    ("language", "sv"),
    ("time_zone", "Europe/Paris"),
    ("next", "/home"),
    ("addresses", "rita.rep@fjordlight.example"),
    ("team", ""),
    ("role", "user"),
    ("mode", "all-methods"),
    ("client_id", "id"),
    ("secret", "secret"),
    ("host", "domain"),
    ("domain", "https://fjordlight.my.salesforce.com"),
    ("name", "Rita Rep"),
    ("address", "rita.rep@fjordlight.example"),
    ("username", "rita"),
    ("imap_host", "127.0.0.1"),
    ("imap_port", "1"),
    ("imap_security", "tls"),
    ("smtp_host", "127.0.0.1"),
    ("smtp_port", "1"),
    ("smtp_security", "tls"),
    ("signature", "<p>Rita</p>"),
    ("skip", "yes"),
    ("other_login", "true"),
    ("q", "rita"),
    ("after", "a"),
    ("step", "start"),
    ("provider", "google"),
];

fn filled(path: &str) -> String {
    path.replace("{token}", "none")
        .replace("{id}", "00000000-0000-7000-8000-000000000000")
        .replace("{step}", "start")
        .replace("{provider}", "salesforce")
        .replace("{file}", "none.css")
}

/// What ends sessions would end the test's own.
fn paths(method: &Method) -> Vec<String> {
    let routes = table(false).routes.into_iter();
    routes
        .filter(|route| {
            route.method == *method
                && !route.path.contains("sign-out")
                && !route.path.contains("sessions/")
        })
        .map(|route| filled(route.path))
        .collect()
}

/// The fields with one of them replaced.
fn with<'a>(name: &str, value: &'a str) -> Vec<(&'static str, &'a str)> {
    FIELDS
        .iter()
        .map(|(field, usual)| (*field, if *field == name { value } else { usual }))
        .collect()
}

/// Posts the fields with one replaced; whatever comes of it, nothing breaks.
async fn must_hold(browser: &Browser, path: &str, name: &str, value: &str) -> StatusCode {
    let answer = browser.clone().post(path, &with(name, value)).await;
    assert!(
        answer.status.as_u16() < 500,
        "{path} {name}: {} {}",
        answer.status,
        answer.body
    );
    answer.status
}

on_both_engines! {
    async fn no_field_takes_a_nul(db: Db) {
        let instance = Instance::start(db).await;
        let admin = instance.admin_browser().await;
        let mut without_form = Vec::new();
        for path in paths(&Method::POST) {
            for (name, usual) in FIELDS {
                let status = must_hold(&admin, &path, name, &format!("{usual}\0x")).await;
                if status != StatusCode::BAD_REQUEST && !without_form.contains(&path) {
                    without_form.push(path.clone());
                }
            }
        }
        // Buttons without fields do not read any.
        let mut took = Vec::new();
        for path in &without_form {
            let button = ["/take-back", "/retry", "/delete", "/archive", "/dismiss", "/secret", "/opt-outs", "/done", "/test", "/forget", "/check", "/disconnect", "/resend", "/revoke", "/default", "/remove", "/verify-address/none", "/unlock", "activate", "/salesforce", "/organisation", "/discard", "/begin", "/stop"];
            if !button.iter().any(|end| path.ends_with(end)) {
                took.push(path);
            }
        }
        assert!(took.is_empty(), "a NUL was taken: {took:#?}");
        for path in paths(&Method::GET) {
            for query in ["q=%00", "after=%00&q=a", "next=%00", "role=%00", "state=%00&code=%00", "%00"] {
                let answer = admin.clone().get(&format!("{path}?{query}")).await;
                assert!(answer.status.as_u16() < 500, "{path}?{query}: {}", answer.status);
            }
            let answer = admin.clone().get(&path.replace("none", "%00")).await;
            assert!(answer.status.as_u16() < 500, "{path}: {}", answer.status);
        }
    }
}

on_both_engines! {
    async fn a_book_in_a_field_is_refused(db: Db) {
        let instance = Instance::start(db).await;
        let admin = instance.admin_browser().await;
        let book = "å".repeat(100_001);
        let page = "x".repeat(5_000);
        for path in paths(&Method::POST) {
            let answer = admin.clone().post(&path, &[("addresses", &book)]).await;
            assert!(answer.status.as_u16() < 500, "{path}: {}", answer.status);
            for (name, _) in FIELDS {
                if !["/sign-in", "/settings/profile/password"].contains(&path.as_str()) {
                    must_hold(&admin, &path, name, &page).await;
                }
            }
        }
        let answer = admin.clone().post("/settings/users/invite", &with("addresses", &book)).await;
        assert_eq!(answer.view(), "refusal:too-long");
        let library = "x".repeat(2_000_000);
        let answer = admin.clone().post("/settings/email/identities", &[("name", &library)]).await;
        assert!(answer.status.is_client_error(), "{}", answer.status);
    }
}

/// Values that have broken things elsewhere.
const NASTY: [&str; 16] = [
    "",
    " ",
    "\0",
    "'; drop table users; --",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "../../etc/passwd",
    "\r\nSet-Cookie: a=b",
    "𝕳𝖊𝖑𝖑𝖔 \u{202e}olleh",
    "%00%ff",
    "-1",
    "99999999999999999999",
    "a@b",
    "null",
    "00000000-0000-0000-0000-000000000000",
    "\u{feff}\u{7f}\u{1}",
];

struct Chaos(Dice);

impl Chaos {
    fn below(&self, end: usize) -> usize {
        usize::try_from(u32::from_le_bytes(self.0.bytes())).unwrap() % end
    }

    fn value(&self) -> String {
        match self.below(4) {
            0 => NASTY[self.below(NASTY.len())].to_owned(),
            1 => FIELDS[self.below(FIELDS.len())].1.to_owned(),
            2 => String::from_utf8_lossy(&self.0.bytes::<24>()).into_owned(),
            _ => NASTY[self.below(NASTY.len())].repeat(self.below(300)),
        }
    }

    fn path(&self, paths: &[String]) -> String {
        let path = &paths[self.below(paths.len())];
        let encoded = |text: &str| -> String {
            url::form_urlencoded::byte_serialize(text.as_bytes())
                .take(400)
                .collect()
        };
        match self.below(6) {
            0 => format!(
                "{path}?{}={}",
                FIELDS[self.below(FIELDS.len())].0,
                encoded(&self.value())
            ),
            1 => format!("{path}/{}", encoded(&self.value())),
            2 => path.replace("none", &encoded(&self.value())).replace(
                "00000000-0000-7000-8000-000000000000",
                &encoded(&self.value()),
            ),
            3 => path
                .replace("start", &encoded(&self.value()))
                .replace("salesforce", &encoded(&self.value())),
            _ => path.clone(),
        }
    }
}

on_both_engines! {
    async fn nonsense_breaks_nothing(db: Db) {
        let instance = Instance::start(db).await;
        let member = with_password(&instance, SELLER).await;
        let mut browsers = [instance.browser(), member, instance.admin_browser().await];
        let chaos = Chaos(Dice::repeatable(9));
        let slow = ["/sign-in", "/settings/profile/password", "/settings/connections/salesforce/test"];
        let mut all = paths(&Method::POST);
        all.extend(paths(&Method::GET));
        all.retain(|path| !slow.contains(&path.as_str()));
        let methods = [Method::POST, Method::POST, Method::POST, Method::GET, Method::PUT, Method::DELETE, Method::HEAD];
        for round in 0..times(2_500, 50_000) {
            let path = chaos.path(&all);
            let fields: Vec<(&str, String)> = (0..chaos.below(8)).map(|_| (FIELDS[chaos.below(FIELDS.len())].0, chaos.value())).collect();
            let form: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let method = methods[chaos.below(methods.len())].clone();
            let answer = browsers[round % 3].send(method.clone(), &path, &form).await;
            assert!(answer.status.as_u16() < 500, "{round}: {method} {path} {form:?}: {}", answer.body);
        }
        assert!(instance.admin_browser().await.is_in().await);
    }
}
