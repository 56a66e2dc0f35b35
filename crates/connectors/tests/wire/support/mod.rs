pub mod dovecot;
pub mod introspection;
pub mod org;
pub mod provider;
pub mod sink;
pub mod tls;

use liaison_connectors::outbound::{Outbound, OutboundPolicy};

/// The connector as the demo has it, trusting `ca` besides the machine's roots.
pub fn outbound(ca: Option<&str>) -> Outbound {
    Outbound::new(OutboundPolicy {
        allow_private: true,
        extra_ca: ca.map(|pem| pem.as_bytes().to_vec()),
        ..OutboundPolicy::default()
    })
    .expect("a connector")
}
