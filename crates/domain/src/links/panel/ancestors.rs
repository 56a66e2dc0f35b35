//! The frames around the panel, for `frame-ancestors`.

use url::{Host, Url};

/// What may stand between an organisation's name and `my.salesforce.com`.
const PARTITIONS: [&str; 8] = [
    "sandbox",
    "develop",
    "scratch",
    "trailblaze",
    "free",
    "patch",
    "demo",
    "stage",
];

/// Every origin that may stand around the panel in the organisation with this My Domain: Lightning, the
/// organisation's own, and its Visualforce pages (`namespace` is our package's, none without one).
///
/// `None` for an address that is no My Domain. An address of this very machine is the pretend world's,
/// and taken as it is.
pub fn ancestors(instance_url: &str, namespace: Option<&str>) -> Option<Vec<String>> {
    let url = Url::parse(instance_url.trim()).ok()?;
    if is_local(&url) {
        return Some(vec![url.origin().ascii_serialization()]);
    }
    if url.scheme() != "https" || url.port().is_some() {
        return None;
    }
    let name = url.host_str()?.strip_suffix(".my.salesforce.com")?;
    let (domain, partition) = match name.split_once('.') {
        Some((domain, partition)) if PARTITIONS.contains(&partition) => {
            (domain, format!(".{partition}"))
        }
        Some(_) => return None,
        None => (name, String::new()),
    };
    let is_label = |text: &str| {
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let namespace = namespace
        .unwrap_or("c")
        .to_ascii_lowercase()
        .replace('_', "-");
    if !is_label(domain) || !is_label(&namespace) {
        return None;
    }
    Some(vec![
        format!("https://{domain}{partition}.lightning.force.com"),
        format!("https://{domain}{partition}.my.salesforce.com"),
        format!("https://{domain}--{namespace}{partition}.vf.force.com"),
    ])
}

fn is_local(url: &Url) -> bool {
    let is_loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    url.scheme() == "http" && is_loopback
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_frame_is_named() {
        for (instance, frames) in [
            (
                "https://acme-corp.my.salesforce.com",
                [
                    "https://acme-corp.lightning.force.com",
                    "https://acme-corp.my.salesforce.com",
                    "https://acme-corp--c.vf.force.com",
                ],
            ),
            (
                "https://Acme-Corp--UAT.sandbox.my.salesforce.com/",
                [
                    "https://acme-corp--uat.sandbox.lightning.force.com",
                    "https://acme-corp--uat.sandbox.my.salesforce.com",
                    "https://acme-corp--uat--c.sandbox.vf.force.com",
                ],
            ),
            (
                "https://acme-dev-ed.develop.my.salesforce.com",
                [
                    "https://acme-dev-ed.develop.lightning.force.com",
                    "https://acme-dev-ed.develop.my.salesforce.com",
                    "https://acme-dev-ed--c.develop.vf.force.com",
                ],
            ),
        ] {
            assert_eq!(ancestors(instance, None).unwrap(), frames);
        }
        let packaged = ancestors("https://a.scratch.my.salesforce.com", Some("Liaison")).unwrap();
        assert_eq!(packaged[2], "https://a--liaison.scratch.vf.force.com");
    }

    #[test]
    fn the_pretend_world_is_itself() {
        for origin in [
            "http://localhost:8123",
            "http://127.0.0.1:9",
            "http://sf.localhost:1",
            "http://[::1]:2",
        ] {
            assert_eq!(ancestors(origin, None).unwrap(), [origin]);
        }
    }

    #[test]
    fn other_addresses_have_no_frames() {
        for other in [
            "http://acme.my.salesforce.com",
            "https://acme.my.salesforce.com:444",
            "https://acme.my.salesforce.com.evil.example",
            "https://evil.example/.my.salesforce.com",
            "https://a.b.my.salesforce.com",
            "https://my.salesforce.com",
            "https://.my.salesforce.com",
            "https://*.my.salesforce.com",
            "https://na1.salesforce.com",
            "http://10.0.0.1",
            "https://localhost",
            "",
        ] {
            assert_eq!(ancestors(other, None), None, "{other}");
        }
        assert_eq!(ancestors("https://a.my.salesforce.com", Some("x;y")), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn a_list_adds_nothing_to_the_header(name in "\\PC{0,20}") {
            for frame in ancestors(&format!("https://{name}.my.salesforce.com"), None).unwrap_or_default() {
                prop_assert!(frame.bytes().all(|b| b.is_ascii_alphanumeric() || b":/.-".contains(&b)));
                prop_assert!(frame.ends_with(".force.com") || frame.ends_with(".my.salesforce.com"));
            }
        }
    }
}
