//! Consents and tokens: codes used once, families that end together, access tokens that carry scopes.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::directory::{Provider, Settings};
use crate::MARKER;
use crate::chance::unguessable;

const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400 * SECOND;
const CODE_LIFE: i64 = 600 * SECOND;
/// Refresh tokens per user; the oldest ends when there are more.
const MOST_FAMILIES: usize = 100;

/// An authorization code. Times are microseconds of the world.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Code {
    pub value: String,
    pub user: String,
    pub redirect: String,
    /// Method and challenge.
    pub challenge: Option<(String, String)>,
    pub scopes: Vec<String>,
    pub nonce: Option<String>,
    /// Whether it is worth a refresh token.
    pub lasting: bool,
    pub made: i64,
    pub used: bool,
}

/// Why a code is worth nothing.
#[derive(Debug, PartialEq, Eq)]
pub enum NoCode {
    Unknown,
    Old,
    /// Used before.
    Used,
}

#[derive(Clone, Serialize, Deserialize)]
struct Access {
    value: String,
    scopes: Vec<String>,
    made: i64,
    ends: i64,
}

/// What one consent gave.
#[derive(Clone, Serialize, Deserialize)]
pub struct Family {
    pub user: String,
    pub scopes: Vec<String>,
    code: String,
    revoked: bool,
    made: i64,
    used: i64,
    /// Refresh tokens, and when those end that were spent for another one.
    refresh: Vec<(String, Option<i64>)>,
    access: Vec<Access>,
}

/// All of a provider.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Grants {
    codes: Vec<Code>,
    families: Vec<Family>,
    /// Scopes each user has allowed so far.
    approvals: BTreeMap<String, BTreeSet<String>>,
}

/// A living access token.
pub struct Living {
    pub user: String,
    pub scopes: Vec<String>,
    pub ends: i64,
}

/// A place in [`Grants`]: which family.
#[derive(Clone, Copy, Debug)]
pub struct Place(usize);

impl Grants {
    /// Keeps a code and answers its value.
    pub fn give_code(&mut self, provider: Provider, mut code: Code) -> String {
        self.codes
            .retain(|old| code.made - old.made < 4 * CODE_LIFE);
        code.value = match provider {
            Provider::Google => format!("4/0A{}", unguessable(70)),
            Provider::Microsoft => format!("1.AX{}", unguessable(120)),
        };
        let value = code.value.clone();
        self.codes.push(code);
        value
    }

    /// Uses a code up. With `strict`, using it again ends what it gave.
    pub fn redeem(&mut self, value: &str, strict: bool, now: i64) -> Result<Code, NoCode> {
        let code = self.codes.iter_mut().find(|code| code.value == value);
        let code = code.ok_or(NoCode::Unknown)?;
        if code.used {
            let mine = self.families.iter_mut();
            for family in mine.filter(|family| strict && family.code == value) {
                family.revoke();
            }
            return Err(NoCode::Used);
        }
        code.used = true;
        if now - code.made > CODE_LIFE {
            return Err(NoCode::Old);
        }
        Ok(code.clone())
    }

    /// Notes what a user allowed; answers everything allowed so far.
    pub fn approve(&mut self, user: &str, scopes: &[String]) -> BTreeSet<String> {
        let approved = self.approvals.entry(user.to_lowercase()).or_default();
        approved.extend(scopes.iter().cloned());
        approved.clone()
    }

    /// What a user allowed so far.
    pub fn approved(&self, user: &str) -> BTreeSet<String> {
        let approved = self.approvals.get(&user.to_lowercase());
        approved.cloned().unwrap_or_default()
    }

    /// Begins a family.
    pub fn begin(&mut self, user: &str, scopes: Vec<String>, code: &str, now: i64) -> Place {
        let user = user.to_lowercase();
        let mine = self.families.iter_mut();
        let mut mine: Vec<&mut Family> = mine
            .filter(|family| family.user == user && !family.revoked && !family.refresh.is_empty())
            .collect();
        if mine.len() >= MOST_FAMILIES
            && let Some(oldest) = mine.first_mut()
        {
            oldest.revoke();
        }
        self.families.push(Family {
            user,
            scopes,
            code: code.into(),
            revoked: false,
            made: now,
            used: now,
            refresh: Vec::new(),
            access: Vec::new(),
        });
        Place(self.families.len() - 1)
    }

    /// The family at a place.
    pub fn family(&self, place: Place) -> &Family {
        &self.families[place.0]
    }

    /// Gives a family one more access token.
    pub fn give_access(
        &mut self,
        provider: Provider,
        place: Place,
        scopes: Vec<String>,
        life_seconds: i64,
        now: i64,
    ) -> String {
        let start = match provider {
            Provider::Google => "ya29.a0",
            Provider::Microsoft => "EwB",
        };
        let value = format!("{start}{MARKER}.{}", unguessable(80));
        let family = &mut self.families[place.0];
        family.access.retain(|access| access.ends > now - DAY);
        family.access.push(Access {
            value: value.clone(),
            scopes,
            made: now,
            ends: now + life_seconds * SECOND,
        });
        value
    }

    /// Gives a family a refresh token; the one it was `spent` for goes on for some seconds.
    pub fn give_refresh(
        &mut self,
        provider: Provider,
        place: Place,
        spent: Option<(&str, i64)>,
        now: i64,
    ) -> String {
        let start = match provider {
            Provider::Google => "1//0e",
            Provider::Microsoft => "M.C5_",
        };
        let value = format!("{start}{MARKER}{}", unguessable(60));
        let family = &mut self.families[place.0];
        if let Some((spent, seconds)) = spent {
            let old = family.refresh.iter_mut().filter(|(old, _)| old == spent);
            for (_, ends) in old {
                *ends = Some(ends.unwrap_or(now + seconds * SECOND));
            }
        }
        family.refresh.push((value.clone(), None));
        value
    }

    /// The family a refresh token opens, if it still does.
    pub fn spend(&mut self, token: &str, settings: &Settings, now: i64) -> Option<Place> {
        let at = self
            .families
            .iter()
            .position(|family| family.knows(token))?;
        let family = &mut self.families[at];
        let spent = family
            .refresh
            .iter()
            .find(|(known, _)| known == token)
            .and_then(|(_, ends)| *ends);
        let dead = family.revoked
            || spent.is_some_and(|ends| ends < now)
            || now - family.used > settings.refresh_idle_days * DAY
            || settings
                .refresh_life_days
                .is_some_and(|days| now - family.made > days * DAY);
        if dead {
            return None;
        }
        family.used = now;
        Some(Place(at))
    }

    /// Whether the refresh token was ever given to somebody.
    pub fn knows_refresh(&self, token: &str) -> bool {
        self.families.iter().any(|family| family.knows(token))
    }

    /// Owner and scopes of a living access token.
    pub fn living(&self, token: &str, now: i64) -> Option<Living> {
        self.families
            .iter()
            .filter(|family| !family.revoked)
            .find_map(|family| {
                let access = family.access.iter().find(|access| access.value == token)?;
                (access.ends > now).then(|| Living {
                    user: family.user.clone(),
                    scopes: access.scopes.clone(),
                    ends: access.ends,
                })
            })
    }

    /// The user a token or code of any kind belongs or belonged to.
    pub fn owner(&self, token: &str) -> Option<&str> {
        let code = self.codes.iter().find(|code| code.value == token);
        code.map(|code| code.user.as_str()).or_else(|| {
            let mut families = self.families.iter();
            let owns = |family: &&Family| {
                family.knows(token) || family.access.iter().any(|access| access.value == token)
            };
            families.find(owns).map(|family| family.user.as_str())
        })
    }

    /// Ends the whole family a token belongs to, consent included; false for strangers.
    pub fn revoke(&mut self, token: &str, now: i64) -> bool {
        let living = |family: &&mut Family| {
            !family.revoked
                && (family.knows(token)
                    || family
                        .access
                        .iter()
                        .any(|access| access.value == token && access.ends > now))
        };
        let Some(family) = self.families.iter_mut().find(living) else {
            return false;
        };
        family.revoke();
        self.approvals.remove(&family.user);
        true
    }

    /// Ends all access tokens of a user; refresh tokens go on.
    pub fn expire(&mut self, user: &str, now: i64) {
        let user = user.to_lowercase();
        for family in self
            .families
            .iter_mut()
            .filter(|family| family.user == user)
        {
            for access in &mut family.access {
                access.ends = access.ends.min(now);
            }
        }
    }

    /// Ends everything a user granted.
    pub fn revoke_user(&mut self, user: &str) {
        let user = user.to_lowercase();
        self.approvals.remove(&user);
        for family in self
            .families
            .iter_mut()
            .filter(|family| family.user == user)
        {
            family.revoke();
        }
    }
}

impl Family {
    fn knows(&self, refresh: &str) -> bool {
        self.refresh.iter().any(|(known, _)| known == refresh)
    }

    fn revoke(&mut self) {
        self.revoked = true;
        self.access.clear();
    }
}
