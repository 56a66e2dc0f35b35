//! Who may show the panel in a frame: every ancestor it can have in the connected organisation, and
//! nobody else (contracts 2.7, quality "The panel").

use url::{Host, Url};

const MY_DOMAIN: &str = ".my.salesforce.com";

/// The origins that stand around the panel in the organisation at this address, for `frame-ancestors`.
/// Of a My Domain: itself, its Lightning pages and its Visualforce pages; of any other host only itself.
pub fn ancestors(instance_url: &str) -> Vec<String> {
    let Ok(url) = Url::parse(instance_url) else {
        return Vec::new();
    };
    // A host may hold signs that end a source in the policy.
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    let host = url.host_str().unwrap_or_default();
    if !matches!(url.scheme(), "https" | "http") || !host.chars().all(is_plain) {
        return Vec::new();
    }
    let own = url.origin().ascii_serialization();
    match url.host() {
        Some(Host::Domain(host)) if url.scheme() == "https" => match host.strip_suffix(MY_DOMAIN) {
            Some(name) if !name.is_empty() => of_my_domain(own, name),
            _ => vec![own],
        },
        Some(_) if is_this_machine(&url) => on_this_machine(&url),
        Some(_) => vec![own],
        None => Vec::new(),
    }
}

/// `name` is what stands before `.my.salesforce.com`: `acme`, `acme--uat.sandbox`, `acme-dev-ed.develop`.
fn of_my_domain(own: String, name: &str) -> Vec<String> {
    let (domain, kind) = match name.split_once('.') {
        Some((domain, kind)) => (domain, format!(".{kind}")),
        None => (name, String::new()),
    };
    vec![
        own,
        format!("https://{domain}{kind}.lightning.force.com"),
        format!("https://{domain}--c{kind}.vf.force.com"),
    ]
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// The pretend Salesforce has no names of its own: its Lightning and Visualforce pages stand under the names
/// of this machine.
fn on_this_machine(url: &Url) -> Vec<String> {
    let at = |host: &str| {
        let mut url = url.clone();
        url.set_host(Some(host)).ok()?;
        Some(url.origin().ascii_serialization())
    };
    [
        "localhost",
        "127.0.0.1",
        "lightning.localhost",
        "vf.localhost",
    ]
    .into_iter()
    .filter_map(at)
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ancestor_of_a_my_domain_is_listed() {
        assert_eq!(
            ancestors("https://acme.my.salesforce.com/"),
            [
                "https://acme.my.salesforce.com",
                "https://acme.lightning.force.com",
                "https://acme--c.vf.force.com"
            ]
        );
        assert_eq!(
            ancestors("https://acme--uat.sandbox.my.salesforce.com"),
            [
                "https://acme--uat.sandbox.my.salesforce.com",
                "https://acme--uat.sandbox.lightning.force.com",
                "https://acme--uat--c.sandbox.vf.force.com"
            ]
        );
        assert_eq!(
            ancestors("https://acme-dev-ed.develop.my.salesforce.com")[1],
            "https://acme-dev-ed.develop.lightning.force.com"
        );
    }

    #[test]
    fn other_hosts_stand_for_themselves() {
        assert_eq!(
            ancestors("https://eu3.salesforce.com"),
            ["https://eu3.salesforce.com"]
        );
        assert_eq!(
            ancestors("https://my.salesforce.com.evil.example"),
            ["https://my.salesforce.com.evil.example"]
        );
        assert_eq!(
            ancestors("http://localhost:4100"),
            [
                "http://localhost:4100",
                "http://127.0.0.1:4100",
                "http://lightning.localhost:4100",
                "http://vf.localhost:4100"
            ]
        );
    }

    #[test]
    fn what_is_no_address_is_nobody() {
        for text in ["", "acme", "javascript:alert(1)", "data:text/html,x"] {
            assert!(ancestors(text).is_empty(), "{text}");
        }
        assert!(ancestors("https://a;b.my.salesforce.com").is_empty());
    }
}
