//! The texts: every language says everything, nothing is left over, nothing stays untranslated.

#![allow(clippy::unwrap_used, reason = "tests")]

mod asked;
mod same;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

use asked::asked;
use same::{NAMES, SAME};

const LANGUAGES: [&str; 3] = ["en", "fr", "sv"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// What a language says: each key with its text and the names of its arguments.
type Said = BTreeMap<String, (String, BTreeSet<String>)>;

fn said(language: &str) -> Said {
    let mut said = Said::new();
    for file in files(&root().join("locales").join(language), "ftl") {
        let text = std::fs::read_to_string(&file).unwrap();
        let resource = fluent_syntax::parser::parse(text.as_str())
            .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", file.display()));
        for entry in resource.body {
            let Entry::Message(message) = entry else {
                continue;
            };
            let id = message.id.name;
            let value = message
                .value
                .as_ref()
                .map(|pattern| (id.to_owned(), pattern));
            let attributes = message
                .attributes
                .iter()
                .map(|a| (format!("{id}.{}", a.id.name), &a.value));
            for (key, pattern) in value.into_iter().chain(attributes) {
                let mut arguments = BTreeSet::new();
                let text = flatten(pattern, &mut arguments);
                let earlier = said.insert(key.clone(), (text, arguments));
                assert!(earlier.is_none(), "{language}: {key} is said twice");
            }
        }
    }
    said
}

fn flatten(pattern: &Pattern<&str>, arguments: &mut BTreeSet<String>) -> String {
    let mut text = String::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => text.push_str(value),
            PatternElement::Placeable { expression } => match expression {
                Expression::Inline(inline) => note_argument(inline, arguments),
                Expression::Select { selector, variants } => {
                    note_argument(selector, arguments);
                    for variant in variants {
                        text.push_str(&flatten(&variant.value, arguments));
                    }
                }
            },
        }
    }
    text
}

fn note_argument(expression: &InlineExpression<&str>, arguments: &mut BTreeSet<String>) {
    if let InlineExpression::VariableReference { id } = expression {
        arguments.insert(id.name.to_owned());
    }
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|e| e == extension) {
            found.push(path);
        }
    }
    found
}

#[test]
fn every_language_says_the_same_things_with_the_same_facts() {
    let english = said("en");
    for language in LANGUAGES {
        let other = said(language);
        let keys = |s: &Said| s.keys().cloned().collect::<BTreeSet<_>>();
        let missing: Vec<_> = keys(&english).difference(&keys(&other)).cloned().collect();
        let extra: Vec<_> = keys(&other).difference(&keys(&english)).cloned().collect();
        assert!(missing.is_empty(), "{language} does not say {missing:?}");
        assert!(extra.is_empty(), "{language} alone says {extra:?}");
        for (key, (_, arguments)) in &english {
            assert_eq!(&other[key].1, arguments, "{language}: the facts of {key}");
        }
    }
}

#[test]
fn everything_asked_for_is_said_and_everything_said_is_asked_for() {
    let said: BTreeSet<String> = said("en").into_keys().collect();
    let asked = asked();
    // Words that look like keys but are names of headers, files and the like.
    let keys: BTreeSet<String> = asked
        .into_iter()
        .filter(|key| said.contains(key) || !is_other(key))
        .collect();
    let missing: Vec<_> = keys.difference(&said).collect();
    let unused: Vec<_> = said.difference(&keys).collect();
    assert!(missing.is_empty(), "asked for but not said: {missing:?}");
    assert!(unused.is_empty(), "said but never asked for: {unused:?}");
}

fn is_other(key: &str) -> bool {
    !key.contains('-') || key.ends_with(".html") || key.ends_with(".css")
}

#[test]
fn nothing_stays_in_english() {
    let english = said("en");
    for (language, same) in SAME {
        let other = said(language);
        let left: Vec<_> = english
            .iter()
            .filter(|(key, (text, _))| {
                other.get(*key).is_some_and(|(o, _)| o == text)
                    && text.chars().any(char::is_alphabetic)
            })
            .map(|(key, _)| key.as_str())
            .filter(|key| !same.contains(key) && !NAMES.contains(key))
            .collect();
        assert!(
            left.is_empty(),
            "{language} is the same as English: {left:?}"
        );
    }
}

#[test]
fn what_a_connector_says_stands_behind_a_sentence_of_ours() {
    for (language, phrase) in LANGUAGES.into_iter().zip([
        "Technical detail: ",
        "Détail technique\u{a0}: ",
        "Teknisk detalj: ",
    ]) {
        for (key, (text, arguments)) in said(language) {
            if arguments.contains("detail") {
                let ours = text.split(phrase).next().unwrap_or_default();
                let is_sentence = ours.ends_with(". ") && ours != text;
                assert!(is_sentence, "{language}: {key}: {text}");
            }
        }
    }
}
