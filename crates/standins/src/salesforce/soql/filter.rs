//! Conditions of a query, with their values worked out once.

use std::cmp::Ordering;
use std::collections::HashSet;

use serde_json::{Value, json};

use super::super::ids;
use super::super::records::{Record, stamp};
use super::super::refusal::Refusal;
use super::super::schema::{self, Field, Kind, Object};
use super::run::{Found, Scope};
use super::tokens::plain;
use super::{Item, Literal, Op, Path, Test, dates};

impl Scope<'_> {
    /// Works out the values of a condition on `object`.
    pub(super) fn prepare(&self, object: &'static Object, test: &Test) -> Result<Ready, Refusal> {
        let all = |tests: &[Test]| {
            tests
                .iter()
                .map(|test| self.prepare(object, test))
                .collect::<Result<Vec<_>, _>>()
        };
        Ok(match test {
            Test::And(tests) => Ready::All(all(tests)?),
            Test::Or(tests) => Ready::Any(all(tests)?),
            Test::Not(test) => Ready::Not(Box::new(self.prepare(object, test)?)),
            Test::Compare(path, op, literal) => {
                let field = self.check(object, path)?;
                Ready::Compare(
                    path.clone(),
                    *op,
                    Bound::new(self, path, field, *op, literal)?,
                )
            }
            Test::In(path, negated, literals) => {
                let field = self.check(object, path)?;
                let bounds = literals
                    .iter()
                    .map(|literal| Bound::new(self, path, field, Op::Equal, literal))
                    .collect::<Result<Vec<_>, _>>()?;
                Ready::In(
                    path.clone(),
                    *negated,
                    bounds.iter().map(Bound::key).collect(),
                )
            }
            Test::InQuery(path, negated, query) => {
                self.check(object, path)?;
                let inner = schema::object(&query.from)
                    .ok_or_else(|| self.no_relation(path, &query.from))?;
                let Some(Item::Field(column)) = query.items.first() else {
                    return Err(super::tokens::malformed(
                        "semi join sub-selects must select one field",
                    ));
                };
                let Found::Rows(rows) = self.select(inner, query, None)? else {
                    return Ok(Ready::Any(Vec::new()));
                };
                let name = inner
                    .field(column.steps.last().map_or("", String::as_str))
                    .map_or("Id", |field| field.name);
                Ready::In(
                    path.clone(),
                    *negated,
                    rows.iter()
                        .filter(|row| !row[name].is_null())
                        .map(|row| key_of(&row[name]))
                        .collect(),
                )
            }
            Test::Includes(path, negated, groups) => {
                self.check(object, path)?;
                Ready::Includes(path.clone(), *negated, groups.clone())
            }
        })
    }
}

/// A condition with its values worked out once.
pub(super) enum Ready {
    All(Vec<Ready>),
    Any(Vec<Ready>),
    Not(Box<Ready>),
    Compare(Path, Op, Bound),
    In(Path, bool, HashSet<String>),
    Includes(Path, bool, Vec<String>),
}

impl Ready {
    pub(super) fn holds(&self, scope: &Scope<'_>, record: &Record) -> bool {
        match self {
            Self::All(tests) => tests.iter().all(|test| test.holds(scope, record)),
            Self::Any(tests) => tests.iter().any(|test| test.holds(scope, record)),
            Self::Not(test) => !test.holds(scope, record),
            Self::Compare(path, op, bound) => bound.holds(*op, &scope.value(record, path)),
            Self::In(path, negated, keys) => {
                keys.contains(&key_of(&scope.value(record, path))) != *negated
            }
            Self::Includes(path, negated, groups) => {
                let value = scope.value(record, path);
                let chosen: Vec<&str> = value.as_str().unwrap_or_default().split(';').collect();
                groups
                    .iter()
                    .any(|group| group.split(';').all(|one| chosen.contains(&one)))
                    != *negated
            }
        }
    }
}

/// The right side of a comparison.
pub(super) enum Bound {
    Value(Value),
    /// Half-open range in the field's own written form.
    Range(String, String),
    Pattern(Vec<Piece>),
}

pub(super) enum Piece {
    Any,
    One,
    Letter(char),
}

impl Bound {
    fn new(
        scope: &Scope<'_>,
        path: &Path,
        field: Option<&'static Field>,
        op: Op,
        literal: &Literal,
    ) -> Result<Self, Refusal> {
        let kind = field.map_or(Kind::Text, |field| field.kind);
        let mismatch = |wanted: &str| {
            Err(Refusal::new(
                400,
                "INVALID_FIELD",
                format!(
                    "{}\nvalue of filter criterion for field '{}' must be of type {wanted} and should not be enclosed in quotes",
                    scope.pointer(path.at),
                    path.steps.join(".")
                ),
            ))
        };
        if op == Op::Like {
            return match literal {
                Literal::Text(text) if !matches!(kind, Kind::Id | Kind::Reference) => {
                    Ok(Self::Pattern(pattern(text)))
                }
                _ => Err(Refusal::new(
                    400,
                    "INVALID_QUERY_FILTER_OPERATOR",
                    format!(
                        "{}\ninvalid operator on {} field",
                        scope.pointer(path.at),
                        kind.word()
                    ),
                )),
            };
        }
        Ok(match (literal, kind) {
            (Literal::Null, _) => Self::Value(Value::Null),
            (Literal::Text(_), Kind::Time) => return mismatch("dateTime"),
            (Literal::Text(_), Kind::Date) => return mismatch("date"),
            (Literal::Text(_), Kind::Bool) => return mismatch("boolean"),
            (Literal::Text(_), Kind::Int | Kind::Number | Kind::Money) => {
                return mismatch(kind.word());
            }
            (Literal::Text(text), Kind::Id | Kind::Reference) => {
                let id = plain(text);
                match ids::normal(&id) {
                    Some(long) => Self::Value(json!(long)),
                    None if id.is_empty() => Self::Value(Value::Null),
                    None => {
                        return Err(Refusal::new(
                            400,
                            "INVALID_QUERY_FILTER_OPERATOR",
                            format!("{}\ninvalid ID field: {id}", scope.pointer(path.at)),
                        ));
                    }
                }
            }
            (Literal::Text(text), _) if text.is_empty() => Self::Value(Value::Null),
            (Literal::Text(text), _) => Self::Value(json!(plain(text))),
            (Literal::Number(number), Kind::Int | Kind::Number | Kind::Money) => {
                Self::Value(json!(number))
            }
            (Literal::Bool(flag), Kind::Bool) => Self::Value(json!(flag)),
            (Literal::Day(day), Kind::Date) => Self::Value(json!(day)),
            (Literal::Moment(moment), Kind::Time) => Self::Value(
                super::super::values::moment(moment).map_or(Value::Null, |at| json!(stamp(at))),
            ),
            (Literal::Span(name, number), Kind::Date | Kind::Time) => {
                let (first, after) = dates::span(name, *number, scope.now);
                let end = if kind == Kind::Time {
                    "T00:00:00.000+0000"
                } else {
                    ""
                };
                Self::Range(format!("{first}{end}"), format!("{after}{end}"))
            }
            _ => return mismatch(kind.word()),
        })
    }

    fn key(&self) -> String {
        match self {
            Self::Value(value) => key_of(value),
            _ => String::new(),
        }
    }

    fn holds(&self, op: Op, value: &Value) -> bool {
        match self {
            Self::Pattern(pieces) => value.as_str().is_some_and(|text| {
                let letters: Vec<char> = text.to_lowercase().chars().collect();
                like(pieces, &letters)
            }),
            Self::Range(first, after) => {
                let Some(text) = value.as_str() else {
                    return op == Op::Unequal;
                };
                match op {
                    Op::Equal | Op::Like => text >= first.as_str() && text < after.as_str(),
                    Op::Unequal => !(text >= first.as_str() && text < after.as_str()),
                    Op::Less => text < first.as_str(),
                    Op::AtMost => text < after.as_str(),
                    Op::More => text >= after.as_str(),
                    Op::AtLeast => text >= first.as_str(),
                }
            }
            Self::Value(bound) => match op {
                Op::Equal => key_of(value) == key_of(bound),
                Op::Unequal => key_of(value) != key_of(bound),
                _ if value.is_null() || bound.is_null() => false,
                Op::Less => compare(value, bound).is_lt(),
                Op::AtMost => compare(value, bound).is_le(),
                Op::More => compare(value, bound).is_gt(),
                Op::AtLeast => compare(value, bound).is_ge(),
                Op::Like => false,
            },
        }
    }
}

fn pattern(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let lower = text.to_lowercase();
    let mut letters = lower.chars();
    while let Some(letter) = letters.next() {
        pieces.push(match letter {
            '%' => Piece::Any,
            '_' => Piece::One,
            '\\' => Piece::Letter(letters.next().unwrap_or('\\')),
            other => Piece::Letter(other),
        });
    }
    pieces
}

/// Matches with one step of memory per `%`, so that no pattern takes exponential time.
fn like(pieces: &[Piece], letters: &[char]) -> bool {
    let (mut piece, mut letter) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    loop {
        match pieces.get(piece) {
            Some(Piece::Any) => {
                back = Some((piece + 1, letter));
                piece += 1;
                continue;
            }
            Some(Piece::One) if letter < letters.len() => {
                (piece, letter) = (piece + 1, letter + 1);
                continue;
            }
            Some(Piece::Letter(wanted)) if letters.get(letter) == Some(wanted) => {
                (piece, letter) = (piece + 1, letter + 1);
                continue;
            }
            None if letter == letters.len() => return true,
            _ => {}
        }
        match back {
            Some((after, from)) if from < letters.len() => {
                back = Some((after, from + 1));
                (piece, letter) = (after, from + 1);
            }
            _ => return false,
        }
    }
}

/// A value's form for equality: texts without case, numbers as numbers.
pub(super) fn key_of(value: &Value) -> String {
    match value {
        Value::String(text) => format!("t{}", text.to_lowercase()),
        Value::Number(number) => format!("n{}", number.as_f64().unwrap_or_default()),
        other => other.to_string(),
    }
}

pub(super) fn compare(one: &Value, two: &Value) -> Ordering {
    match (one, two) {
        (Value::Number(one), Value::Number(two)) => one
            .as_f64()
            .partial_cmp(&two.as_f64())
            .unwrap_or(Ordering::Equal),
        (Value::String(one), Value::String(two)) => one.to_lowercase().cmp(&two.to_lowercase()),
        (Value::Bool(one), Value::Bool(two)) => one.cmp(two),
        _ => Ordering::Equal,
    }
}
