//! Reading what a form or an address says. What no field can hold is refused here, for all of them.

use std::collections::HashMap;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use liaison_domain::Refusal;
use serde::de::DeserializeOwned;

use crate::respond::Trouble;

/// In characters. Fields that hold less say so themselves; this keeps anybody from pasting a book.
const LONGEST_VALUE: usize = 100_000;

/// The fields of a form.
pub(crate) struct Form<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Form<T> {
    type Rejection = Trouble;

    async fn from_request(request: Request, state: &S) -> Result<Self, Trouble> {
        let (parts, body) = request.into_parts();
        let whole = Request::from_parts(parts.clone(), body);
        let bytes = Bytes::from_request(whole, state)
            .await
            .map_err(|_| Refusal::BadForm)?;
        check(&bytes)?;
        let checked = Request::from_parts(parts, Body::from(bytes));
        match axum::Form::from_request(checked, state).await {
            Ok(axum::Form(fields)) => Ok(Self(fields)),
            Err(_) => Err(Refusal::BadForm.into()),
        }
    }
}

/// The query of an address.
pub(crate) struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Trouble> {
        check(parts.uri.query().unwrap_or_default().as_bytes())?;
        match axum::extract::Query::try_from_uri(&parts.uri) {
            Ok(axum::extract::Query(fields)) => Ok(Self(fields)),
            Err(_) => Err(Refusal::BadForm.into()),
        }
    }
}

/// The fields of a form whose bytes are at hand; the last of a name counts.
pub(crate) fn fields(bytes: &[u8]) -> Result<HashMap<String, String>, Refusal> {
    check(bytes)?;
    Ok(url::form_urlencoded::parse(bytes).into_owned().collect())
}

/// PostgreSQL keeps no NUL in a text, SQLite does: for both it is not one.
fn check(encoded: &[u8]) -> Result<(), Refusal> {
    for (name, value) in url::form_urlencoded::parse(encoded) {
        if name.contains('\0') || value.contains('\0') {
            return Err(Refusal::BadForm);
        }
        if value.len() > LONGEST_VALUE && value.chars().count() > LONGEST_VALUE {
            return Err(Refusal::TooLong {
                field: name.into_owned(),
                limit: LONGEST_VALUE.to_string(),
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_field_can_hold_is_refused() {
        assert_eq!(check(b"name=%C3%85sa&empty=&n"), Ok(()));
        assert_eq!(check(b"name=a%00b"), Err(Refusal::BadForm));
        assert_eq!(check(b"%00=a"), Err(Refusal::BadForm));
        let long = format!("first=1&second={}", "x".repeat(LONGEST_VALUE + 1));
        let refused = check(long.as_bytes()).unwrap_err();
        assert_eq!(refused.facts(), [("field", "second"), ("limit", "100000")]);
    }
}
