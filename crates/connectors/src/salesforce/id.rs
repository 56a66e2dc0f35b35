//! Record ids.

/// The 18-character form of a record id: a 15-character one gets its case suffix (contracts 2.2),
/// an 18-character one stays. `None` when the text is no id.
#[must_use]
pub fn long_id(id: &str) -> Option<String> {
    const SUFFIX: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
    if !id.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    match id.len() {
        18 => Some(id.to_owned()),
        15 => {
            let suffix = id.as_bytes().chunks(5).map(|group| {
                let number = group
                    .iter()
                    .enumerate()
                    .filter(|(_, b)| b.is_ascii_uppercase())
                    .fold(0, |n, (i, _)| n | 1 << i);
                char::from(SUFFIX[number])
            });
            Some(id.chars().chain(suffix).collect())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::long_id;

    #[test]
    fn suffix_follows_the_case() {
        assert_eq!(
            long_id("001A0000006Vm9r").as_deref(),
            Some("001A0000006Vm9rIAC")
        );
        assert_eq!(
            long_id("00000000000000Z").as_deref(),
            Some("00000000000000ZAAQ")
        );
    }

    #[test]
    fn only_ids_pass() {
        assert_eq!(
            long_id("00Q000000000001AAA").as_deref(),
            Some("00Q000000000001AAA")
        );
        for text in ["", "00Q", "00Q0000000000/1", "00Q00000000000é"] {
            assert_eq!(long_id(text), None, "{text}");
        }
    }
}
