//! `…_CA_FILE`: authorities that are believed in the place of the public ones, for what is reached inside of somebody's own network.

use super::ConfigError;
use openidconnect::reqwest::{Certificate, Client, ClientBuilder};

/// A file of certificates in PEM form, as it was when the program started.
#[derive(Clone, PartialEq, Eq)]
pub struct CaFile {
    pem: Vec<u8>,
}

impl CaFile {
    /// Its text.
    #[must_use]
    pub fn pem(&self) -> &[u8] {
        &self.pem
    }

    /// Whoever asks by HTTPS believes its authorities and no others.
    pub fn only(&self, asks: ClientBuilder) -> ClientBuilder {
        // It was read when the configuration was.
        let certificates = Certificate::from_pem_bundle(&self.pem).unwrap_or_default();
        certificates.into_iter().fold(asks.tls_built_in_root_certs(false), ClientBuilder::add_root_certificate)
    }
}

pub(super) fn ca_file(variable: &'static str, path: Option<String>) -> Result<Option<CaFile>, ConfigError> {
    let Some(path) = path else { return Ok(None) };
    let wrong = |problem: String| ConfigError::new(variable, problem);
    let pem = std::fs::read(&path).map_err(|error| wrong(format!("names “{path}”, which can't be read: {error}")))?;
    let certificates = Certificate::from_pem_bundle(&pem).unwrap_or_default();
    // What is no certificate inside of its marks shows only here.
    let usable = certificates.iter().cloned().fold(Client::builder(), ClientBuilder::add_root_certificate).build().is_ok();
    if certificates.is_empty() || !usable {
        return Err(wrong(format!("must name a file of certificates in PEM form, but “{path}” is none")));
    }
    Ok(Some(CaFile { pem }))
}
