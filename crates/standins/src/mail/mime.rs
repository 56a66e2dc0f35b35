//! The structure of a raw message: where its parts and headers are. Decodes nothing.

/// A part and its place in the raw message.
#[derive(Debug)]
pub struct Part<'a> {
    /// Header lines with the empty line that ends them.
    pub header: &'a [u8],
    pub body: &'a [u8],
    /// Lower case, such as `text`.
    pub kind: String,
    /// Lower case, such as `plain`.
    pub subkind: String,
    pub parameters: Vec<(String, String)>,
    /// Parts of a multipart, or the one message inside `message/rfc822`.
    pub parts: Vec<Part<'a>>,
}

const DEEPEST: usize = 20;

/// Reads a message.
pub fn read(raw: &[u8]) -> Part<'_> {
    read_at(raw, "text/plain", 0)
}

fn read_at<'a>(raw: &'a [u8], default: &str, depth: usize) -> Part<'a> {
    let split = header_length(raw);
    let (header, body) = raw.split_at(split);
    let given = value(header, "content-type").unwrap_or_default();
    let (full, parameters) = parameters(if given.contains('/') { &given } else { default });
    let (kind, subkind) = full.split_once('/').unwrap_or(("text", "plain"));
    let mut part = Part {
        header,
        body,
        kind: kind.into(),
        subkind: subkind.into(),
        parameters,
        parts: Vec::new(),
    };
    if depth >= DEEPEST {
        return part;
    }
    if part.kind == "multipart" {
        let default = if part.subkind == "digest" {
            "message/rfc822"
        } else {
            "text/plain"
        };
        if let Some(boundary) = part.parameter("boundary") {
            part.parts = pieces(body, boundary)
                .into_iter()
                .map(|piece| read_at(piece, default, depth + 1))
                .collect();
        }
    } else if full == "message/rfc822" {
        part.parts = vec![read_at(body, "text/plain", depth + 1)];
    }
    part
}

impl Part<'_> {
    /// A parameter of the content type.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

/// Length of the header with its closing empty line.
pub fn header_length(raw: &[u8]) -> usize {
    let mut at = 0;
    for line in raw.split_inclusive(|byte| *byte == b'\n') {
        at += line.len();
        if line == b"\r\n" || line == b"\n" {
            return at;
        }
    }
    raw.len()
}

/// Header lines, folded ones joined with what follows: name and whole raw text with line ends.
pub fn lines(header: &[u8]) -> Vec<(String, &[u8])> {
    let mut found: Vec<(String, usize, usize)> = Vec::new();
    let mut at = 0;
    for line in header.split_inclusive(|byte| *byte == b'\n') {
        let start = at;
        at += line.len();
        if matches!(line.first(), Some(b' ' | b'\t')) {
            if let Some(last) = found.last_mut() {
                last.2 = at;
            }
        } else if let Some(colon) = line.iter().position(|byte| *byte == b':') {
            found.push((
                String::from_utf8_lossy(&line[..colon]).trim().to_owned(),
                start,
                at,
            ));
        }
    }
    found
        .into_iter()
        .map(|(name, start, end)| (name, &header[start..end]))
        .collect()
}

/// The unfolded text of the first header of that name (any case).
pub fn value(header: &[u8], name: &str) -> Option<String> {
    let (found, text) = lines(header)
        .into_iter()
        .find(|(found, _)| found.eq_ignore_ascii_case(name))?;
    let text = String::from_utf8_lossy(&text[found.len().min(text.len())..]).into_owned();
    let text = text.trim_start().trim_start_matches(':');
    Some(text.replace(['\r', '\n'], "").trim().to_owned())
}

/// `text/plain; charset="utf-8"` as lower-case value and parameters with lower-case names.
pub fn parameters(text: &str) -> (String, Vec<(String, String)>) {
    let mut quoted = false;
    let mut pieces = vec![String::new()];
    for letter in text.chars() {
        match letter {
            '"' => quoted = !quoted,
            ';' if !quoted => pieces.push(String::new()),
            other => {
                if let Some(piece) = pieces.last_mut() {
                    piece.push(other);
                }
            }
        }
    }
    let value = pieces.remove(0).trim().to_lowercase();
    let pairs = pieces.iter().filter_map(|piece| piece.split_once('='));
    (
        value,
        pairs
            .map(|(name, value)| (name.trim().to_lowercase(), value.trim().to_owned()))
            .collect(),
    )
}

fn pieces<'a>(body: &'a [u8], boundary: &str) -> Vec<&'a [u8]> {
    let fence = format!("--{boundary}");
    let mut found = Vec::new();
    let mut start: Option<usize> = None;
    let mut at = 0;
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        let here = at;
        at += line.len();
        let Some(rest) = line.strip_prefix(fence.as_bytes()) else {
            continue;
        };
        let last = rest.starts_with(b"--");
        if !last && !rest.trim_ascii().is_empty() {
            continue;
        }
        if let Some(start) = start.take() {
            let mut end = here;
            for mark in [b'\n', b'\r'] {
                if end > start && body[end - 1] == mark {
                    end -= 1;
                }
            }
            found.push(&body[start..end]);
        }
        if last {
            return found;
        }
        start = Some(at);
    }
    if let Some(start) = start {
        found.push(&body[start..]);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_end_before_the_line_end_of_the_boundary() {
        let raw = b"Content-Type: multipart/mixed;\r\n boundary=\"b;1\"\r\n\r\npre\r\n--b;1\r\n\r\none\r\n--b;1\r\nContent-Type: text/html\r\n\r\n<p>two\r\n\r\n--b;1--\r\nafter";
        let message = read(raw);
        assert_eq!(message.parts.len(), 2);
        assert_eq!(message.parts[0].body, b"one");
        assert_eq!(message.parts[1].body, b"<p>two\r\n");
        assert_eq!(message.parts[1].subkind, "html");
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(text in "(Content-Type: (multipart/mixed; boundary=b|message/rfc822|text/plain)|--b|--b--|[a:;=\" é]{0,9}|(\r?\n)){0,40}") {
            let message = read(text.as_bytes());
            let _ = (lines(message.header), value(message.header, "content-type"));
        }
    }
}
