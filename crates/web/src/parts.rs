//! Small pieces of pages, each with a template of its own in `templates/parts/`.

use std::fmt;

use askama::Template;
use askama::filters::HtmlSafe;

use liaison_domain::mail::{Identity, MailHtml};

use crate::assets;
use crate::texts::{Said, Texts};

macro_rules! part {
    ($name:ident) => {
        impl HtmlSafe for $name {}
    };
}

/// An icon from the sprite. It says nothing to a screen reader: the words beside it do.
pub(crate) struct Icon(pub &'static str);

impl fmt::Display for Icon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sprite = assets::path("icons.svg");
        write!(
            f,
            "<svg class=\"icon\" aria-hidden=\"true\"><use href=\"{sprite}#{}\"></use></svg>",
            self.0
        )
    }
}

impl HtmlSafe for Icon {}

/// A labelled input with hint and error.
#[derive(Template, Default, Clone)]
#[template(path = "parts/field.html")]
pub(crate) struct Field {
    pub id: &'static str,
    pub label: String,
    pub value: String,
    pub kind: &'static str,
    pub autocomplete: &'static str,
    pub hint: String,
    pub error: String,
    pub optional: String,
    pub required: bool,
    pub disabled: bool,
}

part!(Field);

impl Field {
    pub fn new(
        id: &'static str,
        kind: &'static str,
        label: &str,
        value: impl Into<String>,
    ) -> Self {
        Self {
            id,
            kind,
            label: label.to_owned(),
            value: value.into(),
            autocomplete: "off",
            ..Self::default()
        }
    }

    pub fn autocomplete(self, autocomplete: &'static str) -> Self {
        Self {
            autocomplete,
            ..self
        }
    }

    pub fn hint(self, hint: &str) -> Self {
        Self {
            hint: hint.to_owned(),
            ..self
        }
    }

    pub fn required(self) -> Self {
        Self {
            required: true,
            ..self
        }
    }

    pub fn error(self, error: Option<&Said>) -> Self {
        Self {
            error: error.map(|said| said.what.clone()).unwrap_or_default(),
            ..self
        }
    }

    /// The name of the field's describing elements, as `aria-describedby` wants them.
    fn described_by(&self) -> String {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hint", self.id));
        let error = (!self.error.is_empty()).then(|| format!("{}-error", self.id));
        [hint, error]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// What went wrong with a form; takes the focus.
#[derive(Template)]
#[template(path = "parts/refused.html")]
pub(crate) struct Refused {
    pub said: Said,
    /// The field to go to; empty when it is none of the fields.
    pub field: &'static str,
}

part!(Refused);

/// The body of a mail in a frame of its own: whatever is in it, it runs nothing, sends nothing and leads this
/// page nowhere, also where cleaning it should have failed.
#[derive(Template)]
#[template(path = "parts/message.html")]
pub(crate) struct Message {
    t: &'static Texts,
    body: String,
}

part!(Message);

impl Message {
    pub fn new(t: &'static Texts, html: &str) -> Self {
        let body = MailHtml::clean_for_page(html).as_html().to_owned();
        Self { t, body }
    }

    fn document(&self) -> String {
        format!(
            "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><base target=\"_blank\">\
             <link rel=\"stylesheet\" href=\"{}\"></head><body class=\"message prose\">{}</body></html>",
            self.t.code(),
            assets::path("main.css"),
            self.body
        )
    }
}

/// The editor for rich text around a plain text field.
#[derive(Template)]
#[template(path = "parts/rich_text.html")]
pub(crate) struct RichText {
    pub t: &'static Texts,
    /// Once on a page.
    pub id: String,
    pub name: &'static str,
    pub label: String,
    pub html: String,
}

part!(RichText);

impl RichText {
    /// The editor for the signature of the default identity.
    pub fn signature(t: &'static Texts, identities: &[Identity]) -> Self {
        let kept = identities.first().map(|i| i.signature.as_html().to_owned());
        Self::signature_at(t, "signature".to_owned(), kept.unwrap_or_default())
    }

    /// The editor for one signature of several on a page.
    pub fn signature_at(t: &'static Texts, id: String, html: String) -> Self {
        Self {
            t,
            id,
            name: "signature",
            label: t.get("field-signature").to_owned(),
            html,
        }
    }

    /// An editor for a field of this name.
    pub fn named(t: &'static Texts, name: &'static str, label: &str, html: String) -> Self {
        Self {
            t,
            id: name.to_owned(),
            name,
            label: label.to_owned(),
            html,
        }
    }

    fn icon(&self, name: &'static str) -> Icon {
        Icon(name)
    }
}
