//! Lines out, replies in.

use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};

use super::SmtpError;
use crate::{outbound::BoxedWire, text::clip};

const LONGEST_LINE: u64 = 4096;
const MOST_LINES: usize = 200;

/// One reply, all its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reply {
    pub(super) code: u16,
    /// Such as `5.7.8`; taken from the text.
    pub(super) enhanced: Option<String>,
    /// Without codes, shortened, one line.
    pub(super) text: String,
    /// As they came, without the code.
    pub(super) lines: Vec<String>,
}

impl Reply {
    pub(super) fn new(code: u16, lines: &[String]) -> Self {
        let enhanced = lines.first().and_then(|line| enhanced(line));
        let prefix = enhanced.clone().unwrap_or_default();
        let texts = lines
            .iter()
            .map(|l| l.strip_prefix(&prefix).unwrap_or(l).trim());
        let text = texts.collect::<Vec<_>>().join(" ");
        Self {
            code,
            enhanced,
            text: clip(&text, 500),
            lines: lines.to_vec(),
        }
    }

    pub(super) fn is_positive(&self) -> bool {
        matches!(self.code, 200..=399)
    }

    /// The enhanced code's first digit decides, then the code's.
    pub(super) fn is_permanent(&self) -> bool {
        match &self.enhanced {
            Some(enhanced) => enhanced.starts_with('5'),
            None => self.code >= 500,
        }
    }
}

fn enhanced(line: &str) -> Option<String> {
    let word = line.split_whitespace().next()?;
    let mut parts = word.split('.');
    let class = parts.next().filter(|c| matches!(*c, "2" | "4" | "5"))?;
    let number = |part: Option<&str>| {
        part.filter(|p| (1..=3).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit()))
            .map(str::to_owned)
    };
    let (subject, detail) = (number(parts.next())?, number(parts.next())?);
    parts
        .next()
        .is_none()
        .then(|| format!("{class}.{subject}.{detail}"))
}

/// An open connection. An I/O error or a silence longer than `patience` is
/// `CutOff { after_data: false }`; who knows better translates.
#[derive(Debug)]
pub(super) struct Lines {
    stream: BufReader<BoxedWire>,
    patience: Duration,
}

const CUT: SmtpError = SmtpError::CutOff { after_data: false };

impl Lines {
    pub(super) fn new(stream: BoxedWire, patience: Duration) -> Self {
        Self {
            stream: BufReader::new(stream),
            patience,
        }
    }

    pub(super) fn patience(&self) -> Duration {
        self.patience
    }

    /// The bare stream, to be encrypted. `None` when the server already sent more than it was asked
    /// for: somebody may have slipped in commands before the encryption.
    pub(super) fn into_stream(self) -> Option<BoxedWire> {
        self.stream
            .buffer()
            .is_empty()
            .then(|| self.stream.into_inner())
    }

    pub(super) async fn line(&mut self, line: &str) -> Result<(), SmtpError> {
        self.bytes(format!("{line}\r\n").as_bytes()).await
    }

    pub(super) async fn bytes(&mut self, bytes: &[u8]) -> Result<(), SmtpError> {
        let stream = &mut self.stream;
        let write = async {
            stream.write_all(bytes).await?;
            stream.flush().await
        };
        match tokio::time::timeout(self.patience, write).await {
            Ok(Ok(())) => Ok(()),
            _ => Err(CUT),
        }
    }

    pub(super) async fn reply(&mut self, patience: Duration) -> Result<Reply, SmtpError> {
        tokio::time::timeout(patience, self.read_reply())
            .await
            .map_err(|_| CUT)?
    }

    async fn read_reply(&mut self) -> Result<Reply, SmtpError> {
        let mut lines = Vec::new();
        while lines.len() < MOST_LINES {
            let mut raw = Vec::new();
            let mut limited = (&mut self.stream).take(LONGEST_LINE);
            limited.read_until(b'\n', &mut raw).await.map_err(|_| CUT)?;
            if raw.last() != Some(&b'\n') {
                return Err(match raw.len() as u64 {
                    LONGEST_LINE => SmtpError::Unreadable,
                    _ => CUT,
                });
            }
            let line = String::from_utf8_lossy(&raw);
            let line = line.trim_end_matches(['\r', '\n']);
            let code = line
                .get(..3)
                .and_then(|c| c.parse().ok())
                .filter(|c| (200..600).contains(c))
                .ok_or(SmtpError::Unreadable)?;
            lines.push(line.get(4..).unwrap_or_default().to_owned());
            match line.as_bytes().get(3) {
                Some(b'-') => {}
                None | Some(b' ') => return Ok(Reply::new(code, &lines)),
                Some(_) => return Err(SmtpError::Unreadable),
            }
        }
        Err(SmtpError::Unreadable)
    }
}

/// The message as it travels: CRLF line ends whatever came in, leading dots doubled, ended by a line
/// end, without the final dot.
pub(super) fn stuffed(message: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(message.len() + 64);
    let mut bytes = message.iter().copied().peekable();
    let mut at_start = true;
    while let Some(byte) = bytes.next() {
        match byte {
            b'\r' | b'\n' => {
                if byte == b'\r' {
                    bytes.next_if_eq(&b'\n');
                }
                out.extend_from_slice(b"\r\n");
                at_start = true;
            }
            _ => {
                if at_start && byte == b'.' {
                    out.push(b'.');
                }
                out.push(byte);
                at_start = false;
            }
        }
    }
    if !at_start {
        out.extend_from_slice(b"\r\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn enhanced_codes_are_found() {
        assert_eq!(enhanced("5.7.8 Bad"), Some("5.7.8".into()));
        assert_eq!(enhanced("4.7.0"), Some("4.7.0".into()));
        for text in ["1.2.3 is an address", "5.7", "5.7.8.9 x", "5.a.b", ""] {
            assert_eq!(enhanced(text), None, "{text}");
        }
        let lines = ["5.7.8 Not".to_owned(), "5.7.8 accepted".to_owned()];
        assert_eq!(Reply::new(535, &lines).text, "Not accepted");
    }

    proptest! {
        #[test]
        fn no_message_ends_itself(message in prop::collection::vec(
            prop::sample::select(b".\r\na".as_slice()), 0..40)
        ) {
            let out = stuffed(&message);
            let mut whole = b"\r\n".to_vec();
            whole.extend_from_slice(&out);
            let text = String::from_utf8(whole).unwrap();
            prop_assert!(!text.contains("\r\n.\r\n"));
            prop_assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
            prop_assert!(text.ends_with("\r\n"));
        }
    }
}
