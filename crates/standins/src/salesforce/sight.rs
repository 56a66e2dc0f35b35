//! Which fields somebody sees and may write: what is deployed, and field-level security (contracts 2.2, 2.3).

use serde::{Deserialize, Serialize};

use super::schema::{self, Field, Object};

/// The package in this org, changed through the control API.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Package {
    /// Whether the package's fields exist.
    pub deployed: bool,
    /// Field-level security that takes something away.
    pub security: Vec<Security>,
}

impl Default for Package {
    fn default() -> Self {
        Self {
            deployed: true,
            security: Vec::new(),
        }
    }
}

/// Fields that somebody may not see or not write.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Security {
    /// User name; everybody when absent.
    pub username: Option<String>,
    pub object: String,
    pub fields: Vec<String>,
    #[serde(default)]
    pub access: Access,
}

/// What field-level security leaves of a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Access {
    /// Nothing: the field is absent, and a write is refused.
    #[default]
    Hidden,
    /// Reading.
    Read,
}

/// The fields as one user meets them.
#[derive(Clone, Debug, Default)]
pub struct Sight(Package);

impl Package {
    /// What the user of that name is left with.
    pub fn sight(&self, username: &str) -> Sight {
        let concerns = |rule: &&Security| {
            rule.username
                .as_ref()
                .is_none_or(|name| name.eq_ignore_ascii_case(username))
        };
        Sight(Self {
            deployed: self.deployed,
            security: self.security.iter().filter(concerns).cloned().collect(),
        })
    }
}

impl Security {
    /// Whether there are such an object and such fields; says which there are not.
    pub fn check(&self) -> Result<(), String> {
        let object = schema::object(&self.object)
            .ok_or_else(|| format!("there is no object {}", self.object))?;
        match self.fields.iter().find(|name| object.field(name).is_none()) {
            Some(name) => Err(format!("there is no field {name} on {}", object.name)),
            None => Ok(()),
        }
    }
}

impl Sight {
    /// Every field the user sees.
    pub fn fields<'a>(
        &'a self,
        object: &'static Object,
    ) -> impl Iterator<Item = &'static Field> + 'a {
        object
            .fields()
            .filter(move |field| self.sees(object, field))
    }

    /// The field of that name, in any case, if the user sees it.
    pub fn field(&self, object: &Object, name: &str) -> Option<&'static Field> {
        object.field(name).filter(|field| self.sees(object, field))
    }

    /// The field of that name, in any case, if it exists, whether the user sees it or not.
    pub fn existing(&self, object: &Object, name: &str) -> Option<&'static Field> {
        object
            .field(name)
            .filter(|field| self.exists(object, field))
    }

    /// Whether the user may write the field, as far as security goes.
    pub fn writes(&self, object: &Object, field: &Field) -> bool {
        !self.is_named(object, field, |_| true)
    }

    fn exists(&self, object: &Object, field: &Field) -> bool {
        self.0.deployed || object.package.iter().all(|one| one.name != field.name)
    }

    fn sees(&self, object: &Object, field: &Field) -> bool {
        self.exists(object, field)
            && !self.is_named(object, field, |access| access == Access::Hidden)
    }

    fn is_named(&self, object: &Object, field: &Field, counts: impl Fn(Access) -> bool) -> bool {
        self.0.security.iter().any(|rule| {
            counts(rule.access)
                && rule.object.eq_ignore_ascii_case(object.name)
                && rule
                    .fields
                    .iter()
                    .any(|name| name.eq_ignore_ascii_case(field.name))
        })
    }
}
