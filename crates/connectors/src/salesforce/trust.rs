//! Which hosts may be given a token.

use url::Url;

use super::App;

/// Domains under which Salesforce serves organisations.
const SALESFORCE: &[&str] = &[".salesforce.com", ".force.com"];

/// Parses an address found in a token answer and keeps it only if it is where the app signs in
/// (same scheme, host and port) or a Salesforce host over HTTPS on the usual port.
pub(super) fn trusted(app: &App, address: &str) -> Option<Url> {
    let url = Url::parse(address).ok()?;
    if !url.username().is_empty() || url.password().is_some() {
        return None;
    }
    let at_salesforce = url.scheme() == "https"
        && url.port().is_none()
        && url
            .domain()
            .is_some_and(|name| SALESFORCE.iter().any(|suffix| name.ends_with(suffix)));
    (at_salesforce || url.origin() == app.host.url().origin()).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::salesforce::LoginHost;

    fn app(host: LoginHost) -> App {
        App {
            host,
            client_id: "id".into(),
            client_secret: "secret".into(),
            redirect_uri: "https://x.example/cb".into(),
        }
    }

    #[test]
    fn tokens_stay_with_salesforce() {
        let app = app(LoginHost::Production);
        for good in [
            "https://acme.my.salesforce.com",
            "https://login.salesforce.com/id/a/b",
            "https://acme--uat.sandbox.my.salesforce.com",
        ] {
            assert!(trusted(&app, good).is_some(), "{good}");
        }
        for bad in [
            "http://acme.my.salesforce.com",
            "https://acme.my.salesforce.com:8443",
            "https://salesforce.com.evil.example",
            "https://evilsalesforce.com",
            "https://x@acme.my.salesforce.com",
            "https://127.0.0.1",
            "nonsense",
        ] {
            assert!(trusted(&app, bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn the_demo_host_is_trusted_to_the_port() {
        let app = app(LoginHost::parse("http://127.0.0.1:4000", true).unwrap());
        assert!(trusted(&app, "http://127.0.0.1:4000/id/a/b").is_some());
        assert!(trusted(&app, "http://127.0.0.1:4001/id/a/b").is_none());
        assert!(trusted(&app, "https://127.0.0.1:4000/id/a/b").is_none());
    }
}
