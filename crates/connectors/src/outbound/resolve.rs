//! Names to checked addresses.

use std::{net::SocketAddr, time::Duration};

use url::Host;

use super::{OutboundError, OutboundPolicy, is_public};

/// Resolves names for the HTTP client; answers only with addresses the policy allows.
pub(super) struct CheckedResolver {
    pub(super) allow_private: bool,
    pub(super) timeout: Duration,
}

impl reqwest::dns::Resolve for CheckedResolver {
    fn resolve(&self, name: reqwest::dns::Name) -> reqwest::dns::Resolving {
        let (allow_private, timeout) = (self.allow_private, self.timeout);
        Box::pin(async move {
            let addresses = lookup(name.as_str(), 0, allow_private, timeout).await?;
            Ok(Box::new(addresses.into_iter()) as reqwest::dns::Addrs)
        })
    }
}

/// All addresses of `host` (a name, or an address in any notation a URL takes), every one checked.
/// One private address among public ones refuses the whole name.
pub(super) async fn addresses(
    host: &str,
    port: u16,
    policy: &OutboundPolicy,
) -> Result<Vec<SocketAddr>, OutboundError> {
    let unbracketed = host.trim_start_matches('[').trim_end_matches(']');
    if let Ok(ip) = unbracketed.parse() {
        return check(host, vec![SocketAddr::new(ip, port)], policy.allow_private);
    }
    let parsed = Host::parse(host)
        .map_err(|_| OutboundError::Invalid("this is not the name of a host".into()))?;
    match parsed {
        Host::Ipv4(ip) => check(host, vec![(ip, port).into()], policy.allow_private),
        Host::Ipv6(ip) => check(host, vec![(ip, port).into()], policy.allow_private),
        Host::Domain(name) => {
            lookup(&name, port, policy.allow_private, policy.connect_timeout).await
        }
    }
}

/// Refuses a URL whose host is an address the policy does not allow: those never reach the resolver.
pub(super) fn check_literal(host: &Host<&str>, allow_private: bool) -> Result<(), OutboundError> {
    let ip = match *host {
        Host::Domain(_) => return Ok(()),
        Host::Ipv4(ip) => ip.into(),
        Host::Ipv6(ip) => ip.into(),
    };
    check(
        &host.to_string(),
        vec![SocketAddr::new(ip, 0)],
        allow_private,
    )
    .map(drop)
}

async fn lookup(
    name: &str,
    port: u16,
    allow_private: bool,
    timeout: Duration,
) -> Result<Vec<SocketAddr>, OutboundError> {
    let not_resolved = || OutboundError::NotResolved {
        host: name.to_owned(),
    };
    let found = tokio::time::timeout(timeout, tokio::net::lookup_host((name, port)))
        .await
        .map_err(|_| OutboundError::TimedOut)?
        .map_err(|_| not_resolved())?
        .collect::<Vec<_>>();
    if found.is_empty() {
        return Err(not_resolved());
    }
    check(name, found, allow_private)
}

fn check(
    host: &str,
    addresses: Vec<SocketAddr>,
    allow_private: bool,
) -> Result<Vec<SocketAddr>, OutboundError> {
    if allow_private || addresses.iter().all(|a| is_public(a.ip())) {
        Ok(addresses)
    } else {
        Err(OutboundError::PrivateAddress {
            host: host.to_owned(),
        })
    }
}
