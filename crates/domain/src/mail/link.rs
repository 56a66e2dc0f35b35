//! Links in a mail that goes out: which stay, and which may be replaced by a tracked redirect.
//!
//! The rule: after the redirect the browser is where the link says, byte for byte, or the link is
//! left alone. A link is tracked only when every reader of it, ours, a mail program's and a browser's
//! at a `Location` header, must understand the same place.

use url::Url;

/// Longest link we leave in a mail, in bytes: what servers and mail programs take without fail.
pub const LONGEST: usize = 8_192;

/// What becomes of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link<'a> {
    /// May be replaced by a redirect to exactly these bytes.
    Tracked(&'a str),
    /// Stays in the mail as it was written.
    Plain(Plain),
    /// Does not stay in a mail.
    Refused(Fault),
}

/// Why a link stays but is not tracked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Plain {
    /// `mailto:`, `tel:`, `sms:`.
    #[error("not-web")]
    NotWeb,
    /// A part of the same mail: `#below`, `cid:…`.
    #[error("same-mail")]
    SameMail,
    /// `{{…}}`, filled in later; look at it again then.
    #[error("placeholder")]
    Placeholder,
    /// A character outside ASCII, which a `Location` header cannot carry as it is.
    #[error("not-ascii")]
    NotAscii,
    /// A space, a backslash, a control or another character that readers mend differently.
    #[error("character")]
    Character,
    /// `https://name:password@host`.
    #[error("user-info")]
    UserInfo,
    /// The host or the port is not what every reader would make of it: `https:host`, `0x7f.1`, `%41`.
    #[error("host")]
    Host,
}

/// Why a link does not stay in a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("empty")]
    Empty,
    #[error("too-long")]
    TooLong,
    /// `javascript:`, `data:` and others that run or show what they carry.
    #[error("script")]
    Script,
    /// `file:`, `blob:` and others that lead into the reader's own machine.
    #[error("local")]
    Local,
    /// Without a scheme; a mail has no address that it could be relative to.
    #[error("relative")]
    Relative,
    #[error("scheme")]
    Scheme,
    /// A web address without a host, or with one that cannot be.
    #[error("no-host")]
    NoHost,
}

/// Decides about one link, as it stands in the mail's HTML after entities were decoded.
pub fn decide(link: &str) -> Link<'_> {
    if link.len() > LONGEST {
        return Link::Refused(Fault::TooLong);
    }
    // Browsers take blanks and controls off both ends and tabs and line ends out of the middle
    // (URL standard, 4.4). What a link means is decided after that.
    let seen = as_seen(link);
    if seen.is_empty() {
        return Link::Refused(Fault::Empty);
    }
    if seen.starts_with('#') {
        return Link::Plain(Plain::SameMail);
    }
    if seen.starts_with("{{") {
        return Link::Plain(Plain::Placeholder);
    }
    let Some(scheme) = scheme(&seen) else {
        return Link::Refused(Fault::Relative);
    };
    match scheme.as_str() {
        "http" | "https" => web(link, &seen),
        "mailto" | "tel" | "sms" => Link::Plain(Plain::NotWeb),
        "cid" => Link::Plain(Plain::SameMail),
        "javascript" | "data" | "vbscript" | "livescript" | "mocha" => Link::Refused(Fault::Script),
        "file" | "blob" | "filesystem" | "about" | "view-source" => Link::Refused(Fault::Local),
        _ => Link::Refused(Fault::Scheme),
    }
}

/// The link as browsers read it.
pub(super) fn as_seen(link: &str) -> String {
    link.trim_matches(|c: char| c <= ' ')
        .chars()
        .filter(|c| !matches!(c, '\t' | '\n' | '\r'))
        .collect()
}

/// What stands before the first colon, in lower case, if that is a scheme (RFC 3986 3.1).
pub(super) fn scheme(link: &str) -> Option<String> {
    let (scheme, _) = link.split_once(':')?;
    let of_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let begins = scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    (begins && scheme.chars().all(of_scheme)).then(|| scheme.to_ascii_lowercase())
}

fn web<'a>(link: &'a str, seen: &str) -> Link<'a> {
    if link.contains("{{") || link.contains("}}") {
        return Link::Plain(Plain::Placeholder);
    }
    let Ok(url) = Url::parse(seen) else {
        return Link::Refused(Fault::NoHost);
    };
    let Some(host) = url.host_str().filter(|host| !host.is_empty()) else {
        return Link::Refused(Fault::NoHost);
    };
    if !link.is_ascii() {
        return Link::Plain(Plain::NotAscii);
    }
    if !link.bytes().all(is_plain) {
        return Link::Plain(Plain::Character);
    }
    let Some((_, rest)) = link.split_once("://") else {
        return Link::Plain(Plain::Host);
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') {
        return Link::Plain(Plain::UserInfo);
    }
    let after_host = authority
        .get(..host.len())
        .filter(|written| written.eq_ignore_ascii_case(host))
        .map(|_| &authority[host.len()..]);
    match after_host {
        Some("") => Link::Tracked(link),
        Some(port) if is_port(port) => Link::Tracked(link),
        _ => Link::Plain(Plain::Host),
    }
}

/// The characters of RFC 3986, and the few that all browsers and servers leave alone in a path or a
/// query. Not among them: `"`, `<`, `>`, `\`, `^`, `` ` ``, which some encode and some do not.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`')
}

fn is_port(text: &str) -> bool {
    text.strip_prefix(':').is_some_and(|digits| {
        !digits.is_empty()
            && digits.bytes().all(|b| b.is_ascii_digit())
            && digits.parse::<u16>().is_ok()
    })
}

#[cfg(test)]
mod tests;
