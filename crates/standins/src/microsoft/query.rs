//! `$select`, `$filter`, `$orderby`, `$top` and `$skip`, as far as mail needs them.

use serde_json::{Map, Value, json};

use super::refusal::Refusal;
use crate::http::{Incoming, encoded};

/// Fields that come only when they are selected.
const ON_DEMAND: [&str; 1] = ["internetMessageHeaders"];

/// The selected fields; the id always comes.
pub fn selected(incoming: &Incoming, resource: Value) -> Value {
    let Value::Object(fields) = resource else {
        return resource;
    };
    let wanted = incoming
        .parameter("$select")
        .filter(|text| !text.is_empty());
    let names: Vec<&str> = wanted
        .unwrap_or_default()
        .split(',')
        .map(str::trim)
        .collect();
    let keeps = |name: &str| match wanted {
        None => !ON_DEMAND.contains(&name),
        Some(_) => name == "id" || name.starts_with('@') || names.contains(&name),
    };
    let kept: Map<String, Value> = fields.into_iter().filter(|(name, _)| keeps(name)).collect();
    Value::Object(kept)
}

/// Whether a resource fits `$filter`: comparisons joined by `and`.
pub fn fits(incoming: &Incoming, resource: &Value) -> Result<bool, Refusal> {
    let Some(filter) = incoming
        .parameter("$filter")
        .filter(|text| !text.is_empty())
    else {
        return Ok(true);
    };
    for one in filter.split(" and ") {
        let bad = || {
            Refusal::new(
                400,
                "ErrorInvalidUrlQueryFilter",
                format!("The query filter contains one or more invalid nodes: {one}"),
            )
        };
        let words: Vec<&str> = one.trim().trim_matches(['(', ')']).splitn(3, ' ').collect();
        let [field, operator, text] = words.as_slice() else {
            return Err(bad());
        };
        let own = resource.pointer(&format!("/{field}")).ok_or_else(bad)?;
        let text = text.trim();
        let wanted = text
            .strip_prefix('\'')
            .and_then(|text| text.strip_suffix('\''))
            .map_or(text.to_owned(), |text| text.replace("''", "'"));
        let own = own.as_str().map_or_else(|| own.to_string(), str::to_owned);
        let order = own.as_str().cmp(wanted.as_str());
        let fits = match *operator {
            "eq" => order.is_eq(),
            "ne" => order.is_ne(),
            "ge" => order.is_ge(),
            "gt" => order.is_gt(),
            "le" => order.is_le(),
            "lt" => order.is_lt(),
            _ => return Err(bad()),
        };
        if !fits {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Puts resources in the order of `$orderby`; newest first without it.
pub fn order(incoming: &Incoming, all: &mut [Value]) {
    let text = incoming
        .parameter("$orderby")
        .unwrap_or("receivedDateTime desc");
    let (field, direction) = text.trim().split_once(' ').unwrap_or((text.trim(), "asc"));
    let pointer = format!("/{field}");
    let key = |value: &Value| {
        value
            .pointer(&pointer)
            .map(|own| own.as_str().map_or_else(|| own.to_string(), str::to_owned))
    };
    all.sort_by_key(key);
    if direction.trim().eq_ignore_ascii_case("desc") {
        all.reverse();
    }
}

fn number(incoming: &Incoming, name: &str) -> Result<Option<usize>, Refusal> {
    let text = incoming.parameter(name);
    text.map(|text| {
        text.parse()
            .map_err(|_| Refusal::bad(format!("Invalid value '{text}' for {name}.")))
    })
    .transpose()
}

/// One page of a list with the link to the next.
pub fn page(
    incoming: &Incoming,
    base: &str,
    context: &str,
    all: Vec<Value>,
) -> Result<Value, Refusal> {
    let top = number(incoming, "$top")?.unwrap_or(10).clamp(1, 1_000);
    let skip = number(incoming, "$skip")?.unwrap_or(0);
    let total = all.len();
    let page: Vec<Value> = all
        .into_iter()
        .skip(skip)
        .take(top)
        .map(|one| selected(incoming, one))
        .collect();
    let mut answer =
        json!({ "@odata.context": format!("{base}/v1.0/$metadata#{context}"), "value": page });
    if skip + top < total {
        answer["@odata.nextLink"] =
            json!(link(incoming, base, &[("$skip", (skip + top).to_string())]));
    }
    Ok(answer)
}

/// This address with other parameters.
pub fn link(incoming: &Incoming, base: &str, changed: &[(&str, String)]) -> String {
    let kept = incoming
        .query
        .iter()
        .filter(|(name, _)| !changed.iter().any(|(other, _)| other == name));
    let kept = kept.map(|(name, value)| (name.as_str(), value.clone()));
    let all = kept
        .chain(changed.iter().map(|(name, value)| (*name, value.clone())))
        .filter(|(_, value)| !value.is_empty());
    let query: Vec<String> = all
        .map(|(name, value)| format!("{}={}", name, encoded(&value)))
        .collect();
    format!("{base}{}?{}", incoming.path, query.join("&"))
}
