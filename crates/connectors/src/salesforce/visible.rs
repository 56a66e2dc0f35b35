//! Queries that name more than every profile may see (contracts 2.3: what a user may not see is absent).

use serde_json::Value;

use super::{Api, ApiError};

impl Api {
    /// The first page of `SELECT fields FROM object rest`, without those fields the user may not see. A field of the
    /// parent is written `Account.Name`.
    ///
    /// # Errors
    /// [`ApiError`]; a hidden field that `rest` needs is a [`ApiError::Field`].
    pub async fn query_visible(
        &self,
        object: &str,
        fields: &[&str],
        rest: &str,
    ) -> Result<Vec<Value>, ApiError> {
        let mut fields = fields.to_vec();
        loop {
            let soql = format!("SELECT {} FROM {object} {rest}", fields.join(", "));
            match self.query(&soql).await {
                Ok(page) => return Ok(page.records),
                Err(ApiError::Field {
                    code,
                    message,
                    fields: named,
                }) if code == "INVALID_FIELD" => {
                    let before = fields.len();
                    fields.retain(|field| !is_missing(field, object, &message));
                    if fields.len() == before || fields.is_empty() {
                        return Err(ApiError::Field {
                            code,
                            message,
                            fields: named,
                        });
                    }
                }
                Err(error) => return Err(error),
            }
        }
    }
}

/// Whether the message says that this field is not there.
fn is_missing(field: &str, object: &str, message: &str) -> bool {
    let (parent, column) = field.split_once('.').unwrap_or((object, field));
    if let Some(name) = quoted_after(message, "No such column '") {
        let entity = quoted_after(message, "on entity '").unwrap_or(object);
        // A name with its parent is also said as it was asked for.
        return (field.contains('.') && name.eq_ignore_ascii_case(field))
            || (name.eq_ignore_ascii_case(column) && entity.eq_ignore_ascii_case(parent));
    }
    quoted_after(message, "relationship '")
        .is_some_and(|name| field.contains('.') && name.eq_ignore_ascii_case(parent))
}

fn quoted_after<'a>(text: &'a str, before: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once('\'').map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAD: &str = "\nSELECT Id, Phone FROM Lead\n           ^\nERROR at Row:1:Column:12\n\
        No such column 'Phone' on entity 'Lead'. If you are attempting to use a custom field, be sure";

    #[test]
    fn the_named_field_is_missing_and_no_other() {
        assert!(is_missing("Phone", "Lead", LEAD));
        assert!(
            !is_missing("MobilePhone", "Lead", LEAD) && !is_missing("Account.Phone", "Lead", LEAD)
        );
        let parent = "No such column 'Phone' on entity 'Account'.";
        assert!(is_missing("Account.Phone", "Contact", parent));
        assert!(!is_missing("Phone", "Contact", parent));
    }

    #[test]
    fn a_hidden_parent_takes_its_fields_along() {
        let message = "Didn't understand relationship 'Account' in field path.";
        assert!(is_missing("Account.Name", "Contact", message));
        assert!(!is_missing("AccountId", "Contact", message));
        assert!(!is_missing("Name", "Account", "something else"));
    }
}
