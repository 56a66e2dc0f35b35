//! Writing mail as bytes.

use std::time::{Duration, UNIX_EPOCH};

use base64::{Engine, engine::general_purpose::STANDARD};
use lettre::{
    Address, Message,
    message::{
        Attachment, Mailbox, MessageBuilder, MultiPart, SinglePart,
        header::{ContentType, HeaderName, HeaderValue},
    },
};
use sha2::{Digest, Sha256};

/// A display name and an address.
pub type Party = (Option<String>, String);

/// One mail to one or more people.
#[derive(Clone, Debug, Default)]
pub struct Outgoing {
    pub from: Party,
    pub to: Vec<Party>,
    pub cc: Vec<Party>,
    /// Written as a header only where it is handed in: a submission server takes blind copies by its
    /// envelope, a provider's API by this header.
    pub bcc: Vec<Party>,
    pub reply_to: Option<Party>,
    pub subject: String,
    /// The plain part; always present.
    pub text: String,
    /// The HTML part; with it the mail becomes `multipart/alternative`.
    pub html: Option<String>,
    /// With or without angle brackets, `local@domain`.
    pub message_id: String,
    /// Seconds since 1970.
    pub date: i64,
    /// Further headers, such as `Auto-Submitted`, `In-Reply-To` or `List-Unsubscribe`.
    pub headers: Vec<(String, String)>,
    pub attachments: Vec<Attached>,
}

/// A file that goes with a mail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attached {
    pub name: String,
    /// Such as `application/pdf`; what is none becomes `application/octet-stream`.
    pub media_type: String,
    pub content: Vec<u8>,
}

/// Why a mail cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ComposeError {
    #[error("{0} is not an e-mail address")]
    Address(String),
    #[error("nobody to send to")]
    NoRecipient,
    #[error("{0} is not a message id")]
    MessageId(String),
    #[error("the date is out of range")]
    Date,
    /// Not a header name, or one this function writes itself.
    #[error("{0} cannot be set as a header")]
    Header(String),
}

/// Headers with a field of their own in [`Outgoing`], or that belong to the body's encoding.
const OWN: &[&str] = &[
    "from",
    "sender",
    "to",
    "cc",
    "bcc",
    "reply-to",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "content-disposition",
];

/// Writes the mail: exactly one From, Date and Message-ID, CRLF line ends, 7-bit only, long lines
/// folded, non-ASCII values encoded (RFC 2047). Control characters in any value become spaces, so no
/// value can begin a header. The same input gives the same bytes.
///
/// # Errors
/// [`ComposeError`]; nothing is repaired silently but control characters.
pub fn compose(mail: &Outgoing) -> Result<Vec<u8>, ComposeError> {
    let id = message_id(&mail.message_id)?;
    let seconds = u64::try_from(mail.date).map_err(|_| ComposeError::Date)?;
    let date = UNIX_EPOCH
        .checked_add(Duration::from_secs(seconds))
        .filter(|_| seconds < 253_402_300_800)
        .ok_or(ComposeError::Date)?;
    let mut builder = Message::builder()
        .from(mailbox(&mail.from)?)
        .date(date)
        .message_id(Some(id.clone()))
        .raw_header(subject(&mail.subject));
    if mail.to.is_empty() {
        return Err(ComposeError::NoRecipient);
    }
    for party in &mail.to {
        builder = builder.to(mailbox(party)?);
    }
    for party in &mail.cc {
        builder = builder.cc(mailbox(party)?);
    }
    for party in &mail.bcc {
        builder = builder.bcc(mailbox(party)?);
    }
    if !mail.bcc.is_empty() {
        builder = builder.keep_bcc();
    }
    if let Some(party) = &mail.reply_to {
        builder = builder.reply_to(mailbox(party)?);
    }
    for (name, value) in &mail.headers {
        builder = builder.raw_header(HeaderValue::new(header_name(name)?, one_line(value)));
    }
    body(builder, mail, &id)
        .map(|message| message.formatted())
        .map_err(|_| ComposeError::NoRecipient)
}

fn body(
    builder: MessageBuilder,
    mail: &Outgoing,
    id: &str,
) -> Result<Message, lettre::error::Error> {
    let text = SinglePart::plain(lines(&mail.text));
    let readings = mail.html.as_ref().map(|html| {
        MultiPart::alternative()
            .boundary(boundary(id))
            .singlepart(text.clone())
            .singlepart(SinglePart::html(lines(html)))
    });
    if mail.attachments.is_empty() {
        return match readings {
            None => builder.singlepart(text),
            Some(readings) => builder.multipart(readings),
        };
    }
    let mixed = MultiPart::mixed().boundary(boundary(&format!("{id} with files")));
    let mixed = match readings {
        None => mixed.singlepart(text),
        Some(readings) => mixed.multipart(readings),
    };
    let with_files = mail.attachments.iter().fold(mixed, |mixed, file| {
        let kind = ContentType::parse(&one_line(&file.media_type))
            .or_else(|_| ContentType::parse("application/octet-stream"))
            .unwrap_or(ContentType::TEXT_PLAIN);
        mixed.singlepart(Attachment::new(one_line(&file.name)).body(file.content.clone(), kind))
    });
    builder.multipart(with_files)
}

/// What looks like an encoded word and was typed as such is encoded itself, or readers would decode it.
fn subject(text: &str) -> HeaderValue {
    let name = HeaderName::new_from_ascii_str("Subject");
    let text = one_line(text);
    if !text.contains("=?") {
        return HeaderValue::new(name, text);
    }
    let mut words = Vec::new();
    let mut word = String::new();
    for c in text.chars() {
        if word.len() + c.len_utf8() > LONGEST_WORD {
            words.push(std::mem::take(&mut word));
        }
        word.push(c);
    }
    words.push(word);
    let words: Vec<String> = words
        .iter()
        .map(|word| format!("=?utf-8?B?{}?=", STANDARD.encode(word)))
        .collect();
    let encoded = words.join("\r\n ");
    HeaderValue::dangerous_new_pre_encoded(name, text, encoded)
}

/// In bytes: so that the line of an encoded word stays within 76 (RFC 2047, 2).
const LONGEST_WORD: usize = 39;

fn mailbox((name, address): &Party) -> Result<Mailbox, ComposeError> {
    let parsed: Address = address
        .trim()
        .parse()
        .map_err(|_| ComposeError::Address(one_line(address)))?;
    let name = name.as_deref().map(one_line).filter(|n| !n.is_empty());
    // Nobody is called an encoded word; who calls themselves so is shown as typed.
    let name = name.map(|name| name.replace("=?", "= ?"));
    Ok(Mailbox::new(name, parsed))
}

fn message_id(id: &str) -> Result<String, ComposeError> {
    let bare = id.trim().trim_start_matches('<').trim_end_matches('>');
    let plain = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_graphic() && !b"<>@()".contains(&b))
    };
    match bare.split_once('@') {
        Some((local, domain)) if plain(local) && plain(domain) && bare.len() <= 250 => {
            Ok(format!("<{bare}>"))
        }
        _ => Err(ComposeError::MessageId(one_line(id))),
    }
}

fn header_name(name: &str) -> Result<HeaderName, ComposeError> {
    let refused = || ComposeError::Header(one_line(name));
    let well_formed = name.bytes().all(|b| b.is_ascii_graphic() && b != b':');
    if !well_formed || OWN.contains(&name.to_ascii_lowercase().as_str()) {
        return Err(refused());
    }
    HeaderName::new_from_ascii(name.to_owned()).map_err(|_| refused())
}

fn one_line(value: &str) -> String {
    let spaced = value.replace(
        |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'),
        " ",
    );
    spaced.trim().to_owned()
}

/// A body with CRLF line ends, whatever it came with, and no control characters but tabs.
fn lines(body: &str) -> String {
    let unix = body.replace("\r\n", "\n").replace('\r', "\n");
    unix.replace(|c: char| c.is_control() && c != '\n' && c != '\t', " ")
        .replace('\n', "\r\n")
}

/// A boundary that no body holds by accident: lettre encodes bodies, and the digest is of an id made
/// from random bits.
fn boundary(id: &str) -> String {
    let digest = Sha256::digest(id);
    let hex = digest.iter().take(16).map(|b| format!("{b:02x}"));
    hex.fold("=_liaison_".to_owned(), |all, byte| all + &byte)
}

#[cfg(test)]
mod tests {
    use mail_parser::{HeaderValue as Parsed, MessageParser};
    use proptest::prelude::*;

    use super::*;

    fn sample() -> Outgoing {
        Outgoing {
            from: (Some("Rita Rep".into()), "rita.rep@seller.test".into()),
            to: vec![(Some("Zoë".into()), "zoe@buyer.test".into())],
            reply_to: Some((None, "replies@seller.test".into())),
            subject: "Grüße aus Malmö – and a subject that is long enough to be folded twice"
                .into(),
            text: "Hej Zoë,\n.\nFrom here on\n".into(),
            html: Some("<p>Hej Zoë</p>".into()),
            message_id: "0190.abc@liaison.test".into(),
            date: 1_795_161_600,
            headers: vec![("Auto-Submitted".into(), "auto-generated".into())],
            ..Outgoing::default()
        }
    }

    fn header_lines(bytes: &[u8]) -> Vec<String> {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let head = text.split("\r\n\r\n").next().unwrap().to_owned();
        head.split("\r\n")
            .filter(|line| !line.starts_with([' ', '\t']))
            .map(|line| line.split(':').next().unwrap().to_ascii_lowercase())
            .collect()
    }

    fn assert_wire_form(bytes: &[u8]) {
        assert!(bytes.is_ascii());
        let text = std::str::from_utf8(bytes).unwrap();
        let bare = text.replace("\r\n", "");
        assert!(!bare.contains(['\r', '\n']), "bare line end");
        assert!(text.split("\r\n").all(|line| line.len() <= 998));
    }

    #[test]
    fn what_is_written_reads_back() {
        let mail = sample();
        let bytes = compose(&mail).unwrap();
        assert_wire_form(&bytes);
        let read = MessageParser::default().parse(&bytes).unwrap();
        assert_eq!(read.subject(), Some(mail.subject.as_str()));
        assert_eq!(read.message_id(), Some("0190.abc@liaison.test"));
        assert_eq!(read.date().unwrap().to_timestamp(), mail.date);
        let from = read.from().unwrap().first().unwrap();
        assert_eq!(from.name(), Some("Rita Rep"));
        assert_eq!(from.address(), Some("rita.rep@seller.test"));
        assert_eq!(read.to().unwrap().first().unwrap().name(), Some("Zoë"));
        assert_eq!(read.body_text(0).unwrap(), mail.text.replace('\n', "\r\n"));
        assert_eq!(read.body_html(0).unwrap(), "<p>Hej Zoë</p>");
        assert!(matches!(
            read.header("Auto-Submitted"),
            Some(Parsed::Text(t)) if t == "auto-generated"
        ));
        for name in ["from", "date", "message-id", "subject", "mime-version"] {
            let count = header_lines(&bytes).iter().filter(|n| *n == name).count();
            assert_eq!(count, 1, "{name}");
        }
        assert_eq!(bytes, compose(&mail).unwrap());
    }

    #[test]
    fn copies_and_files_go_with_it() {
        let mut mail = sample();
        mail.cc = vec![(None, "boss@buyer.test".into())];
        mail.bcc = vec![(None, "log@seller.test".into())];
        mail.attachments = vec![
            Attached {
                name: "Förslag\r\nX-Own: 1.pdf".into(),
                media_type: "application/pdf".into(),
                content: (0..=255).collect(),
            },
            Attached {
                name: "x".into(),
                media_type: "nonsense".into(),
                content: b"hello".to_vec(),
            },
        ];
        let bytes = compose(&mail).unwrap();
        assert_wire_form(&bytes);
        let read = MessageParser::default().parse(&bytes).unwrap();
        let address = |list: Option<&mail_parser::Address<'_>>| {
            list.unwrap().first().unwrap().address().unwrap().to_owned()
        };
        assert_eq!(address(read.cc()), "boss@buyer.test");
        assert_eq!(address(read.bcc()), "log@seller.test");
        let files: Vec<_> = read.attachments().collect();
        assert_eq!(files[0].contents(), (0..=255).collect::<Vec<u8>>());
        assert_eq!(files[1].contents(), b"hello");
        assert_eq!(read.body_html(0).unwrap(), "<p>Hej Zoë</p>");
    }

    #[test]
    fn what_was_typed_like_an_encoded_word_reads_as_it_was_typed() {
        let mut mail = sample();
        mail.subject = format!("Re: =?utf-8?B?SGVsbG8=?= {}", "é=?x?=".repeat(30));
        mail.from.0 = Some("=?utf-8?Q?Rita?=".into());
        let bytes = compose(&mail).unwrap();
        assert_wire_form(&bytes);
        let head = String::from_utf8(bytes.clone()).unwrap();
        assert!(head.lines().all(|line| line.len() <= 78), "{head}");
        let read = MessageParser::default().parse(&bytes).unwrap();
        assert_eq!(read.subject(), Some(mail.subject.as_str()));
        let from = read.from().unwrap().first().unwrap();
        assert_eq!(from.name(), Some("= ?utf-8?Q?Rita?="));
    }

    #[test]
    fn headers_of_our_own_cannot_be_set() {
        for name in [
            "From",
            "message-id",
            "X Y",
            "X:Y",
            "",
            "Content-Type",
            "X\r\nY",
        ] {
            let mut mail = sample();
            mail.headers = vec![(name.into(), "x".into())];
            assert!(
                matches!(compose(&mail), Err(ComposeError::Header(_))),
                "{name}"
            );
        }
    }

    #[test]
    fn nonsense_is_refused() {
        let refused = |change: fn(&mut Outgoing)| {
            let mut mail = sample();
            change(&mut mail);
            compose(&mail).unwrap_err()
        };
        assert_eq!(refused(|m| m.to.clear()), ComposeError::NoRecipient);
        assert_eq!(refused(|m| m.date = -1), ComposeError::Date);
        assert_eq!(refused(|m| m.date = i64::MAX), ComposeError::Date);
        assert!(matches!(
            refused(|m| m.from.1 = "a@b\r\nBcc: x@y.test".into()),
            ComposeError::Address(_)
        ));
        assert!(matches!(
            refused(|m| m.message_id = "a b@c".into()),
            ComposeError::MessageId(_)
        ));
    }

    proptest! {
        #[test]
        fn no_value_begins_a_header(
            name in "(?s).{0,120}",
            subject in "(?s)(.{0,200}|(a|\r\n|\r|\n|Bcc: x@y.test| |é){0,40})",
            value in "(?s)(.{0,200}|(a|\r\n|\r|\n|Bcc: x@y.test| |é){0,40})",
            text in "(?s)(.{0,300}|(a|\r\n|\r|\n|\\.){0,60})",
        ) {
            let mut mail = sample();
            let wanted = header_lines(&compose(&Outgoing {
                headers: vec![("X-Own".into(), "x".into())],
                ..sample()
            }).unwrap());
            mail.from.0 = Some(name.clone());
            mail.to[0].0 = Some(name);
            mail.subject = subject;
            mail.text = text.clone();
            mail.html = Some(text);
            mail.headers = vec![("X-Own".into(), value)];
            let bytes = compose(&mail).unwrap();
            assert_wire_form(&bytes);
            prop_assert_eq!(header_lines(&bytes), wanted);
        }
    }
}
