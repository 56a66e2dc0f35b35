//! The numbers of Microsoft's sign-in errors.

use super::{OAuthError, oauth_error::Asked};

/// The number in `AADSTS50173: …`.
pub(super) fn number(description: &str) -> Option<u32> {
    let (_, after) = description.split_once("AADSTS")?;
    let end = after.find(|c: char| !c.is_ascii_digit());
    after[..end.unwrap_or(after.len())].parse().ok()
}

/// What a number means to us (contracts 5.1, table); `None` where its name says enough.
pub(super) fn meaning(number: u32, asked: Asked, claims: Option<&String>) -> Option<OAuthError> {
    use OAuthError as E;
    let claims = || claims.cloned();
    Some(match number {
        65_004 => E::AccessDenied,
        65_001 => E::ConsentRequired,
        90_093..=90_095 | 90_097 => E::AdminConsentRequired,
        28_000 | 70_011 | 500_011 | 650_053 | 650_057 => E::InvalidScope,
        50_055 | 50_058 | 50_072 | 50_074 | 50_076 | 50_078 | 50_079 | 50_144 | 50_158 => {
            E::InteractionRequired { claims: claims() }
        }
        50_005 | 50_097 | 50_131 | 53_000..=53_004 | 530_003 => {
            E::ConditionalAccess { claims: claims() }
        }
        700_016 => E::InvalidClientId,
        7_000_215 | 7_000_218 => E::InvalidClientSecret,
        7_000_222 => E::ExpiredClientSecret,
        7_000_112 => E::AppDisabled,
        50_194 => E::SingleTenant,
        50_011 | 500_113 => E::RedirectMismatch,
        50_059 | 90_002 | 900_023 => E::TenantUnknown,
        500_021 | 500_212 | 500_213 => E::TenantBlocked,
        50_020 | 50_034 => E::AccountUnknown,
        50_057 => E::AccountDisabled,
        50_105 => E::NotAssigned,
        54_005 => E::ExpiredCode,
        50_148 | 501_481 => E::PkceMismatch,
        50_089 | 50_132 | 50_133 | 50_173 | 70_000 | 70_008 | 70_043 | 700_082 | 700_084
        | 9_002_313 => match asked {
            Asked::Code => E::ExpiredCode,
            Asked::Refresh => E::ExpiredRefreshToken,
        },
        50_196 | 90_055 => E::RateLimited,
        90_024 | 90_033 => E::Unavailable { status: 503 },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found() {
        assert_eq!(number("AADSTS50173: The provided grant"), Some(50_173));
        assert_eq!(number("x AADSTS7"), Some(7));
        for text in ["", "AADSTS", "AADSTS: 5", "AADSTS99999999999", "50173"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn every_row_of_the_table_is_known() {
        for number in [
            70_000, 700_082, 50_173, 70_008, 50_076, 50_079, 53_003, 65_001, 90_094, 7_000_215,
            7_000_222, 50_011, 54_005, 501_481, 50_020, 50_034, 50_057, 90_033, 50_196,
        ] {
            assert!(meaning(number, Asked::Refresh, None).is_some(), "{number}");
        }
        let temporary = |n| meaning(n, Asked::Refresh, None).unwrap().is_temporary();
        assert!(temporary(90_033) && temporary(50_196) && !temporary(50_173));
    }
}
