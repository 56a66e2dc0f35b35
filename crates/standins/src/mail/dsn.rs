//! Mail the world writes itself: delivery reports (RFC 3464), notices in words, automatic replies (RFC 3834)
//! and those of people.

use jiff::Timestamp;

use super::mime;
use super::post::{mail_date, message_id};

/// A report that `to` could not be reached, with the original's headers. `status` beginning with `4` reports a delay.
pub fn report(
    domain: &str,
    from: &str,
    to: &str,
    original: &[u8],
    status: &str,
    text: &str,
    now: Timestamp,
) -> Vec<u8> {
    let delayed = status.starts_with('4');
    let action = if delayed { "delayed" } else { "failed" };
    let code = if delayed { 450 } else { 550 };
    let subject = if delayed {
        "Delivery delayed"
    } else {
        "Undelivered mail returned to sender"
    };
    let boundary = "report-boundary-4f1c";
    let header = &original[..mime::header_length(original)];
    let mut report = format!(
        "From: Mail Delivery System <mailer-daemon@{domain}>\r\nTo: <{from}>\r\nSubject: {subject}\r\nDate: {date}\r\nMessage-ID: {id}\r\n\
         Auto-Submitted: auto-replied\r\nX-Failed-Recipients: {to}\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status;\r\n boundary=\"{boundary}\"\r\n\r\n\
         --{boundary}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
         Your mail to {to} could not be delivered{still}:\r\n\r\n    {code} {text}\r\n\r\n\
         --{boundary}\r\nContent-Type: message/delivery-status\r\n\r\n\
         Reporting-MTA: dns; mail.{domain}\r\nArrival-Date: {date}\r\n\r\n\
         Final-Recipient: rfc822; {to}\r\nAction: {action}\r\nStatus: {status}\r\nRemote-MTA: dns; mail.{domain}\r\nDiagnostic-Code: smtp; {code} {text}\r\n\r\n\
         --{boundary}\r\nContent-Type: text/rfc822-headers\r\n\r\n",
        date = mail_date(now),
        id = message_id(domain),
        still = if delayed { " yet; we keep trying" } else { "" },
    )
    .into_bytes();
    report.extend_from_slice(header);
    report.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    report
}

/// The same as [`report`] in words alone, with the original's headers below.
pub fn notice(
    domain: &str,
    from: &str,
    to: &str,
    original: &[u8],
    text: &str,
    now: Timestamp,
) -> Vec<u8> {
    let header = &original[..mime::header_length(original)];
    let mut notice = format!(
        "Return-Path: <>\r\nFrom: <mailer-daemon@{domain}>\r\nTo: <{from}>\r\nSubject: failure notice\r\nDate: {}\r\nMessage-ID: {}\r\n\r\n\
         Hi. This is the mail program at {domain}.\r\nI'm afraid I wasn't able to deliver your message to the following addresses.\r\n\
         This is a permanent error; I've given up.\r\n\r\n<{to}>:\r\n{text}\r\n\r\n--- Below this line is a copy of the message.\r\n\r\n",
        mail_date(now),
        message_id(domain),
    )
    .into_bytes();
    notice.extend_from_slice(header);
    notice
}

/// What somebody answers who reads `original`, with the original quoted below.
pub fn reply(from: &str, author: &str, original: &[u8], text: &str, now: Timestamp) -> Vec<u8> {
    let subject = mime::value(original, "subject").unwrap_or_default();
    let id = mime::value(original, "message-id").unwrap_or_default();
    let domain = author.rsplit('@').next().unwrap_or("localhost");
    let read = super::summary::read(original);
    let quoted: String = read
        .text
        .lines()
        .map(|line| format!("> {line}\r\n"))
        .collect();
    let date = mail_date(now);
    format!(
        "From: <{author}>\r\nTo: <{from}>\r\nSubject: Re: {subject}\r\nDate: {date}\r\nMessage-ID: {}\r\nIn-Reply-To: {id}\r\nReferences: {id}\r\n\
         MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\
         {text}\r\n\r\nOn {date}, {from} wrote:\r\n{quoted}",
        message_id(domain),
    )
    .into_bytes()
}

/// An automatic reply of `to` to the sender of `original`.
pub fn auto_reply(from: &str, to: &str, original: &[u8], text: &str, now: Timestamp) -> Vec<u8> {
    let subject = mime::value(original, "subject").unwrap_or_default();
    let id = mime::value(original, "message-id").unwrap_or_default();
    let domain = to.rsplit('@').next().unwrap_or("localhost");
    format!(
        "From: <{to}>\r\nTo: <{from}>\r\nSubject: Automatic reply: {subject}\r\nDate: {}\r\nMessage-ID: {}\r\nIn-Reply-To: {id}\r\nReferences: {id}\r\n\
         Auto-Submitted: auto-replied\r\nX-Auto-Response-Suppress: All\r\nPrecedence: auto_reply\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n",
        mail_date(now),
        message_id(domain),
    )
    .into_bytes()
}
