//! Refusals of the REST API: an HTTP status and an array of coded messages (contracts 2.2).

use serde_json::{Value, json};

/// One element of the array of errors.
#[derive(Clone, Debug)]
pub struct Fault {
    pub code: &'static str,
    pub message: String,
    /// Fields concerned; present on failed writes.
    pub fields: Vec<String>,
}

/// A refused call.
#[derive(Clone, Debug)]
pub struct Refusal {
    pub status: u16,
    pub faults: Vec<Fault>,
}

impl Refusal {
    /// A refusal with one message and no fields.
    pub fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            faults: vec![Fault {
                code,
                message: message.into(),
                fields: Vec::new(),
            }],
        }
    }

    /// A refused write: status 400 with the fields concerned.
    pub fn write(code: &'static str, message: impl Into<String>, fields: &[&str]) -> Self {
        let mut refusal = Self::new(400, code, message);
        refusal.faults[0].fields = fields.iter().map(|field| (*field).to_owned()).collect();
        refusal
    }

    /// There is nothing at this address.
    pub fn not_found() -> Self {
        Self::new(404, "NOT_FOUND", "The requested resource does not exist")
    }

    /// The address does not know this method.
    pub fn method(method: &str, allowed: &str) -> Self {
        Self::new(
            405,
            "METHOD_NOT_ALLOWED",
            format!("HTTP Method '{method}' not allowed. Allowed are {allowed}"),
        )
    }

    /// The body of a single call: `[{"message", "errorCode", "fields"?}]`.
    pub fn body(&self) -> Value {
        self.faults
            .iter()
            .map(|fault| {
                let mut entry = json!({ "message": fault.message, "errorCode": fault.code });
                if !fault.fields.is_empty() {
                    entry["fields"] = json!(fault.fields);
                }
                entry
            })
            .collect()
    }

    /// The entry of a collection answer, where the code is called `statusCode`.
    pub fn entry(&self) -> Value {
        let errors: Value = self
            .faults
            .iter()
            .map(|fault| json!({ "statusCode": fault.code, "message": fault.message, "fields": fault.fields }))
            .collect();
        json!({ "success": false, "errors": errors })
    }
}
