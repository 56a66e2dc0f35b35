//! Which folder holds sent mail, and which junk.

use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};

/// One folder of a LIST answer.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    /// As the server wrote it.
    pub(super) name: String,
    pub(super) delimiter: Option<String>,
    pub(super) marked_sent: bool,
    pub(super) marked_junk: bool,
    pub(super) selectable: bool,
}

/// Names of the folder for sent mail in clients and languages about, lower case.
const USUAL: &[&str] = &[
    "sent",
    "sent items",
    "sent messages",
    "sent mail",
    "sent-mail",
    "gesendet",
    "gesendete elemente",
    "gesendete objekte",
    "gesendete nachrichten",
    "envoyés",
    "éléments envoyés",
    "messages envoyés",
    "courrier envoyé",
    "skickat",
    "skickade",
    "skickade objekt",
    "skickade meddelanden",
    "sendt",
    "sendte elementer",
    "sendt post",
    "lähetetyt",
    "lähetetyt viestit",
    "enviados",
    "elementos enviados",
    "mensajes enviados",
    "itens enviados",
    "mensagens enviadas",
    "inviata",
    "posta inviata",
    "elementi inviati",
    "verzonden",
    "verzonden items",
    "verzonden berichten",
    "wysłane",
    "elementy wysłane",
    "odeslaná pošta",
    "elküldött elemek",
    "trimise",
    "gönderilmiş öğeler",
    "отправленные",
    "送信済みアイテム",
    "送信済み",
    "已发送邮件",
    "已发送",
    "보낸 편지함",
];

/// Names of the folder for junk, the same way.
const JUNK: &[&str] = &[
    "junk",
    "spam",
    "junk e-mail",
    "junk email",
    "junk mail",
    "bulk mail",
    "spamverdacht",
    "junk-e-mail",
    "courrier indésirable",
    "indésirables",
    "pourriel",
    "skräppost",
    "søppelpost",
    "uønsket e-mail",
    "roskaposti",
    "correo no deseado",
    "posta indesiderata",
    "ongewenste e-mail",
    "lixo eletrônico",
];

/// The folder marked `\Sent`, or the one whose last part is the most usual name.
pub(super) fn sent(folders: &[Folder]) -> Option<String> {
    find(folders, |folder| folder.marked_sent, USUAL)
}

/// The folder marked `\Junk`, or the one whose last part is the most usual name.
pub(super) fn junk(folders: &[Folder]) -> Option<String> {
    find(folders, |folder| folder.marked_junk, JUNK)
}

fn find(folders: &[Folder], is_marked: fn(&Folder) -> bool, usual: &[&str]) -> Option<String> {
    let usable = || folders.iter().filter(|f| f.selectable);
    if let Some(marked) = usable().find(|f| is_marked(f)) {
        return Some(marked.name.clone());
    }
    let rank = |folder: &Folder| {
        let name = decode(&folder.name);
        let last = match folder.delimiter.as_deref() {
            Some(delimiter) if !delimiter.is_empty() => name.rsplit(delimiter).next(),
            _ => None,
        };
        let last = last.unwrap_or(&name).to_lowercase();
        usual.iter().position(|usual| *usual == last)
    };
    usable()
        .filter_map(|folder| Some((rank(folder)?, folder)))
        .min_by_key(|(rank, _)| *rank)
        .map(|(_, folder)| folder.name.clone())
}

/// Modified UTF-7 (RFC 3501, 5.1.3) to text; what is no valid sequence stays as it is.
fn decode(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('&') {
        text.push_str(before);
        let Some((coded, behind)) = after.split_once('-') else {
            rest = &rest[before.len()..];
            break;
        };
        match coded {
            "" => text.push('&'),
            _ => text.push_str(&decode_utf16(coded).unwrap_or_else(|| format!("&{coded}-"))),
        }
        rest = behind;
    }
    text + rest
}

fn decode_utf16(coded: &str) -> Option<String> {
    let config = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::RequireNone)
        .with_decode_allow_trailing_bits(true);
    let bytes = GeneralPurpose::new(&alphabet::IMAP_MUTF7, config)
        .decode(coded)
        .ok()?;
    let units: Vec<_> = bytes
        .chunks_exact(2)
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
        .collect();
    String::from_utf16(&units).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> Folder {
        Folder {
            name: name.into(),
            delimiter: Some("/".into()),
            marked_sent: false,
            marked_junk: false,
            selectable: true,
        }
    }

    #[test]
    fn names_are_decoded() {
        assert_eq!(decode("INBOX"), "INBOX");
        assert_eq!(decode("&AMk-l&AOk-ments envoy&AOk-s"), "Éléments envoyés");
        assert_eq!(decode("Tom &- Jerry"), "Tom & Jerry");
        assert_eq!(
            decode("~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
            "~peter/mail/台北/日本語"
        );
        assert_eq!(decode("odd &"), "odd &");
        assert_eq!(decode("odd &!!-"), "odd &!!-");
    }

    #[test]
    fn the_mark_wins_over_the_name() {
        let marked = Folder {
            marked_sent: true,
            ..folder("Utgående")
        };
        assert_eq!(sent(&[folder("Sent"), marked]).as_deref(), Some("Utgående"));
    }

    #[test]
    fn junk_is_found_by_its_mark_or_by_its_name() {
        let marked = Folder {
            marked_junk: true,
            ..folder("Ovidkommande")
        };
        let found = junk(&[folder("Spam"), marked]);
        assert_eq!(found.as_deref(), Some("Ovidkommande"));
        let found = junk(&[folder("INBOX"), folder("INBOX/Skr&AOQ-ppost")]);
        assert_eq!(found.as_deref(), Some("INBOX/Skr&AOQ-ppost"));
        assert_eq!(junk(&[folder("INBOX"), folder("Sent")]), None);
    }

    #[test]
    fn usual_names_are_found_in_any_language() {
        assert_eq!(sent(&[folder("INBOX"), folder("Drafts")]), None);
        for name in [
            "INBOX/Sent",
            "Gesendete Elemente",
            "&AMk-l&AOk-ments envoy&AOk-s",
            "Skickat",
        ] {
            assert_eq!(
                sent(&[folder("INBOX"), folder(name)]).as_deref(),
                Some(name)
            );
        }
        let hidden = Folder {
            selectable: false,
            ..folder("Sent")
        };
        let found = sent(&[hidden, folder("Envoi"), folder("Sent Items")]);
        assert_eq!(found.as_deref(), Some("Sent Items"));
    }
}
