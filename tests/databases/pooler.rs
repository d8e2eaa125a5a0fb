//! A PgBouncer in transaction mode in front of the tests' Postgres, with as few connections of the server as matter.

use super::way::by_way;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;
use url::Url;

/// How many connections of the server all share.
pub const CONNECTIONS: u32 = 2;

/// A pooler that runs until this is dropped.
pub struct Pooler {
    program: Child,
    port: u16,
    _folder: TempDir,
}

impl Pooler {
    /// Starts one in front of the server of this address.
    pub async fn before(url: &str) -> Self {
        let server = Url::parse(url).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pgbouncer.ini");
        let text = format!(
            "[databases]\n* = host={} port={} user={}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n\
             auth_type = any\npool_mode = transaction\ndefault_pool_size = {CONNECTIONS}\nmax_client_conn = 200\n",
            server.host_str().unwrap(),
            server.port().unwrap_or(5432),
            server.username(),
        );
        std::fs::write(&file, text).unwrap();
        // It refuses to be root, and reads its file as somebody else.
        let open = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(folder.path(), open).unwrap();
        let mut program = Command::new(found("pgbouncer"));
        if rustix::process::getuid().is_root() {
            program.args(["-u", "nobody"]);
        }
        let program = program.arg(&file).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let mut pooler = Self { program, port, _folder: folder };
        pooler.answers().await;
        pooler
    }

    /// The address of a database through it.
    pub fn url(&self, url: &str) -> String {
        by_way(url, self.port)
    }

    async fn answers(&mut self) {
        for _ in 0..500 {
            if tokio::net::TcpStream::connect(("127.0.0.1", self.port)).await.is_ok() {
                return;
            }
            assert!(self.program.try_wait().unwrap().is_none(), "PgBouncer ended");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("PgBouncer does not answer");
    }
}

impl Drop for Pooler {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// A program of the system's, which may stand where only administrators look.
pub fn found(name: &str) -> String {
    let folders = std::env::var("PATH").unwrap_or_default();
    let mut all = folders.split(':').chain(["/usr/sbin", "/usr/local/sbin"]).map(|folder| format!("{folder}/{name}"));
    all.find(|file| std::path::Path::new(file).is_file()).unwrap_or_else(|| panic!("{name} must be installed for this test"))
}
