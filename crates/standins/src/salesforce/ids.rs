//! Record ids: 15 case-sensitive characters, or 18 with a suffix that survives case folding.

const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const SUFFIX: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

/// The 18-character id number `count` of the object with this key prefix.
pub fn make(prefix: &str, count: u64) -> String {
    let mut digits = [b'0'; 9];
    let mut rest = count;
    for digit in digits.iter_mut().rev() {
        *digit = BASE62[(rest % 62) as usize];
        rest /= 62;
    }
    lengthen(&format!("{prefix}gK0{}", String::from_utf8_lossy(&digits)))
}

/// Adds the three suffix characters to a 15-character id.
pub fn lengthen(short: &str) -> String {
    let suffix = short.as_bytes().chunks(5).map(|five| {
        let bits = five
            .iter()
            .enumerate()
            .fold(0_usize, |bits, (place, letter)| {
                bits | (usize::from(letter.is_ascii_uppercase()) << place)
            });
        char::from(SUFFIX[bits])
    });
    short.chars().chain(suffix).collect()
}

/// The 18-character form of a well-formed id of either length; `None` if it is not an id.
pub fn normal(id: &str) -> Option<String> {
    if !id.bytes().all(|letter| letter.is_ascii_alphanumeric()) {
        return None;
    }
    match id.len() {
        15 => Some(lengthen(id)),
        18 => {
            let long = lengthen(&id[..15]);
            (long[15..].eq_ignore_ascii_case(&id[15..])).then_some(long)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_suffix_encodes_which_letters_are_upper_case() {
        assert_eq!(lengthen("001A0000006Vm9u"), "001A0000006Vm9uIAC");
        assert_eq!(
            normal("001A0000006Vm9u").as_deref(),
            Some("001A0000006Vm9uIAC")
        );
        assert_eq!(normal("001A0000006Vm9uIAB"), None);
        assert_eq!(normal("001A0000006Vm9"), None);
        assert_eq!(normal("001-0000006Vm9u"), None);
    }
}
