//! One row of an answer, read by column name.

use std::sync::Arc;

use jiff::Timestamp;
use liaison_domain::{EmailAddress, id};
use uuid::Uuid;

use super::fault::Fault;
use super::value::Value;

/// A row. Columns are few, so a name is found by looking along them.
#[derive(Debug, Clone)]
pub struct Record {
    pub(super) columns: Arc<[String]>,
    pub(super) values: Vec<Value>,
}

impl Record {
    /// The value of a column as the type asked for; `Option<T>` where it may be null.
    pub fn get<T: FromValue>(&self, column: &str) -> Result<T, Fault> {
        let fault = |problem: String| Fault::Column {
            column: column.to_owned(),
            problem,
        };
        let position = self
            .columns
            .iter()
            .position(|c| c == column)
            .ok_or_else(|| fault("is not in the answer".into()))?;
        T::from_value(&self.values[position]).ok_or_else(|| {
            let kind = match &self.values[position] {
                Value::Null => "null",
                Value::Bool(_) => "a boolean",
                Value::Int(_) => "an integer",
                Value::Text(_) => "text",
                Value::Bytes(_) => "bytes",
                Value::Id(_) => "an id",
            };
            fault(format!("{kind} is not {}", std::any::type_name::<T>()))
        })
    }

    /// All values, in the order they were selected.
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// A column that holds a code, read by the type's own reader.
    pub fn code<T>(&self, column: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, Fault> {
        let text: String = self.get(column)?;
        read(&text).ok_or_else(|| Fault::Column {
            column: column.to_owned(),
            problem: format!("no such code: {text}"),
        })
    }
}

/// What can be read out of a [`Value`].
pub trait FromValue: Sized {
    fn from_value(value: &Value) -> Option<Self>;
}

macro_rules! from_value {
    ($($to:ty: $($pattern:pat => $value:expr),+);+ $(;)?) => {$(
        impl FromValue for $to {
            fn from_value(value: &Value) -> Option<Self> {
                match value { $($pattern => $value,)+ _ => None }
            }
        }
    )+};
}

from_value! {
    bool: Value::Bool(b) => Some(*b), Value::Int(n) => Some(*n != 0);
    i64: Value::Int(n) => Some(*n);
    u64: Value::Int(n) => (*n).try_into().ok();
    u16: Value::Int(n) => (*n).try_into().ok();
    String: Value::Text(s) => Some(s.clone());
    Vec<u8>: Value::Bytes(b) => Some(b.clone());
    // SQLite knows no ids: they come back as the 16 bytes they are.
    Uuid: Value::Id(u) => Some(*u), Value::Bytes(b) => Uuid::from_slice(b).ok();
    Timestamp: Value::Int(n) => Timestamp::from_microsecond(*n).ok();
    EmailAddress: Value::Text(s) => EmailAddress::parse(s).ok();
}

macro_rules! id_from_value {
    ($($id:ident),+ $(,)?) => {$(
        impl FromValue for id::$id {
            fn from_value(value: &Value) -> Option<Self> {
                Uuid::from_value(value).map(id::$id)
            }
        }
    )+};
}

id_from_value!(
    UserId,
    TeamId,
    InvitationId,
    SessionId,
    AttemptId,
    SalesforceConnectionId,
    MailboxId,
    DkimId,
    IdentityId,
    SendId,
    JobId,
    AuditId,
    PersonId,
    ConsentEventId,
    EmailId,
    BatchId,
    TemplateId,
    CategoryId,
    FileId,
    CampaignId,
    StepId,
    MemberId,
    TaskId,
    CallId,
    CrmWriteId,
);

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            other => T::from_value(other).map(Some),
        }
    }
}
