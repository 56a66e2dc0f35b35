//! The org's pages that hold the panel of Liaison (contracts 2.7, 10.1; administration 6.5).
use crate::helper::{Browser, Seen, client, control, parameter, query, rest, seller, world};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac as _};
use liaison_standins::World;
use serde_json::{Value, json};
use sha2::Sha256;

const APP: &str = "http://localhost:8099";
const SECRET: &str = "the-ticket-secret";

async fn installed() -> (World, Browser, String) {
    let world = world().await;
    let setting = json!({ "baseUrl": format!("{APP}/"), "secret": SECRET });
    let (status, said) = control(&world, "PUT", "/salesforce/panel", Some(setting)).await;
    assert_eq!((status, &said["baseUrl"]), (200, &json!(APP)));
    let mut browser = Browser::new(&world);
    browser.log_in(&seller(&world)).await;
    let token = world
        .salesforce_grant(&seller(&world))
        .unwrap()
        .access_token;
    (world, browser, token)
}

async fn ids(world: &World, token: &str, object: &str, limit: usize) -> Vec<String> {
    let soql = format!("SELECT Id FROM {object} LIMIT {limit}");
    let (_, found) = query(world, token, &soql).await;
    let records = found["records"].as_array().unwrap();
    let id = |record: &Value| record["Id"].as_str().unwrap().to_owned();
    records.iter().map(id).collect()
}

/// The values of an attribute, in the order of the page.
fn attributes(page: &Seen, name: &str) -> Vec<String> {
    let start = format!("{name}=\"");
    let pieces = page.text.split(start.as_str()).skip(1);
    pieces
        .map(|rest| rest.split('"').next().unwrap())
        .map(|value| value.replace("&amp;", "&"))
        .collect()
}

fn hidden(page: &Seen, name: &str) -> String {
    let field = format!("name=\"{name}\" value=\"");
    let (_, rest) = page.text.split_once(&field).unwrap();
    rest.split('"').next().unwrap().to_owned()
}

fn mac(secret: &str, text: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

/// The six parts of a ticket whose signature is right.
fn parts(ticket: &str) -> Vec<String> {
    let (payload, signature) = ticket.split_once('.').unwrap();
    assert_eq!(signature, mac(SECRET, payload));
    let payload = String::from_utf8(STANDARD.decode(payload).unwrap()).unwrap();
    payload.split('|').map(str::to_owned).collect()
}

async fn user_id(world: &World) -> String {
    let grant = world.salesforce_grant(&seller(world)).unwrap();
    grant.user_id
}

#[tokio::test]
async fn record_pages_frame_liaison_with_a_ticket_of_their_own() {
    let (world, mut browser, token) = installed().await;
    let user = user_id(&world).await;
    for object in ["Lead", "Contact", "Account", "Opportunity"] {
        let id = ids(&world, &token, object, 1).await.remove(0);
        let path = format!("/lightning/r/{object}/{id}/view");
        let page = browser.get(&path).await;
        let address = attributes(&page, "<iframe class=\"panel\" title=\"Liaison\" src").remove(0);
        let (address, fragment) = address.split_once('#').unwrap();
        assert_eq!(
            address,
            format!("{APP}/embed/salesforce?object={object}&id={id}")
        );
        let ticket = parameter(&format!("{APP}?{fragment}"), "ticket").unwrap();
        let parts = parts(&ticket);
        assert_eq!(parts.len(), 6);
        assert!(parts[0].starts_with("00D") && parts[0].len() == 18);
        assert_eq!(parts[1..4], [user.as_str(), id.as_str(), object]);
        let millis: i64 = parts[4].parse().unwrap();
        let (_, clock) = control(&world, "GET", "/clock", None).await;
        let now: jiff::Timestamp = clock["now"].as_str().unwrap().parse().unwrap();
        assert!((0..60_000).contains(&(now.as_millisecond() - millis)));
        assert!(parts[5].len() == 32 && parts[5].bytes().all(|c| c.is_ascii_hexdigit()));
        assert!(page.policy.contains(&format!("frame-src {APP} ")));
        assert!(page.policy.contains("frame-ancestors 'none'"));
        let again = browser.get(&path).await;
        assert_ne!(attributes(&again, "src"), attributes(&page, "src"));
    }
    let task = json!({ "Subject": "X" });
    let (_, made) = rest(&world, &token, "POST", "sobjects/Task", Some(task)).await;
    let path = format!("/lightning/r/Task/{}/view", made["id"].as_str().unwrap());
    assert!(!browser.get(&path).await.text.contains("<iframe"));
    world.stop().await;
}

#[tokio::test]
async fn without_setting_or_package_the_page_says_so() {
    let (world, mut browser, token) = installed().await;
    let id = ids(&world, &token, "Lead", 1).await.remove(0);
    let path = format!("/lightning/r/Lead/{id}/view");
    control(&world, "DELETE", "/salesforce/panel", None).await;
    let page = browser.get(&path).await;
    assert!(page.text.contains("package is not configured") && !page.text.contains("<iframe"));
    let off = json!({ "deployed": false });
    control(&world, "POST", "/salesforce/package", Some(off)).await;
    let page = browser.get(&path).await;
    assert!(page.text.contains("package is not installed"));
    let list = browser.get("/lightning/o/Lead/list").await;
    assert!(!list.text.contains("Send Sales Email"));
    for wrong in [
        json!({ "baseUrl": "ftp://x.example", "secret": "s" }),
        json!({ "baseUrl": "nonsense", "secret": "s" }),
        json!({ "baseUrl": APP, "secret": "" }),
        json!({ "baseUrl": APP }),
    ] {
        let (status, _) = control(&world, "PUT", "/salesforce/panel", Some(wrong)).await;
        assert_eq!(status, 400);
    }
    world.stop().await;
}

#[tokio::test]
async fn a_fresh_ticket_is_for_those_signed_in_and_for_records_there_are() {
    let (world, mut browser, token) = installed().await;
    let found = ids(&world, &token, "Contact", 2).await;
    let both = found.join(",");
    fn form(id: &str) -> [(&str, &str); 3] {
        [("object", "Contact"), ("id", id), ("session", "")]
    }
    let mut ask = async |id: &str| browser.post("/panel/ticket", &form(id)).await;
    let seen = ask(&both).await;
    let body: Value = serde_json::from_str(&seen.text).unwrap();
    let parts = parts(body["ticket"].as_str().unwrap());
    assert_eq!(parts[2..4], [both.as_str(), "Contact"]);
    assert_eq!(ask("003000000000001").await.status, 404);
    assert_eq!(ask("").await.status, 404);
    let mut stranger = Browser::new(&world);
    let seen = stranger.post("/panel/ticket", &form(&found[0])).await;
    assert_eq!(seen.status, 401);
    world.stop().await;
}

#[tokio::test]
async fn classic_pages_reach_the_panel_through_visualforce() {
    let (world, mut browser, token) = installed().await;
    let id = ids(&world, &token, "Lead", 1).await.remove(0);
    let switch = "/ltng/switcher?destination=classic&retUrl=/";
    let session = browser.cookie.clone();
    assert_eq!(browser.get(switch).await.location, "/");
    assert_eq!(browser.cookie, "pretend_look=classic");
    browser.cookie = format!("{session}; pretend_look=classic");
    let lightning = browser.get(&format!("/lightning/r/Lead/{id}/view")).await;
    assert_eq!(lightning.location, format!("/{id}"));
    let page = browser.get(&format!("/{id}")).await;
    assert!(page.text.contains("Switch to Lightning Experience"));
    let frame = attributes(&page, "src")
        .into_iter()
        .find(|at| at.contains("/apex/"))
        .unwrap();
    let host = &world.addresses().salesforce_visualforce;
    assert!(frame.starts_with(&format!("{host}/apex/SalesPanelLead?id={id}&session=")));
    assert!(page.policy.contains(host.as_str()));
    let away = "/ltng/switcher?destination=lex&retUrl=//evil.example";
    assert_eq!(browser.get(away).await.location, "/");

    // The frame has no cookie: the browser may keep it to itself.
    let path = frame.strip_prefix(host.as_str()).unwrap();
    let there = async |path: &str, name: &str| {
        client()
            .get(format!("{}{path}", world.addresses().salesforce))
            .header("host", name)
            .send()
            .await
            .unwrap()
    };
    let name = host.strip_prefix("http://").unwrap();
    let response = there(path, name).await;
    assert!(!response.headers().contains_key("x-frame-options"));
    let policy = response.headers()["content-security-policy"].to_str();
    let policy = policy.unwrap().to_owned();
    let lightning = &world.addresses().salesforce_lightning;
    assert!(policy.contains(&format!(
        "frame-ancestors {} {lightning}",
        world.addresses().salesforce
    )));
    let text = response.text().await.unwrap();
    assert!(text.contains(&format!(
        "src=\"{APP}/embed/salesforce?object=Lead&amp;id={id}#ticket="
    )));
    let mark = parameter(&frame, "session").unwrap();
    let fields = [("object", "Lead"), ("id", &*id), ("session", &*mark)];
    let fresh = client()
        .post(format!("{}/panel/ticket", world.addresses().salesforce))
        .header("host", name)
        .form(&fields)
        .send()
        .await
        .unwrap();
    assert_eq!(fresh.status(), 200);
    assert_eq!(
        there(&path.replace("session=", "session=x"), name)
            .await
            .status(),
        404
    );
    assert_eq!(
        there(&path.replace("PanelLead", "PanelContact"), name)
            .await
            .status(),
        404
    );
    world.stop().await;
}

#[tokio::test]
async fn list_buttons_post_the_chosen_records() {
    let (world, mut browser, token) = installed().await;
    let list = browser.get("/lightning/o/Lead/list?rows=250").await;
    assert_eq!(list.text.matches("type=\"checkbox\"").count(), 251);
    let found = ids(&world, &token, "Lead", 201).await;
    let mut press = async |action: &str, ids: &[String]| {
        let mut form: Vec<(&str, &str)> = ids.iter().map(|id| ("id", id.as_str())).collect();
        form.push(("action", action));
        browser.post("/lightning/o/Lead/action", &form).await
    };
    for action in ["email", "campaign", "task"] {
        let page = press(action, &found[..200]).await;
        assert_eq!(page.status, 200);
        let target = attributes(&page, "<form method=\"post\" action").remove(0);
        assert_eq!(target, format!("{APP}/embed/salesforce"));
        assert_eq!(hidden(&page, "action"), action);
        let parts = parts(&hidden(&page, "ticket"));
        assert_eq!(parts[2..4], [found[..200].join(",").as_str(), "Lead"]);
        let mut policy = page.policy.split("; ");
        let posts = policy.find(|part| part.starts_with("form-action"));
        assert!(posts.unwrap().contains(&format!(" {APP}")));
    }
    let twice = [found[0].clone(), found[0][..15].to_owned()];
    let parts = parts(&hidden(&press("task", &twice).await, "ticket"));
    assert_eq!(parts[2], found[0]);
    let many = press("email", &found).await;
    assert_eq!(many.status, 400);
    assert!(
        many.text
            .contains("201 leads are selected, and Send Sales Email takes 200 at most.")
    );
    let none = press("task", &[]).await;
    assert_eq!(none.status, 400);
    assert!(none.text.contains("Nothing is selected."));
    let contacts = ids(&world, &token, "Contact", 1).await;
    assert_eq!(press("email", &contacts).await.status, 404);
    assert_eq!(press("delete", &found[..1]).await.status, 404);
    let accounts = browser.get("/lightning/o/Account/list").await;
    assert!(!accounts.text.contains("type=\"checkbox\""));
    world.stop().await;
}

#[tokio::test]
async fn canvas_posts_a_signed_request() {
    let (world, mut browser, token) = installed().await;
    let id = ids(&world, &token, "Opportunity", 1).await.remove(0);
    let page = browser
        .get(&format!("/lightning/r/Opportunity/{id}/canvas"))
        .await;
    let target = attributes(&page, "<form method=\"post\" action").remove(0);
    assert_eq!(target, format!("{APP}/embed/salesforce"));
    let signed = hidden(&page, "signed_request");
    let (signature, payload) = signed.split_once('.').unwrap();
    let (_, secret) = world.salesforce_client();
    assert_eq!(signature, mac(&secret, payload));
    let request: Value = serde_json::from_slice(&STANDARD.decode(payload).unwrap()).unwrap();
    assert_eq!(request["algorithm"], "HMACSHA256");
    assert_eq!(request["userId"], json!(user_id(&world).await));
    let at = |path: &str| request.pointer(path).unwrap().clone();
    assert_eq!(at("/context/environment/record/Id"), json!(id));
    assert_eq!(
        at("/context/environment/record/attributes/type"),
        "Opportunity"
    );
    assert_eq!(at("/context/user/userName"), json!(seller(&world)));
    assert_eq!(at("/context/application/canvasUrl"), json!(target));
    assert_eq!(
        at("/client/instanceUrl"),
        json!(world.addresses().salesforce)
    );
    assert_eq!(
        at("/client/targetOrigin"),
        json!(world.addresses().salesforce_lightning)
    );
    let token = at("/client/oauthToken");
    let (status, _) = rest(&world, token.as_str().unwrap(), "GET", "limits", None).await;
    assert_eq!(status, 200);
    world.stop().await;
}

#[tokio::test]
async fn logged_tasks_stand_in_the_timeline() {
    let (world, mut browser, token) = installed().await;
    let soql = "SELECT Id, AccountId FROM Contact WHERE AccountId != null LIMIT 1";
    let (_, found) = query(&world, &token, soql).await;
    let contact = found["records"][0]["Id"].as_str().unwrap();
    let account = found["records"][0]["AccountId"].as_str().unwrap();
    let task = json!({
        "WhoId": contact, "Subject": "Email: <b>Hi</b>", "Status": "Completed", "Type": "Email",
        "MSE_Template__c": "First touch", "MSE_Viewed__c": true, "MSE_Clicked__c": false,
    });
    rest(&world, &token, "POST", "sobjects/Task", Some(task)).await;
    for (object, id) in [("Contact", contact), ("Account", account)] {
        let page = browser
            .get(&format!("/lightning/r/{object}/{id}/view"))
            .await;
        let (_, timeline) = page.text.split_once("<ol class=\"timeline\">").unwrap();
        let item = timeline.split("</li>").next().unwrap();
        for part in [
            "Email: &lt;b&gt;Hi&lt;/b&gt;",
            "Email · Completed",
            "Marketo Sales Email Template</dt><dd>First touch",
            "Marketo Sales Email Viewed</dt><dd>Yes",
        ] {
            assert!(item.contains(part), "{object}: {part}");
        }
        assert!(!item.contains("Clicked"));
    }
    world.stop().await;
}
