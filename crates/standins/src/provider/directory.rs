//! Accounts, the one registered app and the settings of a provider.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::grants::Grants;
use super::jwt;
use crate::MARKER;
use crate::company::{Company, google_password, microsoft_password};

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Provider {
    Google,
    Microsoft,
}

impl Provider {
    /// As in journal, faults and accounts.
    pub fn name(self) -> &'static str {
        match self {
            Self::Google => "google",
            Self::Microsoft => "microsoft",
        }
    }

    /// As people write it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Google => "Google",
            Self::Microsoft => "Microsoft",
        }
    }

    /// Name of the session cookie; ports do not separate cookies, so names must.
    pub fn cookie(self) -> &'static str {
        match self {
            Self::Google => "pretend_google",
            Self::Microsoft => "pretend_microsoft",
        }
    }
}

/// The registered app.
#[derive(Clone, Serialize, Deserialize)]
pub struct App {
    pub id: String,
    pub secret: String,
    pub name: String,
    /// Compared exactly, loopback ones without their port.
    pub redirects: BTreeSet<String>,
}

/// An account.
#[derive(Clone, Serialize, Deserialize)]
pub struct User {
    pub email: String,
    pub given_name: String,
    pub family_name: String,
    pub password: String,
    /// `en`, `fr` or `sv`.
    pub language: String,
    /// Inactive accounts cannot sign in and their tokens do not work.
    pub active: bool,
    /// Whether there is a mailbox behind the account.
    pub mail_enabled: bool,
    /// Further addresses this account may write from.
    pub aliases: BTreeSet<String>,
    /// What stands between this user and consent.
    pub consent: Consent,
}

/// What stands between a user and consent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Consent {
    /// Nothing: the user decides.
    #[default]
    User,
    /// An administrator must approve first (AADSTS90094; `admin_policy_enforced` at Google).
    Admin,
    /// Consent was taken away: tokens are refused (AADSTS65001; Microsoft only).
    Missing,
}

impl User {
    /// Name as shown; the address when there is none.
    pub fn name(&self) -> String {
        let name = format!("{} {}", self.given_name, self.family_name);
        if name.trim().is_empty() {
            self.email.clone()
        } else {
            name.trim().to_owned()
        }
    }

    /// Whether the account may write from that address.
    pub fn may_write_from(&self, address: &str) -> bool {
        let address = address.to_lowercase();
        self.email.to_lowercase() == address || self.aliases.contains(&address)
    }
}

/// What a test may turn.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Settings {
    pub access_token_life_seconds: i64,
    /// Refresh tokens end when unused that long.
    pub refresh_idle_days: i64,
    /// Refresh tokens end at that age, used or not (7 while a Google app is in "Testing").
    pub refresh_life_days: Option<i64>,
    /// How long a Microsoft refresh token still works after it was replaced.
    pub replaced_refresh_life_seconds: i64,
    /// Whether the boxes of granular consent are ticked when the page comes (Google).
    pub boxes_ticked: bool,
    /// Quota units per user and minute (Google).
    pub units_per_minute: u32,
    /// Requests per mailbox in ten minutes (Microsoft).
    pub requests_per_ten_minutes: u32,
    /// Requests at the same time per mailbox (Microsoft).
    pub concurrent_requests: u32,
    /// Mails per user in a minute.
    pub mails_per_minute: u32,
    /// Mails per user in a day.
    pub mails_per_day: u32,
    /// How often each push is sent: 0 loses all, 2 sends each twice.
    pub push_copies: u32,
}

/// Everything one provider knows, mail aside.
#[derive(Clone, Serialize, Deserialize)]
pub struct Directory {
    pub provider: Provider,
    pub app: App,
    /// By lower-case address.
    pub users: BTreeMap<String, User>,
    pub grants: Grants,
    /// Address by cookie.
    pub sessions: BTreeMap<String, String>,
    pub settings: Settings,
    /// Signing key of id tokens, PEM.
    pub key: String,
}

/// What `POST /google/users` and `POST /microsoft/users` may say; made when the address is new.
#[derive(Debug, Deserialize)]
pub struct UserChange {
    pub email: String,
    pub given_name: Option<String>,
    pub family_name: Option<String>,
    /// A new password ends all grants, as with the real ones.
    pub password: Option<String>,
    pub language: Option<String>,
    pub active: Option<bool>,
    pub mail_enabled: Option<bool>,
    pub aliases: Option<BTreeSet<String>>,
    /// `user`, `admin` or `missing`.
    pub consent: Option<Consent>,
}

impl Directory {
    /// The directory at the start of the world: its share of the employees.
    pub fn found(provider: Provider, company: &Company) -> anyhow::Result<Self> {
        let google = provider == Provider::Google;
        let users = company
            .employees
            .iter()
            .filter(|employee| employee.mail_provider == provider.name())
            .map(|employee| {
                let user = User {
                    email: employee.email.clone(),
                    given_name: employee.first_name.clone(),
                    family_name: employee.last_name.clone(),
                    password: password(provider),
                    language: employee.language.clone(),
                    active: employee.active,
                    mail_enabled: true,
                    aliases: BTreeSet::new(),
                    consent: Consent::User,
                };
                (employee.email.to_lowercase(), user)
            })
            .collect();
        Ok(Self {
            provider,
            app: App {
                id: if google {
                    "481516234242-pretendliaison.apps.googleusercontent.com".into()
                } else {
                    "7c0ffee0-1a15-4a0e-9e57-00000c11e417".into()
                },
                secret: if google {
                    format!("GOCSPX-{MARKER}-client-secret")
                } else {
                    format!("8Q~{MARKER}-client-secret")
                },
                name: "Liaison".into(),
                redirects: BTreeSet::new(),
            },
            users,
            grants: Grants::default(),
            sessions: BTreeMap::new(),
            settings: Settings {
                access_token_life_seconds: if google { 3_599 } else { 3_912 },
                refresh_idle_days: if google { 180 } else { 90 },
                refresh_life_days: None,
                replaced_refresh_life_seconds: 600,
                boxes_ticked: true,
                units_per_minute: 6_000,
                requests_per_ten_minutes: 10_000,
                concurrent_requests: 4,
                mails_per_minute: if google { 60 } else { 30 },
                mails_per_day: if google { 2_000 } else { 10_000 },
                push_copies: 1,
            },
            key: jwt::fresh()?,
        })
    }

    /// The account with this address, in any case.
    pub fn user(&self, email: &str) -> Option<&User> {
        self.users.get(&email.trim().to_lowercase())
    }

    /// The account, if it may be used at all.
    pub fn active(&self, email: &str) -> Option<&User> {
        self.user(email).filter(|user| user.active)
    }

    /// The account whose address and password these are.
    pub fn sign_in(&self, email: &str, password: &str) -> Option<&User> {
        self.active(email).filter(|user| user.password == password)
    }

    /// Whether a redirect URI is registered: exactly, or as a loopback address with another port.
    pub fn allows(&self, uri: &str) -> bool {
        if self.app.redirects.contains(uri) {
            return true;
        }
        let Some(wanted) = loopback(uri) else {
            return false;
        };
        let mut known = self.app.redirects.iter().filter_map(|uri| loopback(uri));
        known.any(|known| known == wanted)
    }

    /// Makes or changes an account.
    pub fn change(&mut self, change: UserChange) -> &User {
        let key = change.email.trim().to_lowercase();
        let provider = self.provider;
        if change.password.is_some() && self.users.contains_key(&key) {
            self.grants.revoke_user(&key);
        }
        let user = self.users.entry(key.clone()).or_insert_with(|| User {
            email: key,
            given_name: String::new(),
            family_name: String::new(),
            password: password(provider),
            language: "en".into(),
            active: true,
            mail_enabled: true,
            aliases: BTreeSet::new(),
            consent: Consent::User,
        });
        let put = |field: &mut String, value: Option<String>| {
            if let Some(value) = value {
                *field = value;
            }
        };
        put(&mut user.given_name, change.given_name);
        put(&mut user.family_name, change.family_name);
        put(&mut user.password, change.password);
        put(&mut user.language, change.language);
        user.active = change.active.unwrap_or(user.active);
        user.mail_enabled = change.mail_enabled.unwrap_or(user.mail_enabled);
        user.consent = change.consent.unwrap_or(user.consent);
        if let Some(aliases) = change.aliases {
            user.aliases = aliases.iter().map(|alias| alias.to_lowercase()).collect();
        }
        user
    }
}

fn password(provider: Provider) -> String {
    match provider {
        Provider::Google => google_password(),
        Provider::Microsoft => microsoft_password(),
    }
}

fn loopback(uri: &str) -> Option<String> {
    let mut parsed = url::Url::parse(uri).ok()?;
    let local = matches!(parsed.host_str()?, "localhost" | "127.0.0.1" | "[::1]")
        && parsed.scheme() == "http";
    parsed.set_port(None).ok()?;
    local.then(|| parsed.to_string())
}

/// Bytes that always belong to the same text: stable ids are made of them.
pub fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text.to_lowercase()).into()
}

/// The 21-digit `sub` of a Google account.
pub fn google_sub(email: &str) -> String {
    let mut number = [0_u8; 8];
    number.copy_from_slice(&digest(email)[..8]);
    format!("1{:020}", u64::from_be_bytes(number))
}

/// A GUID that always belongs to the same text.
pub fn guid(text: &str) -> String {
    let hex: String = digest(text)[..16]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!(
        "{}-{}-4{}-8{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[13..16],
        &hex[17..20],
        &hex[20..]
    )
}
