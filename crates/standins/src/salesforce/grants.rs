//! Who may use what: authorization codes, access tokens, refresh tokens and their families.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::MARKER;
use crate::chance::unguessable;

const MINUTE: i64 = 60_000_000;
const CODE_LIFE: i64 = 15 * MINUTE;
const IDLE_LIFE: i64 = 30 * 24 * 60 * MINUTE;

/// A single-use authorization code. Times are microseconds of the world.
#[derive(Clone, Serialize, Deserialize)]
pub struct Code {
    pub value: String,
    pub user: String,
    pub redirect: String,
    pub challenge: Option<String>,
    pub scope: String,
    pub made: i64,
    used: bool,
}

#[derive(Clone, Serialize, Deserialize)]
struct Access {
    value: String,
    used: i64,
    made: i64,
}

/// What one consent gave: a family of tokens that ends together.
#[derive(Clone, Serialize, Deserialize)]
pub struct Family {
    pub user: String,
    pub scope: String,
    pub revoked: bool,
    /// Used when the consent was given.
    pub made: i64,
    code: String,
    refresh: Option<String>,
    retired: Vec<String>,
    access: Vec<Access>,
    used: i64,
}

/// All codes and families, and who allowed the app before.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Grants {
    codes: Vec<Code>,
    families: Vec<Family>,
    approvals: BTreeSet<String>,
}

/// Fresh tokens of one answer.
pub struct Tokens {
    pub access: String,
    pub refresh: Option<String>,
    pub user: String,
    pub scope: String,
}

impl Grants {
    /// Makes a code for a user who allowed the app.
    pub fn code(
        &mut self,
        user: &str,
        redirect: &str,
        challenge: Option<String>,
        scope: &str,
        now: i64,
    ) -> String {
        self.codes.retain(|code| now - code.made < 4 * CODE_LIFE);
        let value = format!("aPrx{}==", unguessable(72));
        self.codes.push(Code {
            value: value.clone(),
            user: user.into(),
            redirect: redirect.into(),
            challenge,
            scope: scope.into(),
            made: now,
            used: false,
        });
        value
    }

    /// Uses a code up; `None` when unknown, old or used before (which ends what it gave).
    pub fn redeem(&mut self, value: &str, now: i64) -> Option<Code> {
        let code = self.codes.iter_mut().find(|code| code.value == value)?;
        if code.used {
            for family in self
                .families
                .iter_mut()
                .filter(|family| family.code == value)
            {
                family.revoke();
            }
            return None;
        }
        code.used = true;
        (now - code.made < CODE_LIFE).then(|| code.clone())
    }

    /// Begins a family.
    pub fn begin(&mut self, org: &str, user: &str, scope: &str, code: &str, now: i64) -> Tokens {
        self.approvals.insert(user.to_owned());
        let lasting = scope
            .split(' ')
            .any(|word| matches!(word, "refresh_token" | "offline_access" | "full"));
        let access = access_token(org);
        let refresh = lasting.then(refresh_token);
        self.families.push(Family {
            user: user.into(),
            scope: scope.into(),
            revoked: false,
            made: now,
            code: code.into(),
            refresh: refresh.clone(),
            retired: Vec::new(),
            access: vec![Access {
                value: access.clone(),
                used: now,
                made: now,
            }],
            used: now,
        });
        Tokens {
            access,
            refresh,
            user: user.into(),
            scope: scope.into(),
        }
    }

    /// Spends a refresh token. A retired one ends its whole family.
    pub fn refresh(&mut self, org: &str, token: &str, rotate: bool, now: i64) -> Option<Tokens> {
        let family = self
            .families
            .iter_mut()
            .find(|family| family.knows(token))?;
        if family.refresh.as_deref() != Some(token) {
            family.revoke();
            return None;
        }
        if family.revoked || now - family.used > IDLE_LIFE {
            return None;
        }
        family.used = now;
        let access = access_token(org);
        family.access.push(Access {
            value: access.clone(),
            used: now,
            made: now,
        });
        let excess = family.access.len().saturating_sub(20);
        family.access.drain(..excess);
        let refresh = rotate.then(refresh_token);
        if let Some(fresh) = &refresh {
            family.retired.push(token.to_owned());
            family.refresh = Some(fresh.clone());
        }
        Some(Tokens {
            access,
            refresh,
            user: family.user.clone(),
            scope: family.scope.clone(),
        })
    }

    /// User and scope behind a living access token; its idle life starts again.
    pub fn visit(&mut self, token: &str, life_seconds: i64, now: i64) -> Option<(String, String)> {
        let family = self
            .families
            .iter_mut()
            .find(|family| family.access.iter().any(|access| access.value == token))?;
        let access = family
            .access
            .iter_mut()
            .find(|access| access.value == token)?;
        if family.revoked || now - access.used > life_seconds * 1_000_000 {
            return None;
        }
        access.used = now;
        Some((family.user.clone(), family.scope.clone()))
    }

    /// The user a token of any kind belongs or belonged to.
    pub fn owner(&self, token: &str) -> Option<&str> {
        let owns = |family: &&Family| {
            family.knows(token) || family.access.iter().any(|access| access.value == token)
        };
        self.families
            .iter()
            .find(owns)
            .map(|family| family.user.as_str())
    }

    /// Family of a living token of any kind and when the token was made.
    pub fn look_up(&self, token: &str) -> Option<(&Family, &'static str, i64)> {
        self.families
            .iter()
            .filter(|family| !family.revoked)
            .find_map(|family| {
                let access = family.access.iter().find(|access| access.value == token);
                let found = access.map(|access| (family, "access_token", access.made));
                found.or_else(|| {
                    (family.refresh.as_deref() == Some(token)).then_some((
                        family,
                        "refresh_token",
                        family.used,
                    ))
                })
            })
    }

    /// Ends an access token, or with a refresh token its whole family; false for strangers.
    pub fn revoke(&mut self, token: &str) -> bool {
        for family in &mut self.families {
            if family.refresh.as_deref() == Some(token) && !family.revoked {
                family.revoke();
                return true;
            }
            let before = family.access.len();
            family.access.retain(|access| access.value != token);
            if family.access.len() < before {
                return true;
            }
        }
        false
    }

    /// Ends all access tokens of a user, or of everybody; refresh tokens go on.
    pub fn expire(&mut self, user: Option<&str>) {
        for family in self
            .families
            .iter_mut()
            .filter(|family| user.is_none_or(|user| family.user == user))
        {
            family.access.clear();
        }
    }

    /// Ends everything a user granted, consent included.
    pub fn revoke_user(&mut self, user: &str) {
        self.approvals.remove(user);
        for family in self
            .families
            .iter_mut()
            .filter(|family| family.user == user)
        {
            family.revoke();
        }
    }

    /// Whether the user allowed the app before.
    pub fn approved(&self, user: &str) -> bool {
        self.approvals.contains(user)
    }
}

impl Family {
    fn knows(&self, refresh: &str) -> bool {
        self.refresh.as_deref() == Some(refresh) || self.retired.iter().any(|old| old == refresh)
    }

    fn revoke(&mut self) {
        self.revoked = true;
        self.access.clear();
    }
}

fn access_token(org: &str) -> String {
    format!(
        "{}!AQ{MARKER}.{}",
        org.get(..15).unwrap_or(org),
        unguessable(64)
    )
}

fn refresh_token() -> String {
    format!("5Aep{MARKER}{}", unguessable(60))
}
