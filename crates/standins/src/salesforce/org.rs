//! The pretend org: its records, its users' sign-in data, what was granted to whom.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::grants::Grants;
use super::lightning::Panel;
use super::meter::Meter;
use super::records::{Record, Records, deleted, text_of};
use super::schema::Object;
use super::sight::Package;
use super::{ids, population, schema};
use crate::MARKER;
use crate::company::{Company, Employee, INTEGRATION, salesforce_password};

/// What Salesforce knows of a user beside the User record.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Login {
    pub password: String,
    /// `en`, `fr` or `sv`.
    pub language: String,
    pub api_enabled: bool,
    /// Whether the app counts as installed for this user (contracts 2.1, `app must be installed into org`).
    pub app_installed: bool,
}

/// Knobs of the whole org, changed through the control API.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Settings {
    /// Each refresh answers a new refresh token and ends the old one.
    pub rotation: bool,
    /// Refuse authorisation without a code challenge.
    pub pkce_required: bool,
    /// Idle life of an access token.
    pub access_token_life_seconds: i64,
    /// Ask for consent even when the user allowed the app before.
    pub consent_every_time: bool,
    /// Calls a day before `REQUEST_LIMIT_EXCEEDED`.
    pub daily_requests: u64,
}

/// An app allowed to ask for access.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Client {
    pub id: String,
    pub secret: String,
    pub name: String,
    pub redirects: BTreeSet<String>,
}

/// Rows of a query that did not fit into one page.
pub struct Cursor {
    pub rows: Vec<Value>,
    pub opened: Timestamp,
}

/// Everything the Salesforce stand-in knows.
pub struct Org {
    pub id: String,
    /// `http://localhost:PORT`, without a slash at the end.
    pub url: String,
    pub records: Records,
    pub logins: BTreeMap<String, Login>,
    pub client: Client,
    pub settings: Settings,
    pub grants: Grants,
    /// Browser sessions: cookie to user id.
    pub sessions: HashMap<String, String>,
    pub cursors: HashMap<String, Cursor>,
    pub meter: Meter,
    pub package: Package,
    /// What the admin entered for the package's panel.
    pub panel: Option<Panel>,
}

/// The part of the org that outlives a restart.
#[derive(Serialize, Deserialize)]
pub struct Kept {
    records: Vec<Record>,
    logins: BTreeMap<String, Login>,
    client: Client,
    settings: Settings,
    grants: Grants,
    sessions: HashMap<String, String>,
    #[serde(default)]
    package: Package,
    #[serde(default)]
    panel: Option<Panel>,
}

/// A user to create or change; fields left out keep their value.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct UserChange {
    pub email: String,
    pub username: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub title: Option<String>,
    pub password: Option<String>,
    pub language: Option<String>,
    pub time_zone: Option<String>,
    pub api_enabled: Option<bool>,
    pub active: Option<bool>,
    pub app_installed: Option<bool>,
}

impl Org {
    /// The org as it is at the very first start.
    pub fn found(company: &Company, url: &str, born: Timestamp) -> Self {
        let mut org = Self {
            id: ids::make("00D", 1),
            url: url.to_owned(),
            records: Records::new(),
            logins: BTreeMap::new(),
            client: Client {
                id: "3MVG9pretendLiaisonDemo.ConsumerKey01".into(),
                secret: format!("{MARKER}-consumer-secret"),
                name: "Liaison".into(),
                redirects: BTreeSet::new(),
            },
            settings: Settings {
                rotation: true,
                pkce_required: true,
                access_token_life_seconds: 7_200,
                consent_every_time: false,
                daily_requests: 100_000,
            },
            grants: Grants::default(),
            sessions: HashMap::new(),
            cursors: HashMap::new(),
            meter: Meter::default(),
            package: Package::default(),
            panel: None,
        };
        org.add_house(company, born);
        for employee in &company.employees {
            org.add_employee(employee, &company.name, born);
        }
        let integration = UserChange {
            email: format!("{INTEGRATION}@{}", company.domain),
            first_name: Some("Salesforce".into()),
            last_name: Some("Integration".into()),
            ..UserChange::default()
        };
        org.change_user(&integration, born);
        population::settle(&mut org.records, company, born);
        org.records.settle();
        org
    }

    fn add_house(&mut self, company: &Company, born: Timestamp) {
        let house = json!({
            "Name": company.name, "InstanceName": "EU99", "IsSandbox": false, "TrialExpirationDate": null, "NamespacePrefix": null,
            "OrganizationType": "Enterprise Edition", "LanguageLocaleKey": "en_US", "TimeZoneSidKey": "Europe/Stockholm",
        });
        let profiles = [
            json!({ "Name": "System Administrator", "UserType": "Standard", "PermissionsApiEnabled": true }),
            json!({ "Name": "Sales User", "UserType": "Standard", "PermissionsApiEnabled": true }),
            json!({ "Name": "Field Sales User", "UserType": "Standard", "PermissionsApiEnabled": false }),
        ];
        let rows = std::iter::once(("Organization", house))
            .chain(profiles.map(|profile| ("Profile", profile)));
        for (name, row) in rows {
            if let (Some(object), Value::Object(record)) = (schema::object(name), row) {
                self.records.add(object, record, "", born);
            }
        }
    }

    fn add_employee(&mut self, employee: &Employee, company: &str, born: Timestamp) {
        let change = UserChange {
            email: employee.email.clone(),
            username: Some(employee.username.clone()),
            first_name: Some(employee.first_name.clone()),
            last_name: Some(employee.last_name.clone()),
            title: Some(employee.title.clone()),
            language: Some(employee.language.clone()),
            time_zone: Some(employee.time_zone.clone()),
            api_enabled: Some(employee.api_enabled),
            active: Some(employee.active),
            password: None,
            app_installed: None,
        };
        let id = self.change_user(&change, born);
        let mut extra = Record::new();
        extra.insert("Department".into(), json!(employee.team));
        extra.insert("CompanyName".into(), json!(company));
        if employee.is_admin {
            extra.insert("ProfileId".into(), json!(ids::make("00e", 1)));
        }
        self.records.change(&id, extra, &id, born);
    }

    /// Creates the user with this e-mail address (or user name), or changes it; answers the id.
    pub fn change_user(&mut self, change: &UserChange, at: Timestamp) -> String {
        let username = change
            .username
            .clone()
            .unwrap_or_else(|| change.email.clone());
        let known = self
            .user_by_name(&username)
            .or_else(|| self.user_by_email(&change.email));
        let mut record = Record::new();
        let mut set = |field: &str, value: Option<Value>| {
            if let Some(value) = value {
                record.insert(field.into(), value);
            }
        };
        let text = |value: &Option<String>| value.as_ref().map(|text| json!(text));
        set(
            "Email",
            (!change.email.is_empty()).then(|| json!(change.email)),
        );
        set("Username", text(&change.username));
        set("FirstName", text(&change.first_name));
        set("LastName", text(&change.last_name));
        set("Title", text(&change.title));
        set("TimeZoneSidKey", text(&change.time_zone));
        set("IsActive", change.active.map(Value::from));
        if let Some(language) = &change.language {
            let locale = match language.as_str() {
                "fr" => ["fr", "fr_FR"],
                "sv" => ["sv", "sv_SE"],
                _ => ["en_US", "en_GB"],
            };
            set("LanguageLocaleKey", Some(json!(locale[0])));
            set("LocaleSidKey", Some(json!(locale[1])));
        }
        if let Some(enabled) = change.api_enabled {
            set(
                "ProfileId",
                Some(json!(ids::make("00e", if enabled { 2 } else { 3 }))),
            );
        }
        let id = match known {
            Some(id) => id,
            None => {
                let local = change.email.split('@').next().unwrap_or("user");
                let fresh = [
                    ("Username", json!(username)),
                    ("LastName", json!(local)),
                    ("FirstName", Value::Null),
                    ("Alias", json!(local.chars().take(8).collect::<String>())),
                    ("CommunityNickname", json!(local)),
                    ("IsActive", json!(true)),
                    ("UserType", json!("Standard")),
                    ("ProfileId", json!(ids::make("00e", 2))),
                    ("TimeZoneSidKey", json!("Europe/London")),
                    ("LanguageLocaleKey", json!("en_US")),
                    ("LocaleSidKey", json!("en_GB")),
                ];
                for (field, value) in fresh {
                    record.entry(field).or_insert(value);
                }
                let Some(object) = schema::object("User") else {
                    return String::new();
                };
                let id = self
                    .records
                    .add(object, std::mem::take(&mut record), "", at);
                let login = Login {
                    password: salesforce_password(),
                    language: "en".into(),
                    api_enabled: true,
                    app_installed: true,
                };
                self.logins.insert(id.clone(), login);
                id
            }
        };
        let mut merged = self.records.get(&id).cloned().unwrap_or_default();
        merged.extend(record);
        let name = [text_of(&merged, "FirstName"), text_of(&merged, "LastName")];
        let name = name
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        merged.insert("Name".into(), json!(name));
        self.records.change(&id, merged, &id, at);
        if let Some(login) = self.logins.get_mut(&id) {
            login.password = change
                .password
                .clone()
                .unwrap_or_else(|| login.password.clone());
            login.language = change
                .language
                .clone()
                .unwrap_or_else(|| login.language.clone());
            login.api_enabled = change.api_enabled.unwrap_or(login.api_enabled);
            login.app_installed = change.app_installed.unwrap_or(login.app_installed);
        }
        id
    }

    /// Ids of a user's records that have an address.
    pub fn owned(&self, object: &'static Object, owner: &str, most: usize) -> Vec<String> {
        let theirs = self.records.all(object).iter().filter(|record| {
            !deleted(record)
                && text_of(record, "OwnerId") == owner
                && !text_of(record, "Email").is_empty()
        });
        theirs
            .take(most)
            .map(|record| text_of(record, "Id").to_owned())
            .collect()
    }

    /// Id of the user with this user name, in any case.
    pub fn user_by_name(&self, username: &str) -> Option<String> {
        self.records
            .find(schema::object("User")?, "Username", username)
            .into_iter()
            .next()
    }

    /// Id of the first user with this e-mail address, in any case.
    pub fn user_by_email(&self, email: &str) -> Option<String> {
        self.records
            .find(schema::object("User")?, "Email", email)
            .into_iter()
            .next()
    }

    /// The User record.
    pub fn user(&self, id: &str) -> Option<&Record> {
        self.records.get(id).filter(|_| id.starts_with("005"))
    }

    /// Whether the user may sign in at all.
    pub fn is_active(&self, id: &str) -> bool {
        self.user(id)
            .is_some_and(|user| user.get("IsActive") == Some(&json!(true)))
    }

    /// The user name, empty for an unknown id.
    pub fn username(&self, id: &str) -> &str {
        self.user(id).map_or("", |user| text_of(user, "Username"))
    }

    /// The id of the user whose name and password these are.
    pub fn sign_in(&self, username: &str, password: &str) -> Option<String> {
        let id = self.user_by_name(username.trim())?;
        (self.logins.get(&id)?.password == password && self.is_active(&id)).then_some(id)
    }

    /// What must outlive a restart.
    pub fn keep(&self) -> Kept {
        Kept {
            records: self.records.touched(),
            logins: self.logins.clone(),
            client: self.client.clone(),
            settings: self.settings.clone(),
            grants: self.grants.clone(),
            sessions: self.sessions.clone(),
            package: self.package.clone(),
            panel: self.panel.clone(),
        }
    }

    /// Takes up where an earlier run ended.
    pub fn restore(&mut self, kept: Kept) {
        self.records.restore(kept.records);
        self.logins = kept.logins;
        self.client = kept.client;
        self.settings = kept.settings;
        self.grants = kept.grants;
        self.sessions = kept.sessions;
        self.package = kept.package;
        self.panel = kept.panel;
    }
}
