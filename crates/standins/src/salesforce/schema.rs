//! Objects and fields the pretend org has (contracts 2.6).

use super::objects::OBJECTS;

/// Field types that behave differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Id,
    Text,
    Area,
    Email,
    Phone,
    Url,
    Bool,
    Int,
    Number,
    Money,
    Date,
    Time,
    Pick,
    MultiPick,
    Reference,
}

impl Kind {
    /// The `type` word of a describe answer.
    pub fn word(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Text => "string",
            Self::Area => "textarea",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Url => "url",
            Self::Bool => "boolean",
            Self::Int => "int",
            Self::Number => "double",
            Self::Money => "currency",
            Self::Date => "date",
            Self::Time => "datetime",
            Self::Pick => "picklist",
            Self::MultiPick => "multipicklist",
            Self::Reference => "reference",
        }
    }

    /// The `soapType` word of a describe answer.
    pub fn soap(self) -> &'static str {
        match self {
            Self::Id | Self::Reference => "tns:ID",
            Self::Bool => "xsd:boolean",
            Self::Int => "xsd:int",
            Self::Number | Self::Money => "xsd:double",
            Self::Date => "xsd:date",
            Self::Time => "xsd:dateTime",
            _ => "xsd:string",
        }
    }

    fn length(self) -> usize {
        match self {
            Self::Id | Self::Reference => 18,
            Self::Email => 80,
            Self::Phone => 40,
            Self::Area => 32_000,
            Self::Text | Self::Url | Self::Pick => 255,
            Self::MultiPick => 4_099,
            _ => 0,
        }
    }
}

/// One field of one object.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub name: &'static str,
    pub label: &'static str,
    pub kind: Kind,
    /// Longest text, in characters; 0 for types without one.
    pub length: usize,
    pub required: bool,
    pub createable: bool,
    pub updateable: bool,
    pub external_id: bool,
    pub restricted: bool,
    pub picks: &'static [&'static str],
    /// Objects a reference may point at.
    pub targets: &'static [&'static str],
    /// Name of the parent in a dotted path, such as `Account`.
    pub parent: Option<&'static str>,
    /// Name of the children in a sub-select, such as `Contacts`.
    pub children: Option<&'static str>,
}

/// Starts a field that may be written and left empty.
pub const fn field(name: &'static str, label: &'static str, kind: Kind) -> Field {
    Field {
        name,
        label,
        kind,
        length: 0,
        required: false,
        createable: true,
        updateable: true,
        external_id: false,
        restricted: false,
        picks: &[],
        targets: &[],
        parent: None,
        children: None,
    }
}

impl Field {
    /// Must be given when a record is created.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Written by Salesforce alone.
    pub const fn read_only(mut self) -> Self {
        self.createable = false;
        self.updateable = false;
        self
    }

    /// Fixed once the record exists.
    pub const fn create_only(mut self) -> Self {
        self.updateable = false;
        self
    }

    /// At most this many characters.
    pub const fn at_most(mut self, length: usize) -> Self {
        self.length = length;
        self
    }

    /// Unique key of another system.
    pub const fn key(mut self) -> Self {
        self.external_id = true;
        self
    }

    /// The values offered.
    pub const fn picks(mut self, picks: &'static [&'static str]) -> Self {
        self.picks = picks;
        self
    }

    /// No other value than those offered.
    pub const fn restricted(mut self) -> Self {
        self.restricted = true;
        self
    }

    /// Points at one of `targets`, read through `parent`.
    pub const fn to(mut self, targets: &'static [&'static str], parent: &'static str) -> Self {
        self.targets = targets;
        self.parent = Some(parent);
        self
    }

    /// Names the way back from the parent.
    pub const fn children(mut self, children: &'static str) -> Self {
        self.children = Some(children);
        self
    }

    /// Whether an admin added it.
    pub fn custom(&self) -> bool {
        self.name.ends_with("__c")
    }

    /// Longest text, in characters.
    pub fn longest(&self) -> usize {
        if self.length > 0 {
            self.length
        } else {
            self.kind.length()
        }
    }
}

/// One object with its own fields; [`Object::fields`] adds those every object has and the package's.
/// Which of them somebody sees, [`Sight`](super::sight::Sight) says.
#[derive(Debug)]
pub struct Object {
    pub name: &'static str,
    pub label: &'static str,
    pub plural: &'static str,
    pub prefix: &'static str,
    /// Whether records may be created, changed and deleted through the API.
    pub writable: bool,
    pub own: &'static [Field],
    /// Fields that are there once the package is deployed.
    pub package: &'static [Field],
}

const SYSTEM: [Field; 7] = [
    field("Id", "Record ID", Kind::Id).read_only(),
    field("IsDeleted", "Deleted", Kind::Bool).read_only(),
    field("CreatedDate", "Created Date", Kind::Time).read_only(),
    field("CreatedById", "Created By ID", Kind::Reference)
        .to(&["User"], "CreatedBy")
        .read_only(),
    field("LastModifiedDate", "Last Modified Date", Kind::Time).read_only(),
    field("LastModifiedById", "Last Modified By ID", Kind::Reference)
        .to(&["User"], "LastModifiedBy")
        .read_only(),
    field("SystemModstamp", "System Modstamp", Kind::Time).read_only(),
];

impl Object {
    /// Every field, the system's first, the package's last.
    pub fn fields(&self) -> impl Iterator<Item = &'static Field> + use<> {
        static COMMON: [Field; 7] = SYSTEM;
        COMMON.iter().chain(self.own).chain(self.package)
    }

    /// The field of that name, in any case.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields()
            .find(|field| field.name.eq_ignore_ascii_case(name))
    }

    /// The reference read through the parent name `parent`, in any case.
    pub fn parent(&self, parent: &str) -> Option<&'static Field> {
        self.fields().find(|field| {
            field
                .parent
                .is_some_and(|name| name.eq_ignore_ascii_case(parent))
        })
    }
}

/// The object of that name, in any case.
pub fn object(name: &str) -> Option<&'static Object> {
    OBJECTS
        .iter()
        .find(|object| object.name.eq_ignore_ascii_case(name))
}

/// The object whose ids begin like this one.
pub fn object_of_id(id: &str) -> Option<&'static Object> {
    OBJECTS.iter().find(|object| id.starts_with(object.prefix))
}

/// Child object and its field behind a sub-select name, such as `Contacts` of `Account`.
pub fn children(parent: &str, name: &str) -> Option<(&'static Object, &'static Field)> {
    OBJECTS.iter().find_map(|child| {
        child
            .fields()
            .find(|field| {
                field.targets.contains(&parent)
                    && field
                        .children
                        .is_some_and(|word| word.eq_ignore_ascii_case(name))
            })
            .map(|field| (child, field))
    })
}
