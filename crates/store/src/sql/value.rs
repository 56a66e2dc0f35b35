//! A value on its way into the database or out of it.

use jiff::Timestamp;
use liaison_domain::{EmailAddress, id};
use uuid::Uuid;

/// The five things we store, and nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
    Id(Uuid),
}

macro_rules! value_from {
    ($($from:ty => |$name:ident| $value:expr),+ $(,)?) => {$(
        impl From<$from> for Value {
            fn from($name: $from) -> Self {
                $value
            }
        }
    )+};
}

value_from! {
    bool => |b| Self::Bool(b),
    i64 => |n| Self::Int(n),
    u16 => |n| Self::Int(n.into()),
    u32 => |n| Self::Int(n.into()),
    &str => |s| Self::Text(s.to_owned()),
    String => |s| Self::Text(s),
    &String => |s| Self::Text(s.clone()),
    Vec<u8> => |b| Self::Bytes(b),
    &[u8] => |b| Self::Bytes(b.to_vec()),
    Uuid => |u| Self::Id(u),
    Timestamp => |t| Self::Int(t.as_microsecond()),
    &EmailAddress => |a| Self::Text(a.to_string()),
    id::UserId => |i| Self::Id(i.0),
    id::TeamId => |i| Self::Id(i.0),
    id::InvitationId => |i| Self::Id(i.0),
    id::SessionId => |i| Self::Id(i.0),
    id::AttemptId => |i| Self::Id(i.0),
    id::SalesforceConnectionId => |i| Self::Id(i.0),
    id::MailboxId => |i| Self::Id(i.0),
    id::DkimId => |i| Self::Id(i.0),
    id::IdentityId => |i| Self::Id(i.0),
    id::SendId => |i| Self::Id(i.0),
    id::JobId => |i| Self::Id(i.0),
    id::AuditId => |i| Self::Id(i.0),
    id::PersonId => |i| Self::Id(i.0),
    id::ConsentEventId => |i| Self::Id(i.0),
    id::EmailId => |i| Self::Id(i.0),
    id::BatchId => |i| Self::Id(i.0),
    id::TemplateId => |i| Self::Id(i.0),
    id::CategoryId => |i| Self::Id(i.0),
    id::FileId => |i| Self::Id(i.0),
    id::CampaignId => |i| Self::Id(i.0),
    id::StepId => |i| Self::Id(i.0),
    id::MemberId => |i| Self::Id(i.0),
    id::TaskId => |i| Self::Id(i.0),
    id::CallId => |i| Self::Id(i.0),
    id::CrmWriteId => |i| Self::Id(i.0),
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
