//! The panel as a Canvas app: a signed request posted into a frame (contracts 2.7).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::panel::{About, OBJECTS, UNCONFIGURED, posted, signature};
use super::record::found;
use super::{Desk, Page, name_of, text_of};
use crate::http::escaped;
use crate::salesforce::ids;
use crate::salesforce::schema::Object;

const VERSION: &str = "66.0";

/// The Canvas page of a record.
pub fn page(desk: &mut Desk<'_>, id: &str) -> Option<Page> {
    let (object, record, id) = found(desk.org, id)?;
    if !OBJECTS.contains(&object.name) {
        return None;
    }
    let title = format!("{} – Canvas", name_of(record));
    let about = About {
        object: object.name,
        record: &id,
    };
    let frame = match desk.org.panel.clone() {
        None => UNCONFIGURED.to_owned(),
        Some(panel) => {
            let signed = signed(desk, object, &id, &panel.address());
            posted(&panel, about, &[("signed_request", &signed)])
        }
    };
    let main = format!(
        "<main class=\"wide\"><div class=\"card\"><p class=\"soft\"><a href=\"/lightning/r/{}/{id}/view\">{}</a></p><h1>{}</h1>{frame}</div></main>",
        object.name,
        escaped(object.label),
        escaped(&title),
    );
    Some(Page::new(title, main).with_panel())
}

/// `signature.payload`, signed with the app's consumer secret over the encoded payload.
fn signed(desk: &mut Desk<'_>, object: &Object, id: &str, canvas: &str) -> String {
    let org = desk.org.id.clone();
    let token = desk
        .org
        .grants
        .begin(&org, desk.user, "api id", "", desk.now)
        .access;
    let request = json!({
        "algorithm": "HMACSHA256", "issuedAt": desk.now / 1_000_000, "userId": desk.user,
        "client": {
            "oauthToken": token, "instanceId": "06Pxx:liaison:1", "instanceUrl": desk.org.url,
            "targetOrigin": desk.state.addresses.salesforce_lightning, "refreshToken": null,
        },
        "context": context(desk, object, id, canvas),
    });
    let payload = STANDARD.encode(request.to_string());
    format!("{}.{payload}", signature(&desk.org.client.secret, &payload))
}

fn context(desk: &Desk<'_>, object: &Object, id: &str, canvas: &str) -> Value {
    let org = &*desk.org;
    let nobody = super::Record::new();
    let user = org.user(desk.user).unwrap_or(&nobody);
    let text = |field: &str| text_of(user, field);
    let house = org
        .records
        .get(&org.id)
        .map_or("", |house| text_of(house, "Name"));
    let api = format!("/services/data/v{VERSION}/");
    let soap = |letter: &str| {
        format!(
            "{}/services/Soap/{letter}/{VERSION}/{}",
            org.url,
            &org.id[..15]
        )
    };
    json!({
        "application": {
            "applicationId": ids::make("06P", 1), "authType": "SIGNED_REQUEST", "canvasUrl": canvas, "developerName": "liaison",
            "isInstalledPersonalApp": false, "name": org.client.name, "namespace": "", "options": [], "referenceId": ids::make("09H", 1),
            "samlInitiationMethod": "None", "version": "1.0.0",
        },
        "user": {
            "userId": desk.user, "userName": text("Username"), "email": text("Email"), "firstName": text("FirstName"), "lastName": text("LastName"),
            "fullName": text("Name"), "locale": text("LocaleSidKey"), "language": text("LanguageLocaleKey"), "timeZone": text("TimeZoneSidKey"),
            "profileId": text("ProfileId"), "roleId": null, "userType": "STANDARD", "currencyISOCode": "EUR", "accessibilityModeEnabled": false,
            "profilePhotoUrl": format!("{}/profilephoto/005/F", org.url), "profileThumbnailUrl": format!("{}/profilephoto/005/T", org.url),
            "siteUrl": null, "siteUrlPrefix": null, "networkId": null,
        },
        "organization": { "organizationId": org.id, "name": house, "multicurrencyEnabled": false, "currencyIsoCode": "EUR", "namespacePrefix": null },
        "environment": {
            "displayLocation": "Visualforce", "sublocation": null, "uiTheme": "Theme4d",
            "locationUrl": format!("{}/lightning/r/{}/{id}/canvas", desk.state.addresses.salesforce_lightning, object.name),
            "dimensions": { "width": "800px", "height": "480px", "maxWidth": "1000px", "maxHeight": "2000px" },
            "record": { "attributes": { "type": object.name, "url": format!("{api}sobjects/{}/{id}", object.name) }, "Id": id },
            "parameters": {}, "version": { "season": "SPRING", "api": VERSION },
        },
        "links": {
            "restUrl": api, "sobjectUrl": format!("{api}sobjects/"), "queryUrl": format!("{api}query/"), "enterpriseUrl": soap("c"),
            "metadataUrl": soap("m"), "partnerUrl": soap("u"), "userUrl": format!("/{}", desk.user), "loginUrl": org.url,
        },
    })
}
