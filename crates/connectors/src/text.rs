//! Foreign texts, made safe to show.

/// The beginning of a foreign text, on one line.
pub(crate) fn clip(text: &str, most: usize) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(most)
        .collect::<String>()
        .trim()
        .to_owned()
}

/// A Message-ID without its angle brackets; `None` when it holds anything that cannot be meant.
pub(crate) fn bare_message_id(message_id: &str) -> Option<&str> {
    let bare = message_id
        .trim()
        .trim_start_matches('<')
        .trim_end_matches('>');
    let plain = |b: u8| b.is_ascii_graphic() && !b"\"\\<>".contains(&b);
    (!bare.is_empty() && bare.bytes().all(plain)).then_some(bare)
}

/// A server's words without what they repeat of a proof, whole or cut off. Words of less than eight
/// letters stay: they tell nothing.
pub(crate) fn without_proof(text: &str, proof: &str) -> String {
    let repeats = |word: &&str| {
        let core = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        core.len() >= 8 && proof.contains(core)
    };
    let words = text.split(' ');
    let kept = words.map(|word| if repeats(&word) { "…" } else { word });
    kept.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn message_ids_are_bared() {
        assert_eq!(bare_message_id(" <a@b> "), Some("a@b"));
        for bad in ["", "<>", "a b@c", "a@b\r\nc", "a\"b", "é@b"] {
            assert_eq!(bare_message_id(bad), None, "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn no_proof_is_repeated(proof in "[A-Za-z0-9]{8}[A-Za-z0-9+/]{32}=?", cut in 8usize..40) {
            let said = format!("Unknown command \"AUTH XOAUTH2 {}\" here", &proof[..cut]);
            let kept = without_proof(&said, &proof);
            prop_assert!(!kept.contains(&proof[..8]));
            prop_assert!(kept.starts_with("Unknown command \"AUTH XOAUTH2 "));
        }
    }
}
