//! A window into every mailbox: `/`, `/{address}`, `/{address}/latest`, `/{address}/{id}`,
//! `/{address}/{id}/html` and `/{address}/{id}/raw`. No sign-in, no JavaScript.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, Response};
use jiff::Timestamp;

use super::mime;
use super::post::Message;
use super::summary::{self, decoded_header};
use crate::http::{Incoming, encoded, escaped, reply, see_other, set};
use crate::state::State;

const STYLE: &str = include_str!("../style.css");
const NOTICE: &str = "Pretend mailboxes – part of the Liaison demo";

/// Answers one HTTP request.
pub async fn handle(state: Arc<State>, request: Request<Body>) -> Response<Body> {
    let Some(incoming) = Incoming::read(request).await else {
        return reply(413, "text/plain", "too large");
    };
    let parts: Vec<&str> = incoming.segments.iter().map(String::as_str).collect();
    let mut response = match parts.as_slice() {
        [] => boxes(&state, incoming.parameter("filter").unwrap_or_default()),
        ["style.css"] => reply(200, "text/css; charset=utf-8", STYLE),
        ["favicon.ico"] => reply(204, "image/x-icon", ""),
        [address] => list(&state, address),
        [address, "latest"] => latest(&state, address),
        [address, id] => mail(&state, address, id),
        [address, id, "html"] => html(&state, address, id),
        [address, id, "raw"] => raw(&state, address, id),
        _ => missing("There is no such page."),
    };
    set(&mut response, "x-content-type-options", "nosniff");
    set(&mut response, "referrer-policy", "no-referrer");
    set(&mut response, "cache-control", "no-store");
    response
}

/// A whole page; one that waits for a first mail looks again every five seconds.
fn page(status: u16, title: &str, waits: bool, main: &str) -> Response<Body> {
    let html = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title} · Pretend mail</title><link rel=\"stylesheet\" href=\"/style.css\"></head>\n\
         <body><aside class=\"notice\" aria-label=\"{NOTICE}\">{NOTICE}</aside>\
         <header class=\"bar\"><div class=\"wide\"><nav aria-label=\"Mail\"><a href=\"/\">All mailboxes</a></nav></div></header>\
         <main class=\"wide\"><div class=\"card\">{main}</div></main></body></html>\n",
        title = escaped(title),
    );
    let mut response = reply(status, "text/html; charset=utf-8", html);
    set(
        &mut response,
        "content-security-policy",
        "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    if waits {
        set(&mut response, "refresh", "5");
    }
    response
}

fn missing(text: &str) -> Response<Body> {
    page(
        404,
        "Not found",
        true,
        &format!("<h1>Not found</h1><p>{}</p>", escaped(text)),
    )
}

fn time(micros: i64) -> String {
    Timestamp::from_microsecond(micros).map_or(String::new(), |at| {
        at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
    })
}

fn boxes(state: &State, filter: &str) -> Response<Body> {
    let wanted = filter.to_lowercase();
    let post = state.post();
    let rows: String = post
        .boxes()
        .iter()
        .filter(|mailbox| mailbox.address.to_lowercase().contains(&wanted))
        .map(|mailbox| {
            let inbox = &mailbox.folders[0].messages;
            let newest = inbox.last().map_or(String::new(), |message| escaped(&decoded_header(&message.raw, "Subject")));
            format!(
                "<tr><th scope=\"row\"><a href=\"/{}\">{}</a></th><td>{}</td><td>{newest}</td></tr>",
                encoded(&mailbox.address),
                escaped(&mailbox.address),
                inbox.len()
            )
        })
        .collect();
    let main = format!(
        "<h1>Mailboxes</h1><form method=\"get\" action=\"/\"><label for=\"filter\">Filter by address</label>\
         <input id=\"filter\" name=\"filter\" type=\"search\" value=\"{}\"><div class=\"buttons\"><button type=\"submit\">Filter</button></div></form>\
         <h2>Addresses</h2><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Addresses\"><table><thead><tr><th scope=\"col\">Address</th><th scope=\"col\">Mails</th><th scope=\"col\">Newest</th></tr></thead><tbody>{rows}</tbody></table></div>",
        escaped(filter)
    );
    page(200, "Mailboxes", false, &main)
}

fn list(state: &State, address: &str) -> Response<Body> {
    let mut post = state.post();
    let Some(mailbox) = post.mailbox(address) else {
        return missing(
            "No mail has come for this address yet. Its mailbox is made with the first one.",
        );
    };
    let mut tables = String::new();
    for folder in mailbox
        .folders
        .iter()
        .filter(|folder| folder.name == "INBOX" || !folder.messages.is_empty())
    {
        let rows: String = folder
            .messages
            .iter()
            .rev()
            .take(200)
            .map(|message| {
                let subject = decoded_header(&message.raw, "Subject");
                let subject = if subject.is_empty() { "(no subject)".to_owned() } else { subject };
                format!(
                    "<tr><th scope=\"row\"><a href=\"/{}/{}\">{}</a></th><td>{}</td><td>{}</td></tr>",
                    encoded(&mailbox.address),
                    message.id,
                    escaped(&subject),
                    escaped(&decoded_header(&message.raw, "From")),
                    time(message.received)
                )
            })
            .collect();
        let name = escaped(&folder.name);
        if rows.is_empty() {
            tables.push_str(&format!("<h2>{name}</h2><p class=\"soft\">No mail yet. This page looks again every five seconds.</p>"));
        } else {
            tables.push_str(&format!(
                "<h2>{name}</h2><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{name}\"><table><thead><tr><th scope=\"col\">Subject</th><th scope=\"col\">From</th><th scope=\"col\">Received</th></tr></thead><tbody>{rows}</tbody></table></div>"
            ));
        }
    }
    let title = mailbox.address.clone();
    let again = format!("<p><a href=\"/{}\">Look again</a></p>", encoded(&title));
    let waits = mailbox.folders[0].messages.is_empty();
    page(
        200,
        &title,
        waits,
        &format!("<h1>{}</h1>{again}{tables}", escaped(&title)),
    )
}

fn latest(state: &State, address: &str) -> Response<Body> {
    let newest = state
        .post()
        .mailbox(address)
        .and_then(|mailbox| mailbox.folders[0].messages.last().map(|message| message.id));
    match newest {
        Some(id) => see_other(&format!("/{}/{id}", encoded(address))),
        None => missing("No mail has come for this address yet."),
    }
}

fn find(state: &State, address: &str, id: &str) -> Option<Message> {
    let id: u64 = id.parse().ok()?;
    let mut post = state.post();
    let mailbox = post.mailbox(address)?;
    mailbox
        .folders
        .iter()
        .flat_map(|folder| &folder.messages)
        .find(|message| message.id == id)
        .cloned()
}

fn mail(state: &State, address: &str, id: &str) -> Response<Body> {
    let Some(message) = find(state, address, id) else {
        return missing("This mail is not in the mailbox.");
    };
    let read = summary::read(&message.raw);
    let header = &message.raw[..mime::header_length(&message.raw)];
    let shown: String = ["From", "To", "Cc", "Reply-To", "Date"]
        .into_iter()
        .filter_map(|name| {
            let text = match name {
                "Date" => mime::value(header, name)?,
                _ => decoded_header(&message.raw, name),
            };
            (!text.is_empty())
                .then(|| format!("<div><dt>{name}</dt><dd>{}</dd></div>", escaped(&text)))
        })
        .collect();
    let base = format!("/{}/{id}", encoded(address));
    let html = if read.html.is_some() {
        format!(
            "<h2>HTML part</h2><iframe class=\"mail\" title=\"HTML part of the mail\" src=\"{base}/html\" sandbox=\"allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation\"></iframe>"
        )
    } else {
        String::new()
    };
    let subject = if read.subject.is_empty() {
        "(no subject)"
    } else {
        read.subject.as_str()
    };
    let main = format!(
        "<p><a href=\"/{}\">{}</a></p><h1>{}</h1><dl>{shown}</dl>{html}<h2>Text part</h2><pre class=\"text\">{}</pre><p><a href=\"{base}/raw\">Raw source</a></p>",
        encoded(address),
        escaped(address),
        escaped(subject),
        linked(&read.text),
    );
    page(200, subject, false, &main)
}

/// Text with its links made into links.
fn linked(text: &str) -> String {
    let mut out = String::new();
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        let bare = word.trim_matches(['<', '>', '.', ',', '(', ')']);
        if bare.starts_with("http://") || bare.starts_with("https://") {
            let link = escaped(bare);
            out.push_str(&escaped(piece).replacen(
                &link,
                &format!("<a href=\"{link}\">{link}</a>"),
                1,
            ));
        } else {
            out.push_str(&escaped(piece));
        }
    }
    out
}

fn html(state: &State, address: &str, id: &str) -> Response<Body> {
    let html = find(state, address, id).and_then(|message| summary::read(&message.raw).html);
    let Some(html) = html else {
        return missing("This mail has no HTML part.");
    };
    let mut response = reply(
        200,
        "text/html; charset=utf-8",
        format!("<base target=\"_top\">{html}"),
    );
    set(
        &mut response,
        "content-security-policy",
        "default-src 'none'; img-src * data:; style-src 'unsafe-inline'; font-src data:; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation",
    );
    response
}

fn raw(state: &State, address: &str, id: &str) -> Response<Body> {
    match find(state, address, id) {
        Some(message) => {
            let mut response = reply(200, "text/plain; charset=utf-8", message.raw.to_vec());
            set(
                &mut response,
                "content-security-policy",
                "default-src 'none'; sandbox",
            );
            response
        }
        None => missing("This mail is not in the mailbox."),
    }
}
