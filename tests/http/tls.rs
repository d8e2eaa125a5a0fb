//! A private authority of a test's own, and what stands in front of a server to encrypt it.

use crate::http::mail::{activation, write};
use crate::http::smtp::Server;
use crate::http::support::{run, services_with};
use assister_portal::server::mail::{Transport, deliver_due};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use std::path::PathBuf;
use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

/// Somebody who vouches for servers on this machine.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    folder: tempfile::TempDir,
}

impl Authority {
    pub fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let (key, folder) = (KeyPair::generate().unwrap(), tempfile::tempdir().unwrap());
        std::fs::write(folder.path().join("ca.pem"), params.self_signed(&key).unwrap().pem()).unwrap();
        Self { issuer: Issuer::new(params, key), folder }
    }

    /// Its certificate, as a file.
    pub fn file(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// A port where what is on another one of this machine is reached encrypted.
    pub async fn before(&self, port: u16) -> u16 {
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap().signed_by(&key, &self.issuer).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider())).with_safe_default_protocol_versions().unwrap();
        let key = PrivatePkcs8KeyDer::from(key.serialize_der()).into();
        let config = config.with_no_client_auth().with_single_cert(vec![certificate.der().clone()], key).unwrap();
        let (acceptor, listener) = (TlsAcceptor::from(Arc::new(config)), TcpListener::bind(("127.0.0.1", 0)).await.unwrap());
        let own = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    let mut outside = acceptor.accept(stream).await.ok()?;
                    let mut inside = TcpStream::connect(("127.0.0.1", port)).await.ok()?;
                    tokio::io::copy_bidirectional(&mut outside, &mut inside).await.ok()
                });
            }
        });
        own
    }
}

#[test]
fn a_mail_server_of_a_private_authority_is_believed_where_that_is_named() {
    run(async {
        let (server, authority) = (Server::start().await, Authority::new());
        let url = format!("smtps://127.0.0.1:{}", authority.before(server.port()).await);
        let file = authority.file();
        let another = Authority::new();
        let mail = async |to: &str, vars: &[(&str, &str)]| {
            for service in services_with(&[&[("SMTP_URL", url.as_str())], vars].concat()).await {
                write(&service, to, activation()).await;
                deliver_due(&service.state, &Transport::new(&service.state.config).unwrap()).await.unwrap();
            }
        };
        mail("public@example.org", &[]).await;
        mail("another@example.org", &[("SMTP_CA_FILE", another.file().to_str().unwrap())]).await;
        mail("ann@example.org", &[("SMTP_CA_FILE", file.to_str().unwrap())]).await;
        assert_eq!((server.asked("public@example.org"), server.asked("another@example.org")), (0, 0), "nobody vouches for it");
        assert_eq!(server.taken("ann@example.org").len(), crate::databases::kinds().len());
    });
}
