//! Which hosts may be spoken to.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether a number is one of the open internet: not loopback, private, link-local, unique-local, shared (CGNAT), multicast,
/// reserved or for documentation, nor one of version 6 that carries such a number of version 4.
///
/// ```
/// assert!(selon_fetch::is_public("93.184.216.34".parse().unwrap()));
/// assert!(!selon_fetch::is_public("::ffff:192.168.0.1".parse().unwrap()));
/// ```
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => public_v4(ip),
        IpAddr::V6(ip) => public_v6(ip),
    }
}

/// IANA's registry of special-purpose addresses, as of 2025.
fn public_v4(ip: Ipv4Addr) -> bool {
    let octets = ip.octets();
    let special = matches!(
        octets,
        [0 | 10 | 127 | 224.., ..]
            | [100, 64..128, ..]
            | [169, 254, ..]
            | [172, 16..32, ..]
            | [192, 0, 0 | 2, _]
            | [192, 88, 99, _]
            | [192, 168, ..]
            | [198, 18 | 19, ..]
            | [198, 51, 100, _]
            | [203, 0, 113, _]
    );
    !special
}

fn public_v6(ip: Ipv6Addr) -> bool {
    let segments = ip.segments();
    match segments {
        // Mapped, the translation prefix of RFC 6052, 6to4: they carry a number of version 4.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            public_v4(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)))
        }
        // Teredo, benchmarking, ORCHID and the rest of the block for protocols; documentation.
        [0x2001, 0..0x200 | 0xdb8, ..] | [0x3fff, 0..0x1000, ..] => false,
        // Only this eighth is given out: loopback, unique-local, link-local and multicast numbers lie outside of it.
        _ => segments[0] & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_of_the_open_internet_is_not_public() {
        let inside = "0.0.0.0 10.1.2.3 100.64.0.1 100.127.255.255 127.0.0.1 127.9.9.9 169.254.169.254 172.16.0.1 172.31.0.1 \
            192.0.0.1 192.168.1.1 198.18.0.1 203.0.113.9 224.0.0.1 240.0.0.1 255.255.255.255 :: ::1 ::7f00:1 ::ffff:10.0.0.1 \
            ::ffff:127.0.0.1 fc00::1 fd12::1 fe80::1 febf::1 ff02::1 64:ff9b::a00:1 64:ff9b:1::1 2002:7f00:1::1 \
            2002:c0a8:101:: 2001::1 2001:db8::1 fec0::1 100::1";
        for ip in inside.split_whitespace() {
            assert!(!is_public(ip.parse().unwrap()), "{ip}");
        }
        let outside = "1.1.1.1 100.63.0.1 100.128.0.1 172.15.0.1 172.32.0.1 193.0.0.1 223.255.255.1 2606:4700::1111 \
            ::ffff:1.1.1.1 64:ff9b::101:101 2a00:1450::1 2001:4860::8888";
        for ip in outside.split_whitespace() {
            assert!(is_public(ip.parse().unwrap()), "{ip}");
        }
    }
}
