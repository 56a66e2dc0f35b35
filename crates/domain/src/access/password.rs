//! Passwords: twelve characters or more, any composition, none that everybody uses.

use crate::Refusal;

/// In characters, not bytes.
pub const LEAST: usize = 12;
/// Argon2 takes any length; a form does not have to.
pub const MOST: usize = 1000;

/// Accepts or refuses a new password. `about` are words an attacker would try first: the person's
/// name and address, the name of the product.
pub fn accept(password: &str, about: &[&str]) -> Result<(), Refusal> {
    let length = password.chars().count();
    if length < LEAST {
        return Err(Refusal::PasswordTooShort {
            least: LEAST.to_string(),
        });
    }
    if length > MOST {
        return Err(Refusal::TooLong {
            field: "password".into(),
            limit: MOST.to_string(),
        });
    }
    let judged: String = password.chars().take(100).collect();
    if zxcvbn::zxcvbn(&judged, about).score() < zxcvbn::Score::Two {
        return Err(Refusal::PasswordCommon);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_enough_and_not_everybodys() {
        assert_eq!(
            accept("kort", &[]),
            Err(Refusal::PasswordTooShort { least: "12".into() })
        );
        assert_eq!(
            accept("passwordpassword", &[]),
            Err(Refusal::PasswordCommon)
        );
        assert_eq!(accept("123456789012", &[]), Err(Refusal::PasswordCommon));
        assert_eq!(
            accept("rita.rep@acme", &["rita.rep@acme"]),
            Err(Refusal::PasswordCommon)
        );
        assert_eq!(accept("vinden viskar i björken", &[]), Ok(()));
    }
}
