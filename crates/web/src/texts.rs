//! The words of every page and mail, in every language (`locales/*/*.ftl`).
//!
//! Messages without arguments are resolved once at start. A test compares what the code asks for
//! with what is there, in all languages.

use std::collections::HashMap;
use std::fmt::Display;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use liaison_domain::{Language, Refusal};

macro_rules! locale_files {
    ($($wing:literal),+ $(,)?) => {
        const FILES: [(Language, &[&str]); 3] = [
            (Language::En, &[$(include_str!(concat!("../locales/en/", $wing, ".ftl"))),+]),
            (Language::Fr, &[$(include_str!(concat!("../locales/fr/", $wing, ".ftl"))),+]),
            (Language::Sv, &[$(include_str!(concat!("../locales/sv/", $wing, ".ftl"))),+]),
        ];
    };
}

locale_files!(
    "common", "access", "links", "crm", "people", "mail", "work", "insight", "refusals"
);

/// All texts of one language.
pub struct Texts {
    pub language: Language,
    bundle: FluentBundle<FluentResource>,
    plain: HashMap<String, String>,
}

static ALL: LazyLock<HashMap<Language, Texts>> = LazyLock::new(|| {
    FILES
        .into_iter()
        .map(|(language, files)| (language, Texts::load(language, files)))
        .collect()
});

/// A refusal in words: what happened, why, what to do next, and the code for support.
#[derive(Debug, Clone)]
pub struct Said {
    pub what: String,
    pub why: String,
    pub next: String,
    pub code: &'static str,
}

impl Texts {
    pub fn of(language: Language) -> &'static Self {
        &ALL[&language]
    }

    fn load(language: Language, files: &[&str]) -> Self {
        let tag = language.code().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // Isolation marks would show up in mail subjects and when text is copied.
        bundle.set_use_isolating(false);
        let mut plain = HashMap::new();
        for file in files {
            // A file that does not parse fails the tests; here what does parse is kept.
            let resource =
                FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(partial, _)| partial);
            let keys = keys_of(&resource);
            bundle.add_resource_overriding(resource);
            for key in keys {
                if let Some(text) = resolve(&bundle, &key, None) {
                    plain.insert(key, text);
                }
            }
        }
        Self {
            language,
            bundle,
            plain,
        }
    }

    pub fn code(&self) -> &'static str {
        self.language.code()
    }

    /// A text without arguments. Attributes are asked for as `key.attribute`.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.plain.get(key).map_or(key, String::as_str)
    }

    /// A text of a family, such as `user-state` for a user's state: `user-state-active`.
    pub fn of_family(&self, family: &str, code: &str) -> &str {
        self.plain
            .get(&format!("{family}-{code}"))
            .map_or("", String::as_str)
    }

    /// A text with one argument.
    pub fn one(&self, key: &str, name: &'static str, value: impl Display) -> String {
        self.with(key, &[(name, value.to_string())])
    }

    /// A text with two arguments.
    pub fn two(
        &self,
        key: &str,
        a: &'static str,
        a_is: impl Display,
        b: &'static str,
        b_is: impl Display,
    ) -> String {
        self.with(key, &[(a, a_is.to_string()), (b, b_is.to_string())])
    }

    /// A text with a number, which chooses the plural form.
    pub fn count(&self, key: &str, number: impl Display) -> String {
        let mut args = FluentArgs::new();
        args.set("count", number.to_string().parse().unwrap_or(i64::MAX));
        resolve(&self.bundle, key, Some(&args)).unwrap_or_else(|| key.to_owned())
    }

    pub fn with(&self, key: &str, values: &[(&'static str, String)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            args.set(*name, FluentValue::from(value.as_str()));
        }
        resolve(&self.bundle, key, Some(&args)).unwrap_or_else(|| key.to_owned())
    }

    /// Puts a refusal into words.
    pub fn say(&self, refusal: &Refusal) -> Said {
        let facts: Vec<_> = refusal
            .facts()
            .into_iter()
            .map(|(name, fact)| (name, fact.to_owned()))
            .collect();
        let code = refusal.code();
        let part = |part: &str| self.with(&format!("refusal-{code}{part}"), &facts);
        Said {
            what: part(""),
            why: part(".why"),
            next: part(".next"),
            code,
        }
    }
}

fn keys_of(resource: &FluentResource) -> Vec<String> {
    resource
        .entries()
        .filter_map(|entry| match entry {
            fluent_syntax::ast::Entry::Message(message) => Some(message),
            _ => None,
        })
        .flat_map(|message| {
            let attributes = message
                .attributes
                .iter()
                .map(|a| format!("{}.{}", message.id.name, a.id.name));
            std::iter::once(message.id.name.to_owned()).chain(attributes.collect::<Vec<_>>())
        })
        .collect()
}

fn resolve(
    bundle: &FluentBundle<FluentResource>,
    key: &str,
    args: Option<&FluentArgs<'_>>,
) -> Option<String> {
    let (id, attribute) = match key.split_once('.') {
        Some((id, attribute)) => (id, Some(attribute)),
        None => (key, None),
    };
    let message = bundle.get_message(id)?;
    let pattern = match attribute {
        Some(attribute) => message.get_attribute(attribute)?.value(),
        None => message.value()?,
    };
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, args, &mut errors);
    (args.is_some() || errors.is_empty()).then(|| text.into_owned())
}
