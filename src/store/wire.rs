//! What is between the portal and its database: nothing, a connection that nobody else can read, or one that others may.

use super::Store;
use super::error::StoreError;
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use std::net::IpAddr;
use std::str::FromStr as _;

/// What is between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wire {
    /// Nothing but this machine.
    Here,
    /// A network, on which the server proves who it is and nobody reads along.
    Verified,
    /// A network on which somebody may stand in between.
    Open,
}

impl Store {
    /// What is between the portal and the database of an address.
    ///
    /// # Errors
    /// [`StoreError::Address`] when the address can't be read.
    pub fn wire(url: &str) -> Result<Wire, StoreError> {
        if url.starts_with("sqlite:") {
            return Ok(Wire::Here);
        }
        // Read as it will be used: a host or a mode can also stand among the parameters, or in the database's own variables.
        let options = PgConnectOptions::from_str(url).map_err(|_| StoreError::Address)?;
        let host = options.get_host().trim_matches(['[', ']']);
        let here = host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|ip| ip.to_canonical().is_loopback());
        Ok(match options.get_ssl_mode() {
            _ if here || options.get_socket().is_some() => Wire::Here,
            PgSslMode::VerifyFull => Wire::Verified,
            _ => Wire::Open,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_server_that_proves_who_it_is_is_verified() {
        for (url, wire) in [
            ("sqlite:data/portal.db", Wire::Here),
            ("postgres://portal@127.0.0.1/portal", Wire::Here),
            ("postgres://portal@localhost:5433/portal?sslmode=disable", Wire::Here),
            ("postgres://portal@[::1]/portal", Wire::Here),
            ("postgres:///portal?host=/run/postgresql", Wire::Here),
            ("postgres://portal@db.example.org/portal?sslmode=verify-full", Wire::Verified),
            ("postgresql://portal@192.0.2.1/portal?sslmode=verify-full&sslrootcert=/etc/db.pem", Wire::Verified),
            ("postgres://portal@db.example.org/portal", Wire::Open),
            ("postgres://portal@db.example.org/portal?sslmode=require", Wire::Open),
            ("postgres://portal@db.example.org/portal?sslmode=verify-ca", Wire::Open),
            ("postgres://portal@127.0.0.1/portal?host=db.example.org", Wire::Open),
            ("postgres://portal@localhost.example.org/portal", Wire::Open),
        ] {
            assert_eq!(Store::wire(url).unwrap(), wire, "{url}");
        }
        assert!(Store::wire("postgres://portal@db.example.org/portal?sslmode=perhaps").is_err());
    }
}
