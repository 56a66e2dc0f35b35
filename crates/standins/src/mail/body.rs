//! The decoded body of a part.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use super::mime::{self, Part};

/// The bytes behind a part's transfer encoding.
pub fn decoded(part: &Part) -> Vec<u8> {
    let encoding = mime::value(part.header, "content-transfer-encoding").unwrap_or_default();
    match encoding.to_lowercase().as_str() {
        "base64" => {
            let text: Vec<u8> = part
                .body
                .iter()
                .copied()
                .filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=')
                .collect();
            STANDARD_NO_PAD.decode(text).unwrap_or_default()
        }
        "quoted-printable" => unquoted(part.body),
        _ => part.body.to_vec(),
    }
}

/// The file name of an attachment.
pub fn file_name(part: &Part) -> Option<String> {
    let disposition = mime::value(part.header, "content-disposition").unwrap_or_default();
    let (_, parameters) = mime::parameters(&disposition);
    let named = parameters
        .into_iter()
        .find(|(name, _)| name == "filename")
        .map(|(_, value)| value);
    named
        .or_else(|| part.parameter("name").map(str::to_owned))
        .filter(|name| !name.is_empty())
}

fn unquoted(body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((first, after)) = rest.split_first() {
        let hex = |at: usize| rest.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        if *first != b'=' {
            bytes.push(*first);
            rest = after;
        } else if let Some(after) = after
            .strip_prefix(b"\r\n")
            .or_else(|| after.strip_prefix(b"\n"))
        {
            rest = after;
        } else if let (Some(high), Some(low)) = (hex(1), hex(2)) {
            bytes.push((high * 16 + low) as u8);
            rest = &rest[3..];
        } else {
            bytes.push(b'=');
            rest = after;
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transfer_encodings_are_undone() {
        let quoted = b"Content-Transfer-Encoding: quoted-printable\r\n\r\nh=C3=A9 a=\r\nb =zz=";
        assert_eq!(decoded(&mime::read(quoted)), "h\u{e9} ab =zz=".as_bytes());
        let packed = b"Content-Transfer-Encoding: BASE64\r\nContent-Disposition: attachment; filename=\"a b.txt\"\r\n\r\naGVs\r\nbG8=\r\n";
        let part = mime::read(packed);
        assert_eq!(
            (decoded(&part), file_name(&part)),
            (b"hello".to_vec(), Some("a b.txt".into()))
        );
    }
}
