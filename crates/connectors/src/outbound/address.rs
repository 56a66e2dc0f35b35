//! Which addresses belong to the public internet.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// First address, prefix length.
type V4Block = ([u8; 4], u32);
type V6Block = ([u16; 8], u32);

/// The IANA special-purpose registry for IPv4, multicast and class E.
pub(super) const SPECIAL_V4: &[V4Block] = &[
    ([0, 0, 0, 0], 8),
    ([10, 0, 0, 0], 8),
    ([100, 64, 0, 0], 10),
    ([127, 0, 0, 0], 8),
    ([169, 254, 0, 0], 16),
    ([172, 16, 0, 0], 12),
    ([192, 0, 0, 0], 24),
    ([192, 0, 2, 0], 24),
    ([192, 31, 196, 0], 24),
    ([192, 52, 193, 0], 24),
    ([192, 88, 99, 0], 24),
    ([192, 168, 0, 0], 16),
    ([192, 175, 48, 0], 24),
    ([198, 18, 0, 0], 15),
    ([198, 51, 100, 0], 24),
    ([203, 0, 113, 0], 24),
    ([224, 0, 0, 0], 4),
    ([240, 0, 0, 0], 4),
];

/// What of `2000::/3`, the only globally routed IPv6 space, is special: IETF protocols (Teredo,
/// benchmarking, ORCHID), documentation, 6to4.
pub(super) const SPECIAL_V6: &[V6Block] = &[
    ([0x2001, 0, 0, 0, 0, 0, 0, 0], 23),
    ([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], 32),
    ([0x2002, 0, 0, 0, 0, 0, 0, 0], 16),
    ([0x2620, 0x4f, 0x8000, 0, 0, 0, 0, 0], 48),
    ([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20),
];

const GLOBAL_V6: V6Block = ([0x2000, 0, 0, 0, 0, 0, 0, 0], 3);
const MAPPED_V4: V6Block = ([0, 0, 0, 0, 0, 0xffff, 0, 0], 96);
const NAT64: V6Block = ([0x64, 0xff9b, 0, 0, 0, 0, 0, 0], 96);

/// Whether a connection to `address` stays on the public internet.
///
/// IPv4 inside IPv6 (mapped, and the well-known NAT64 prefix) counts as the address inside.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4_is_public(v4),
        IpAddr::V6(v6) if v6_in(v6, MAPPED_V4) || v6_in(v6, NAT64) => v4_is_public(embedded(v6)),
        IpAddr::V6(v6) => v6_in(v6, GLOBAL_V6) && !SPECIAL_V6.iter().any(|&b| v6_in(v6, b)),
    }
}

fn v4_is_public(v4: Ipv4Addr) -> bool {
    !SPECIAL_V4.iter().any(|&(first, prefix)| {
        same_prefix32(v4.to_bits(), Ipv4Addr::from(first).to_bits(), prefix)
    })
}

fn v6_in(v6: Ipv6Addr, (first, prefix): V6Block) -> bool {
    (v6.to_bits() ^ Ipv6Addr::from(first).to_bits()) >> (128 - prefix) == 0
}

fn same_prefix32(a: u32, b: u32, prefix: u32) -> bool {
    (a ^ b) >> (32 - prefix) == 0
}

fn embedded(v6: Ipv6Addr) -> Ipv4Addr {
    let [.., a, b, c, d] = v6.octets();
    Ipv4Addr::new(a, b, c, d)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn special_v4() -> impl Strategy<Value = Ipv4Addr> {
        (prop::sample::select(SPECIAL_V4), any::<u32>()).prop_map(|((first, prefix), low)| {
            let first = Ipv4Addr::from(first).to_bits();
            Ipv4Addr::from_bits(first | (low & (u32::MAX >> prefix)))
        })
    }

    fn special_v6() -> impl Strategy<Value = Ipv6Addr> {
        let own: &[V6Block] = &[
            ([0, 0, 0, 0, 0, 0, 0, 0], 96),
            ([0xfc00, 0, 0, 0, 0, 0, 0, 0], 7),
            ([0xfe80, 0, 0, 0, 0, 0, 0, 0], 10),
            ([0xfec0, 0, 0, 0, 0, 0, 0, 0], 10),
            ([0xff00, 0, 0, 0, 0, 0, 0, 0], 8),
            ([0x64, 0xff9b, 1, 0, 0, 0, 0, 0], 48),
            ([0x100, 0, 0, 0, 0, 0, 0, 0], 64),
            ([0x5f00, 0, 0, 0, 0, 0, 0, 0], 16),
        ];
        let blocks = [SPECIAL_V6, own].concat();
        (prop::sample::select(blocks), any::<u128>()).prop_map(|((first, prefix), low)| {
            Ipv6Addr::from_bits(Ipv6Addr::from(first).to_bits() | (low & (u128::MAX >> prefix)))
        })
    }

    proptest! {
        #[test]
        fn no_special_v4_passes_in_any_dress(v4 in special_v4()) {
            let [a, b, c, d] = v4.octets();
            let (hi, lo) = (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]));
            prop_assert!(!is_public(v4.into()));
            prop_assert!(!is_public(v4.to_ipv6_mapped().into()));
            prop_assert!(!is_public(v4.to_ipv6_compatible().into()));
            prop_assert!(!is_public(Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, hi, lo).into()));
            prop_assert!(!is_public(Ipv6Addr::new(0x2002, hi, lo, 0, 0, 0, 0, 1).into()));
        }

        #[test]
        fn no_special_v6_passes(v6 in special_v6()) {
            prop_assert!(!is_public(v6.into()));
        }

        #[test]
        fn agrees_with_the_standard_library(bits in any::<u32>()) {
            let v4 = Ipv4Addr::from_bits(bits);
            let special = v4.is_private() || v4.is_loopback() || v4.is_link_local()
                || v4.is_multicast() || v4.is_broadcast() || v4.is_documentation()
                || v4.is_unspecified();
            prop_assert!(!(special && is_public(v4.into())));
        }
    }

    #[test]
    fn ordinary_addresses_pass() {
        for text in [
            "8.8.8.8",
            "96.43.144.10",
            "100.128.0.1",
            "172.32.0.1",
            "2a00:1450:4001::5",
            "2600::1",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
        ] {
            assert!(is_public(text.parse().unwrap()), "{text}");
        }
    }
}
