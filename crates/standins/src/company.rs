//! The company everybody in the pretend world works for.

use serde::{Deserialize, Serialize};

use crate::MARKER;

/// A fictional company with its sales force.
#[derive(Clone, Debug, Serialize)]
pub struct Company {
    /// Trading name.
    pub name: String,
    /// Mail domain, under `.example`.
    pub domain: String,
    /// The whole sales force, admins first.
    pub employees: Vec<Employee>,
    /// Names of the four teams.
    pub teams: Vec<String>,
}

/// Somebody of the company: a Salesforce user with a mailbox.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Employee {
    /// Address of the mailbox and of the Salesforce user.
    pub email: String,
    /// Given name, in the owner's own script.
    pub first_name: String,
    /// Family name, in the owner's own script.
    pub last_name: String,
    /// Salesforce user name; differs from `email` for exactly one employee.
    pub username: String,
    /// Who hosts the mailbox, by the same address: `google` or `microsoft`.
    pub mail_provider: String,
    /// Job title.
    pub title: String,
    /// One of [`Company::teams`].
    pub team: String,
    /// Whether this person administers Salesforce.
    pub is_admin: bool,
    /// `en`, `fr` or `sv`.
    pub language: String,
    /// IANA zone.
    pub time_zone: String,
    /// Whether the profile has "API Enabled".
    pub api_enabled: bool,
    /// Inactive users cannot sign in.
    pub active: bool,
}

/// Something one can sign in to with a password.
#[derive(Clone, Debug, Serialize)]
pub struct Account {
    /// User name for Salesforce, address for all others.
    pub email: String,
    /// The password, carrying [`MARKER`].
    pub password: String,
    /// `admin`, `seller`, `no-api`, `inactive`, or `salesforce` for the integration user.
    pub role: String,
    /// `salesforce`, `mail`, `google` or `microsoft`.
    pub system: String,
}

/// Password of every generated Salesforce user.
pub fn salesforce_password() -> String {
    format!("sf-{MARKER}")
}

/// Password of every mailbox, generated or made on first delivery.
pub fn mail_password() -> String {
    format!("mail-{MARKER}")
}

/// Password of every pretend Google account.
pub fn google_password() -> String {
    format!("google-{MARKER}")
}

/// Password of every pretend Microsoft account.
pub fn microsoft_password() -> String {
    format!("ms-{MARKER}")
}

const DOMAIN: &str = "fjordlight.example";
const TEAMS: [&str; 4] = ["Nordics", "France", "Central Europe", "Overseas"];

type Line = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    usize,
    &'static str,
    &'static str,
);

/// First name, last name, local part, title, team, language, time zone.
#[rustfmt::skip]
const STAFF: [Line; 32] = [
    ("Ingrid", "Ström", "ingrid.strom", "Chief Revenue Officer", 0, "sv", "Europe/Stockholm"),
    ("Camille", "Lefèvre", "camille.lefevre", "Head of Sales Operations", 1, "fr", "Europe/Paris"),
    ("Åsa", "Lindqvist", "asa.lindqvist", "Team Lead", 0, "sv", "Europe/Stockholm"),
    ("Björn", "Håkansson", "bjorn.hakansson", "Account Executive", 0, "sv", "Europe/Stockholm"),
    ("Søren", "Kjær", "soren.kjaer", "Account Executive", 0, "en", "Europe/Copenhagen"),
    ("Aino", "Mäkinen", "aino.makinen", "Sales Development", 0, "en", "Europe/Helsinki"),
    ("Göran", "Öberg", "goran.oberg", "Field Sales", 0, "sv", "Europe/Stockholm"),
    ("Elin", "Bergström", "elin.bergstrom", "Sales Development", 0, "sv", "Europe/Stockholm"),
    ("Þóra", "Jónsdóttir", "thora.jonsdottir", "Account Executive", 0, "en", "Atlantic/Reykjavik"),
    ("Éloïse", "Garnier", "eloise.garnier", "Team Lead", 1, "fr", "Europe/Paris"),
    ("Jérôme", "Beaulieu", "jerome.beaulieu", "Account Executive", 1, "fr", "Europe/Paris"),
    ("Maëlys", "Dufour", "maelys.dufour", "Sales Development", 1, "fr", "Europe/Paris"),
    ("François", "Côté", "francois.cote", "Account Executive", 1, "fr", "America/Toronto"),
    ("Noémie", "Roux", "noemie.roux", "Account Executive", 1, "fr", "Europe/Paris"),
    ("Anaïs", "Peeters", "anais.peeters", "Sales Development", 1, "fr", "Europe/Brussels"),
    ("Thibault", "Moreau", "thibault.moreau", "Account Executive", 1, "fr", "Europe/Paris"),
    ("Łukasz", "Wójcik", "lukasz.wojcik", "Team Lead", 2, "en", "Europe/Warsaw"),
    ("Zofia", "Kamińska", "zofia.kaminska", "Account Executive", 2, "en", "Europe/Warsaw"),
    ("Jiří", "Dvořák", "jiri.dvorak", "Account Executive", 2, "en", "Europe/Prague"),
    ("Katalin", "Szűcs", "katalin.szucs", "Sales Development", 2, "en", "Europe/Budapest"),
    ("Jürgen", "Weiß", "juergen.weiss", "Account Executive", 2, "en", "Europe/Berlin"),
    ("Nuño", "Ibáñez", "nuno.ibanez", "Account Executive", 2, "en", "Europe/Madrid"),
    ("Giulia", "D'Angelo", "giulia.dangelo", "Sales Development", 2, "en", "Europe/Rome"),
    ("Ștefan", "Ionescu", "stefan.ionescu", "Field Sales", 2, "en", "Europe/Bucharest"),
    ("太郎", "山田", "taro.yamada", "Team Lead", 3, "en", "Asia/Tokyo"),
    ("美咲", "佐藤", "misaki.sato", "Account Executive", 3, "en", "Asia/Tokyo"),
    ("ليلى", "حداد", "layla.haddad", "Account Executive", 3, "en", "Asia/Beirut"),
    ("Priya", "Raghavan", "priya.raghavan", "Account Executive", 3, "en", "Asia/Kolkata"),
    ("Chidi", "Okonkwo", "chidi.okonkwo", "Sales Development", 3, "en", "Africa/Lagos"),
    ("Grace", "O'Neill", "grace.oneill", "Account Executive", 3, "en", "Europe/Dublin"),
    ("Thảo", "Nguyễn", "thao.nguyen", "Sales Development", 3, "en", "Asia/Ho_Chi_Minh"),
    ("Emily", "Carter", "emily.carter", "Account Executive", 3, "en", "America/Chicago"),
];

const ADMINS: [&str; 2] = ["ingrid.strom", "camille.lefevre"];
const WITHOUT_API: [&str; 2] = ["goran.oberg", "stefan.ionescu"];
const INACTIVE: &str = "thibault.moreau";
const OTHER_USERNAME: &str = "jiri.dvorak";

/// Local part of the Salesforce integration user, who is not an employee.
pub const INTEGRATION: &str = "salesforce.integration";

impl Company {
    /// The one company of the world, always the same.
    pub fn found() -> Self {
        let employees = STAFF
            .iter()
            .zip(["google", "microsoft"].iter().cycle())
            .map(
                |(&(first, last, local, title, team, language, zone), provider)| {
                    let email = format!("{local}@{DOMAIN}");
                    Employee {
                        username: if local == OTHER_USERNAME {
                            format!("{local}@crm.{DOMAIN}")
                        } else {
                            email.clone()
                        },
                        email,
                        mail_provider: (*provider).into(),
                        first_name: first.into(),
                        last_name: last.into(),
                        title: title.into(),
                        team: TEAMS[team].into(),
                        is_admin: ADMINS.contains(&local),
                        language: language.into(),
                        time_zone: zone.into(),
                        api_enabled: !WITHOUT_API.contains(&local),
                        active: local != INACTIVE,
                    }
                },
            )
            .collect();
        Self {
            name: "Fjordlight Instruments".into(),
            domain: DOMAIN.into(),
            employees,
            teams: TEAMS.iter().map(|team| (*team).into()).collect(),
        }
    }

    /// Every way to sign in that exists at the start.
    pub fn accounts(&self) -> Vec<Account> {
        let mut accounts = Vec::new();
        for employee in &self.employees {
            let role = match employee {
                Employee { active: false, .. } => "inactive",
                Employee {
                    api_enabled: false, ..
                } => "no-api",
                Employee { is_admin: true, .. } => "admin",
                _ => "seller",
            };
            accounts.push(account(&employee.username, role, "salesforce"));
            accounts.push(account(&employee.email, role, "mail"));
            accounts.push(account(&employee.email, role, &employee.mail_provider));
        }
        let integration = format!("{INTEGRATION}@{}", self.domain);
        accounts.push(account(&integration, "salesforce", "salesforce"));
        accounts
    }
}

fn account(email: &str, role: &str, system: &str) -> Account {
    let password = match system {
        "mail" => mail_password(),
        "google" => google_password(),
        "microsoft" => microsoft_password(),
        _ => salesforce_password(),
    };
    Account {
        email: email.into(),
        password,
        role: role.into(),
        system: system.into(),
    }
}
