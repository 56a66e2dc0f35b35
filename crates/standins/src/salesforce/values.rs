//! Single values: their type, length and form.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::ids;
use super::records::stamp;
use super::refusal::Refusal;
use super::schema::{Field, Kind};

fn mistyped(field: &Field, value: &Value) -> Refusal {
    let kind = field.kind.soap();
    let shown = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    Refusal::new(
        400,
        "JSON_PARSER_ERROR",
        format!(
            "Cannot deserialize instance of {} from {kind} value {shown} or request may be missing a required field",
            field.kind.word()
        ),
    )
}

/// The value in the form it is kept, or why it cannot be.
pub fn typed(field: &'static Field, value: &Value) -> Result<Value, Refusal> {
    let wrong = || mistyped(field, value);
    if value.is_null() {
        return Ok(if field.kind == Kind::Bool {
            json!(false)
        } else {
            Value::Null
        });
    }
    match field.kind {
        Kind::Bool => value.as_bool().map(Value::from).ok_or_else(wrong),
        Kind::Int => {
            let number = value
                .as_i64()
                .or_else(|| value.as_str()?.parse().ok())
                .ok_or_else(wrong)?;
            if i32::try_from(number).is_err() {
                let message = format!(
                    "{}: value outside of valid range on numeric field: {number}",
                    field.label
                );
                return Err(Refusal::write(
                    "NUMBER_OUTSIDE_VALID_RANGE",
                    message,
                    &[field.name],
                ));
            }
            Ok(json!(number))
        }
        Kind::Number | Kind::Money => value
            .as_f64()
            .or_else(|| value.as_str()?.parse().ok())
            .map(Value::from)
            .ok_or_else(wrong),
        Kind::Date => {
            let text = value
                .as_str()
                .and_then(|text| text.get(..10))
                .ok_or_else(wrong)?;
            text.parse::<Date>()
                .map(|date| json!(date.to_string()))
                .map_err(|_| wrong())
        }
        Kind::Time => {
            let text = value.as_str().ok_or_else(wrong)?;
            moment(text).map(|at| json!(stamp(at))).ok_or_else(wrong)
        }
        Kind::Reference | Kind::Id => {
            let text = value.as_str().ok_or_else(wrong)?;
            if text.is_empty() {
                return Ok(Value::Null);
            }
            ids::normal(text).map(Value::from).ok_or_else(|| {
                Refusal::write(
                    "MALFORMED_ID",
                    format!("{}: id value of incorrect type: {text}", field.label),
                    &[field.name],
                )
            })
        }
        _ => {
            let text = match value {
                Value::String(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                Value::Bool(flag) => flag.to_string(),
                _ => return Err(wrong()),
            };
            text_value(field, text)
        }
    }
}

fn text_value(field: &'static Field, text: String) -> Result<Value, Refusal> {
    if text.is_empty() {
        return Ok(Value::Null);
    }
    if text.chars().count() > field.longest() {
        let shown: String = text.chars().take(255).collect();
        let message = format!(
            "{}: data value too large: {shown} (max length={})",
            field.label,
            field.longest()
        );
        return Err(Refusal::write("STRING_TOO_LONG", message, &[field.name]));
    }
    if field.kind == Kind::Email && !plausible_address(&text) {
        let message = format!("{}: invalid email address: {text}", field.label);
        return Err(Refusal::write(
            "INVALID_EMAIL_ADDRESS",
            message,
            &[field.name],
        ));
    }
    if field.restricted && !field.picks.contains(&text.as_str()) {
        let message = format!(
            "{}: bad value for restricted picklist field: {text}",
            field.label
        );
        return Err(Refusal::write(
            "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
            message,
            &[field.name],
        ));
    }
    Ok(json!(text))
}

fn plausible_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    !local.is_empty()
        && domain.contains('.')
        && !domain.starts_with('.')
        && !text.contains(char::is_whitespace)
}

/// A date and time in any ISO 8601 form the API accepts; a bare date is midnight UTC.
pub fn moment(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let text = match text.len() {
        10 => format!("{text}T00:00:00Z"),
        // `+0000` without its colon is how the API itself writes zones.
        length
            if length > 5
                && matches!(text.as_bytes()[length - 5], b'+' | b'-')
                && !text.ends_with('Z') =>
        {
            format!("{}:{}", text.get(..length - 2)?, text.get(length - 2..)?)
        }
        _ => text.to_owned(),
    };
    text.parse().ok()
}
