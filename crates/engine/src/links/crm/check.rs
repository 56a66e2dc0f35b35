//! Looks whether an organisation has what we write, and whether a user may write it (administration 6.7 to
//! 6.9). For the doctor and for the page.

use liaison_connectors::salesforce::{Api, ApiError, soql};
use liaison_domain::Refusal;
use liaison_domain::id::UserId;
use liaison_domain::links::SalesforceConnection;
use liaison_domain::links::crm::activity::{ROLL_UPS, TaskType};
use liaison_domain::links::crm::sync::OptOutField;
use liaison_domain::links::crm_log;
use liaison_domain::people::CrmObject;
use liaison_store::links::salesforce as kept;

use super::describe::{self, Sight};
use super::settings;
use crate::links::calls::with_api;
use crate::{Engine, Error, Outcome};

/// What was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The permission to use the API.
    Api,
    /// A field of ours on an object.
    Field { object: &'static str, name: String },
    /// A value of a Task's `Type`.
    Type(&'static str),
    /// The package's permission set.
    PermissionSet,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Good,
    /// Not there, or hidden from this user.
    Missing,
    /// There, but closed to this user.
    ReadOnly,
    /// The object itself cannot be seen.
    Hidden,
    /// This user may not look.
    Unknown,
}

impl Standing {
    pub const ALL: [Self; 5] = [
        Self::Good,
        Self::Missing,
        Self::ReadOnly,
        Self::Hidden,
        Self::Unknown,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Missing => "missing",
            Self::ReadOnly => "read-only",
            Self::Hidden => "hidden",
            Self::Unknown => "unknown",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    pub what: What,
    pub standing: Standing,
}

impl Checked {
    fn new(what: What, standing: Standing) -> Self {
        Self { what, standing }
    }

    /// The key of the sentence that says what to do; empty where nothing is to be done.
    pub fn remedy(&self) -> &'static str {
        match (&self.what, self.standing) {
            (_, Standing::Good) => "",
            (What::Api, _) => "api",
            (What::Type(_), _) => "type",
            (What::PermissionSet, Standing::Missing) => "permission-set",
            (What::PermissionSet, _) => "permission-set-unknown",
            (What::Field { .. }, Standing::Hidden) => "object-hidden",
            (What::Field { .. }, Standing::ReadOnly) => "field-read-only",
            (What::Field { object, .. }, _) if *object == "Task" => "task-field",
            (What::Field { .. }, _) => "package-field",
        }
    }

    /// Every key [`Self::remedy`] may give.
    pub const REMEDIES: [&'static str; 8] = [
        "api",
        "type",
        "permission-set",
        "permission-set-unknown",
        "object-hidden",
        "field-read-only",
        "task-field",
        "package-field",
    ];

    /// What it is, as Salesforce calls it.
    pub fn name(&self) -> String {
        match &self.what {
            What::Api => "API Enabled".into(),
            What::Field { object, name } => format!("{object}.{name}"),
            What::Type(value) => format!("Task.Type = {value}"),
            What::PermissionSet => format!("{PERMISSION_SET}*"),
        }
    }

    /// Whether something that is switched on does not work because of it. Without a kind of its own, an
    /// activity is logged all the same.
    pub fn is_bad(&self) -> bool {
        let is_field = matches!(self.what, What::Field { .. } | What::Api);
        is_field && self.standing != Standing::Good
    }
}

/// How the names of the package's permission sets begin.
const PERMISSION_SET: &str = "Liaison";

/// Asks as this user: seven calls at most.
pub async fn check(engine: &Engine, user: UserId) -> Outcome<Vec<Checked>> {
    let connection = kept::of_user(&engine.db, user)
        .await?
        .ok_or(Refusal::SalesforceReconnect)?;
    let id = connection.salesforce_user_id.as_str();
    let may = with_api(engine, &connection, async |api: Api| {
        match api.user(id).await {
            Err(ApiError::ApiDisabledForUser) => Ok(false),
            other => other.map(|_| true),
        }
    })
    .await?;
    if !may {
        return Ok(vec![Checked::new(What::Api, Standing::Missing)]);
    }
    let mut all = vec![Checked::new(What::Api, Standing::Good)];
    let settings = settings::get(&engine.db).await?;
    if let Some(task) = see(engine, &connection, "Task").await? {
        let names = crm_log::FIELDS.iter().map(|(name, _)| *name);
        all.extend(names.map(|name| field("Task", name, &task)));
        all.extend(
            [TaskType::Email, TaskType::Call, TaskType::Reply].map(|of| {
                let standing = if task.has_type(of) {
                    Standing::Good
                } else {
                    Standing::Missing
                };
                Checked::new(What::Type(of.name()), standing)
            }),
        );
    } else {
        all.push(hidden("Task"));
    }
    for object in CrmObject::ALL {
        let is_opted_out = matches!(object, CrmObject::Lead | CrmObject::Contact);
        if !settings.roll_ups.has(object) && !is_opted_out {
            continue;
        }
        let name = object.api_name();
        let Some(sight) = see(engine, &connection, name).await? else {
            all.push(hidden(name));
            continue;
        };
        if settings.roll_ups.has(object) {
            all.extend(ROLL_UPS.map(|one| field(name, one, &sight)));
        }
        if is_opted_out {
            let target = settings.opt_out_target();
            all.push(field(name, target.api_name(), &sight));
        }
    }
    all.push(permission_set(engine, &connection).await?);
    Ok(all)
}

fn hidden(object: &'static str) -> Checked {
    let name = "*".to_owned();
    Checked::new(What::Field { object, name }, Standing::Hidden)
}

fn field(object: &'static str, name: &str, sight: &Sight) -> Checked {
    let standing = match sight.fields.get(name) {
        None => Standing::Missing,
        Some(may) if may.update && (may.create || name != OptOutField::Standard.api_name()) => {
            Standing::Good
        }
        Some(_) => Standing::ReadOnly,
    };
    let name = name.to_owned();
    Checked::new(What::Field { object, name }, standing)
}

/// `None` when the user cannot see the object. What is seen holds for the next writes, too.
async fn see(
    engine: &Engine,
    connection: &SalesforceConnection,
    object: &str,
) -> Outcome<Option<Sight>> {
    let answer = with_api(engine, connection, async |api: Api| {
        match api.describe(object).await {
            Err(ApiError::NotFound | ApiError::Access { .. }) => Ok(None),
            other => other.map(Some),
        }
    })
    .await?;
    let Some(answer) = answer else {
        return Ok(None);
    };
    let sight = Sight::read(&answer);
    describe::keep(engine, connection.user_id, object, &sight).await?;
    Ok(Some(sight))
}

/// Not everybody may read who has which permission set.
async fn permission_set(engine: &Engine, connection: &SalesforceConnection) -> Outcome<Checked> {
    let query = format!(
        "SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = {} AND PermissionSet.Name LIKE '{PERMISSION_SET}%'",
        soql::quote(connection.salesforce_user_id.as_str())
    );
    let asked = with_api(engine, connection, async |api: Api| api.query(&query).await).await;
    let standing = match asked {
        Ok(page) if page.records.is_empty() => Standing::Missing,
        Ok(_) => Standing::Good,
        Err(Error::Refused(_)) => Standing::Unknown,
        Err(error) => return Err(error),
    };
    Ok(Checked::new(What::PermissionSet, standing))
}
