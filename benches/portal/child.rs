//! A server in its own process, ended with its handle.

use std::error::Error;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tokio::net::TcpStream;

/// What throwaway databases are encrypted with.
const SECRET_KEY: &str = "7f1d0c93b2a64e58916b3d0fa87c5e21d40b98e6673a1cf5280fe49bc1d75a36";

/// A running server.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// The product's own binary on a database.
    pub async fn portal(database: &str) -> Result<Self, Box<dyn Error>> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_assister-portal"));
        command.arg("serve").env("DEMO", "on").env("RUST_LOG", "off");
        Self::start(command, database).await
    }

    /// The twin: this very executable.
    pub async fn twin(database: &str) -> Result<Self, Box<dyn Error>> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("twin");
        Self::start(command, database).await
    }

    async fn start(mut command: Command, database: &str) -> Result<Self, Box<dyn Error>> {
        let address = free_address()?;
        command
            .env("DATABASE_URL", database)
            .env("SECRET_KEY", SECRET_KEY)
            .env("LISTEN", address.to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::inherit());
        let child = command.spawn()?;
        let server = Self { child, address };
        for _ in 0..600 {
            if TcpStream::connect(address).await.is_ok() {
                return Ok(server);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Err("the server did not start within a minute".into())
    }

    /// Resident memory in MB.
    pub fn resident(&self) -> Result<f64, Box<dyn Error>> {
        self.memory("VmRSS:")
    }

    /// The most that it ever was.
    pub fn peak(&self) -> Result<f64, Box<dyn Error>> {
        self.memory("VmHWM:")
    }

    fn memory(&self, what: &str) -> Result<f64, Box<dyn Error>> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find(|line| line.starts_with(what)).ok_or("not in the status")?;
        let kilobytes: f64 = line.split_whitespace().nth(1).ok_or("not in the status")?.parse()?;
        Ok(kilobytes / 1024.0)
    }
}

/// An address that nobody listens on.
pub fn free_address() -> Result<SocketAddr, Box<dyn Error>> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

/// Runs `assister-portal demo --clients N` on a database.
pub fn demo(database: &str, clients: u32) -> Result<(), Box<dyn Error>> {
    let status = Command::new(env!("CARGO_BIN_EXE_assister-portal"))
        .args(["demo", "--clients", &clients.to_string()])
        .env("DATABASE_URL", database)
        .env("RUST_LOG", "warn")
        .stdout(Stdio::null())
        .status()?;
    if status.success() { Ok(()) } else { Err("demo data could not be loaded".into()) }
}

/// A new SQLite database in a folder of its own.
pub fn sqlite(folder: &Path, name: &str) -> String {
    format!("sqlite:{}", folder.join(name).join("portal.db").display())
}

/// A new Postgres database on the server of `TEST_POSTGRES_URL`.
pub async fn postgres(name: &str) -> Result<String, Box<dyn Error>> {
    use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
    let server = std::env::var("TEST_POSTGRES_URL").map_err(|_| "TEST_POSTGRES_URL is not set: start the bench with cargo xtask bench")?;
    let mut connection = PgConnection::connect(&server).await?;
    let name = format!("bench_{name}_{}", std::process::id());
    connection.execute(AssertSqlSafe(format!("DROP DATABASE IF EXISTS {name}"))).await?;
    connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await?;
    let (base, _) = server.rsplit_once('/').ok_or("TEST_POSTGRES_URL has no database")?;
    Ok(format!("{base}/{name}"))
}
