//! Handing a mail to Gmail.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{HeaderValue, Method, header};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Api, ApiError, api::parse};
use crate::outbound::Request;

/// Largest message Gmail takes, in bytes.
pub const MOST_BYTES: usize = 36_700_160;

/// Above this, the message travels as it is, not as base64 inside JSON.
const MOST_IN_JSON: usize = 4 * 1024 * 1024;

/// Gmail has taken responsibility for the mail.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sent {
    pub id: String,
    pub thread_id: String,
}

impl Api {
    /// Sends one mail, CRLF line ends, to the recipients its headers name. Into an existing thread it
    /// goes only if `thread_id` is given, the subject is the same, and `References` are right.
    ///
    /// # Errors
    /// [`ApiError`]. After one with [`ApiError::is_outcome_unknown`] the mail may have been sent: look
    /// it up by its Message-ID first. Every other error means it was not.
    pub async fn send(&self, rfc822: &[u8], thread_id: Option<&str>) -> Result<Sent, ApiError> {
        if rfc822.len() > MOST_BYTES {
            return Err(ApiError::TooLarge);
        }
        let request = if rfc822.len() <= MOST_IN_JSON {
            let mut body = about(thread_id);
            body["raw"] = URL_SAFE_NO_PAD.encode(rfc822).into();
            Request::new(Method::POST, self.mine("messages/send")).json(&body)
        } else {
            let mut url = self.upload("messages/send");
            url.set_query(Some("uploadType=multipart"));
            in_two_parts(Request::new(Method::POST, url), &about(thread_id), rfc822)
        };
        parse(&self.ask(request).await?)
    }
}

fn about(thread_id: Option<&str>) -> Value {
    match thread_id {
        Some(thread) => json!({ "threadId": thread }),
        None => json!({}),
    }
}

/// `multipart/related`: what to do with it, then the message.
fn in_two_parts(mut request: Request, about: &Value, rfc822: &[u8]) -> Request {
    let boundary = boundary(rfc822);
    let head = format!(
        "--{boundary}\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n{about}\r\n\
         --{boundary}\r\nContent-Type: message/rfc822\r\n\r\n"
    );
    let tail = format!("\r\n--{boundary}--\r\n");
    request.body = [head.as_bytes(), rfc822, tail.as_bytes()].concat().into();
    let kind = format!("multipart/related; boundary={boundary}");
    let kind = HeaderValue::from_str(&kind).expect("a boundary of plain letters");
    request.header(header::CONTENT_TYPE, kind)
}

/// A line that the message does not hold.
fn boundary(rfc822: &[u8]) -> String {
    let mut number = 0;
    loop {
        let candidate = format!("liaison-part-{number}-end");
        let needle = candidate.as_bytes();
        if !rfc822.windows(needle.len()).any(|w| w == needle) {
            return candidate;
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;

    #[test]
    fn the_boundary_is_not_in_the_message() {
        assert_eq!(boundary(b"x"), "liaison-part-0-end");
        let holds = b"--liaison-part-0-end\r\n--liaison-part-1-end--";
        assert_eq!(boundary(holds), "liaison-part-2-end");
    }

    #[test]
    fn the_message_travels_as_it_is() {
        let url = Url::parse("https://x.test/").unwrap();
        let request = Request::new(Method::POST, url);
        let sent = in_two_parts(request, &about(Some("t1")), b"Subject: x\r\n\r\n.\r\n");
        let text = String::from_utf8(sent.body.to_vec()).unwrap();
        assert!(
            text.contains("\r\n\r\n{\"threadId\":\"t1\"}\r\n--"),
            "{text}"
        );
        let message = "message/rfc822\r\n\r\nSubject: x\r\n\r\n.\r\n\r\n--liaison-part-0-end--\r\n";
        assert!(text.ends_with(message), "{text}");
    }
}
