//! Postgres over TLS: a server that must prove who it is does, or is not spoken to.

use crate::program;
use assister_portal::server::clock::Stopwatch;
use assister_portal::store::{Store, StoreError};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use rustix::process::{Pid, Signal, getuid, kill_process};
use sqlx::Connection as _;
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// A server of the test's own, which is spoken to over TLS only, as `localhost`.
struct Server {
    postgres: Child,
    port: u16,
    folder: TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = kill_process(Pid::from_child(&self.postgres), Signal::INT);
        let _ = self.postgres.wait();
    }
}

/// The folder of Postgres' own programs.
fn programs() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = versions.map(|entry| entry.path().join("bin")).filter(|bin| bin.join("initdb").is_file()).collect();
    folders.sort();
    // Elsewhere they are where every program is.
    folders.pop().unwrap_or_default()
}

/// A program of Postgres'. It refuses to run as root: then it runs as the user that its package made.
fn as_postgres(name: &str) -> Command {
    let program = programs().join(name);
    if !getuid().is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--init-groups"]).arg(program);
    command
}

/// Gives a file or a folder to whom Postgres runs as.
fn give(path: &Path) {
    if getuid().is_root() {
        let users = fs::read_to_string("/etc/passwd").unwrap();
        let line = users.lines().find(|line| line.starts_with("postgres:")).expect("a user postgres");
        let ids: Vec<u32> = line.split(':').skip(2).take(2).map(|id| id.parse().unwrap()).collect();
        chown(path, Some(ids[0]), Some(ids[1])).unwrap();
    }
}

fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

impl Server {
    /// With a certificate of this authority.
    async fn start(authority: &CertifiedIssuer<'static, KeyPair>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        give(folder.path());
        let data = folder.path().join("data");
        let made = as_postgres("initdb")
            .args(["--username=postgres", "--auth=trust", "--no-locale", "--encoding=UTF8", "--pgdata"])
            .arg(&data)
            .output();
        let made = made.expect("initdb starts");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(vec!["localhost".to_owned()]).unwrap().signed_by(&key, authority).unwrap();
        for (name, text) in [("server.crt", certificate.pem()), ("server.key", key.serialize_pem()), ("ca.crt", authority.pem())] {
            let file = data.join(name);
            fs::write(&file, text).unwrap();
            fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
            give(&file);
        }
        fs::write(data.join("pg_hba.conf"), "hostssl all portal all cert\nhostssl all all all trust\n").unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut postgres = as_postgres("postgres");
        postgres.arg("-D").arg(&data).args(["-p", &port.to_string(), "-k"]).arg(folder.path());
        for setting in ["listen_addresses=localhost", "ssl=on", "ssl_ca_file=ca.crt", "fsync=off"] {
            postgres.args(["-c", setting]);
        }
        let log = fs::File::create(folder.path().join("log")).unwrap();
        let postgres = postgres.current_dir(folder.path()).stdout(Stdio::null()).stderr(log).spawn().expect("postgres starts");
        let server = Self { postgres, port, folder };
        let waited = Stopwatch::start();
        while Store::open(&server.url("localhost", "sslmode=require")).await.is_err() {
            let log = || fs::read_to_string(server.folder.path().join("log")).unwrap_or_default();
            assert!(waited.elapsed() < Duration::from_secs(300), "the server is not ready: {}", log());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        server
    }

    fn url(&self, host: &str, how: &str) -> String {
        format!("postgres://postgres@{host}:{}/postgres?{how}", self.port)
    }

    /// Writes the certificate of an authority, and gives how it is named.
    fn named(&self, name: &str, authority: &CertifiedIssuer<'static, KeyPair>) -> String {
        let file = self.folder.path().join(name);
        fs::write(&file, authority.pem()).unwrap();
        format!("sslmode=verify-full&sslrootcert={}", file.display())
    }
}

#[tokio::test]
async fn a_server_proves_who_it_is_or_is_not_spoken_to() {
    let (ours, anothers) = (authority(), authority());
    let server = Server::start(&ours).await;
    let (known, stranger) = (server.named("ours.pem", &ours), server.named("anothers.pem", &anothers));
    let store = Store::open(&server.url("localhost", &known)).await.unwrap();
    store.migrate().await.unwrap();
    assert!(store.is_empty().await.unwrap());
    store.close().await;
    for (what, host, how) in [
        ("another authority's", "localhost", stranger.as_str()),
        ("nobody's that is known", "localhost", "sslmode=verify-full"),
        ("another host's", "127.0.0.1", known.as_str()),
        ("no encryption", "localhost", "sslmode=disable"),
    ] {
        let refused = Store::open(&server.url(host, how)).await;
        assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{what}: {refused:?}");
    }
    // So does the program.
    let ready = |url: &str| program::program().arg("migrate").env("DATABASE_URL", url).output().unwrap();
    let done = ready(&server.url("localhost", &known));
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let refused = ready(&server.url("localhost", &stranger));
    assert!(!refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("DATABASE_URL"));
    let far = ready("postgres://portal:s3cret@db.example.org/portal?sslmode=require");
    let said = String::from_utf8_lossy(&far.stderr).into_owned();
    assert!(
        !far.status.success() && said.starts_with("DATABASE_URL") && said.contains("DATABASE_TLS=off") && !said.contains("s3cret"),
        "{said}"
    );
}

#[tokio::test]
async fn a_server_that_asks_who_the_portal_is_is_shown_its_certificate() {
    let (ours, anothers) = (authority(), authority());
    let server = Server::start(&ours).await;
    let known = server.named("ours.pem", &ours);
    let mut owner = sqlx::PgConnection::connect(&server.url("localhost", &known)).await.unwrap();
    sqlx::query("CREATE ROLE portal LOGIN").execute(&mut owner).await.unwrap();
    // The address of a portal that has a certificate from this authority.
    let of = |name: &str, authority: &CertifiedIssuer<'static, KeyPair>| {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, "portal");
        let certificate = params.signed_by(&key, authority).unwrap();
        let file = |end: &str, text: String| {
            let file = server.folder.path().join(format!("{name}.{end}"));
            fs::write(&file, text).unwrap();
            file.display().to_string()
        };
        let (certificate, key) = (file("crt", certificate.pem()), file("key", key.serialize_pem()));
        server.url("localhost", &format!("{known}&sslcert={certificate}&sslkey={key}")).replacen("postgres@", "portal@", 1)
    };
    Store::open(&of("right", &ours)).await.unwrap().close().await;
    let without = server.url("localhost", &known).replacen("postgres@", "portal@", 1);
    for (what, url) in [("none", without), ("another authority's", of("wrong", &anothers))] {
        let refused = Store::open(&url).await;
        assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{what}: {refused:?}");
    }
}
