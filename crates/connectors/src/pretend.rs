//! Addresses of services that stand somewhere else than usual.

use url::Url;

use crate::outbound::OutboundError;

/// Reads the base address of a stand-in; it may have a path. Only an operator who allows private
/// addresses may point a provider's traffic, secrets included, somewhere else.
pub(crate) fn base(text: &str, allow_private: bool) -> Result<Url, OutboundError> {
    let invalid = |why: &str| OutboundError::Invalid(why.into());
    let mut url = Url::parse(text.trim()).map_err(|_| invalid("this is not a web address"))?;
    let host = url
        .host_str()
        .ok_or_else(|| invalid("the address names no host"))?
        .to_owned();
    if !matches!(url.scheme(), "http" | "https") {
        return Err(invalid("the address must begin with https:// or http://"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(invalid("the address must not hold a user or a password"));
    }
    if !allow_private {
        return Err(OutboundError::PrivateAddress { host });
    }
    url.set_query(None);
    url.set_fragment(None);
    Ok(url)
}

/// A constant address.
pub(crate) fn fixed(text: &'static str) -> Url {
    Url::parse(text).expect("a constant address")
}

/// `path`, which begins with a slash, under `base`.
pub(crate) fn under(base: &Url, path: &str) -> Url {
    let mut url = base.clone();
    url.set_path(&format!("{}{path}", base.path().trim_end_matches('/')));
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_operator_moves_a_provider() {
        let text = "http://127.0.0.1:4000/google/?x=1#y";
        let base = base(text, true).unwrap();
        assert_eq!(base.as_str(), "http://127.0.0.1:4000/google/");
        assert_eq!(
            under(&base, "/token").as_str(),
            "http://127.0.0.1:4000/google/token"
        );
        assert_eq!(
            super::base(text, false),
            Err(OutboundError::PrivateAddress {
                host: "127.0.0.1".into()
            })
        );
        for bad in ["", "x", "ftp://a.test", "https://a:b@c.test", "data:x"] {
            let refused = super::base(bad, true);
            assert!(matches!(refused, Err(OutboundError::Invalid(_))), "{bad}");
        }
    }
}
