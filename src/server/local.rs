//! Whether a request was made on this machine: what is shown of a demonstration is for whoever runs it, whatever stands in between.

use axum::extract::ConnectInfo;
use axum::extract::Request;
use axum::http::header;
use axum::http::uri::Authority;
use std::net::{IpAddr, SocketAddr};

/// What proxies add, besides everything that begins with `x-forwarded`.
const FORWARDING: [&str; 9] = [
    "forwarded",
    "via",
    "x-real-ip",
    "x-client-ip",
    "x-cluster-client-ip",
    "x-originating-ip",
    "true-client-ip",
    "cf-connecting-ip",
    "x-envoy-external-address",
];

/// Whether a host is this machine by its own name.
#[must_use]
pub fn is_loopback(host: &str) -> bool {
    let ip = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host.eq_ignore_ascii_case("localhost") || ip.is_ok_and(|ip| ip.to_canonical().is_loopback())
}

/// Whether a request comes from this machine, for this machine, and nobody passed it on.
#[must_use]
pub fn is_from_here(request: &Request) -> bool {
    // Without a connection it was made in this very program.
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().is_none_or(|peer| peer.0.ip().to_canonical().is_loopback());
    let headers = request.headers();
    let passed_on = headers.keys().any(|name| FORWARDING.contains(&name.as_str()) || name.as_str().starts_with("x-forwarded"));
    let named = headers.get_all(header::HOST).iter().map(|host| host.to_str().ok()?.parse::<Authority>().ok());
    let named = named.chain(request.uri().authority().cloned().map(Some));
    let mut named = named.map(|host| host.is_some_and(|host| is_loopback(host.host())));
    peer && !passed_on && named.all(|here| here)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn from(peer: [u8; 4], headers: &[(&str, &str)]) -> bool {
        let mut request = Request::builder().uri("/demo/mail").extension(ConnectInfo(SocketAddr::from((peer, 5))));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        is_from_here(&request.body(Body::empty()).unwrap())
    }

    #[test]
    fn only_this_machine_itself_is_here() {
        let here = [127, 0, 0, 1];
        for host in ["127.0.0.1:3000", "localhost:3000", "LOCALHOST", "[::1]:3000", "127.9.9.9"] {
            assert!(from(here, &[("host", host)]), "{host}");
        }
        assert!(from(here, &[]) && !from([192, 0, 2, 1], &[("host", "127.0.0.1:3000")]));
        for host in ["portal.example.org", "portal.example.org:3000", "192.0.2.1", "localhost.example.org", "not a host"] {
            assert!(!from(here, &[("host", host)]), "{host}");
        }
        for name in FORWARDING.into_iter().chain(["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded"]) {
            // Whatever it says: that it is there says that somebody passed it on.
            assert!(!from(here, &[("host", "127.0.0.1:3000"), (name, "127.0.0.1")]), "{name}");
        }
    }
}
