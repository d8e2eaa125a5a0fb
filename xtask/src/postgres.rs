//! A throwaway Postgres: own folder, own port, gone when dropped.

use crate::proc::{self, Service};
use crate::{net, system};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The order of the fields is the order of the end: the server first, then its folder.
pub struct Postgres {
    server: Service,
    programs: PathBuf,
    port: u16,
    databases: u32,
    _folder: TempDir,
}

impl Postgres {
    pub fn start() -> Result<Self> {
        let programs = system::need_postgres()?;
        let folder = tempfile::Builder::new().prefix("portal-postgres-").tempdir()?;
        if let Some((user, group)) = postgres_ids()? {
            std::os::unix::fs::chown(folder.path(), Some(user), Some(group))?;
        }
        let data = folder.path().join("data");
        let mut initdb = as_postgres(proc::command(programs.join("initdb")));
        initdb.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--pgdata"]).arg(&data);
        proc::output(initdb.current_dir(folder.path())).context("the throwaway Postgres cannot be created")?;
        let port = net::free_port()?;
        let mut postgres = as_postgres(proc::command(programs.join("postgres")));
        postgres.arg("-D").arg(&data).args(["-p", &port.to_string(), "-k"]).arg(folder.path());
        // Nobody needs it after the machine's end; what happens when the portal is killed does not depend on it.
        for setting in ["listen_addresses=127.0.0.1", "max_connections=300", "fsync=off", "full_page_writes=off"] {
            postgres.args(["-c", setting]);
        }
        let server = Service::start(postgres.current_dir(folder.path()), &folder.path().join("server.log"))?;
        let mut postgres = Self { server, programs, port, databases: 0, _folder: folder };
        postgres.wait_until_ready()?;
        Ok(postgres)
    }

    /// The maintenance database: tests make their own databases from here.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// A new, empty database.
    pub fn new_database(&mut self) -> Result<String> {
        self.databases += 1;
        let name = format!("portal_{}", self.databases);
        proc::output(&mut self.client("createdb", &[&name]))?;
        Ok(format!("postgres://postgres@127.0.0.1:{}/{name}", self.port))
    }

    fn client(&self, program: &str, args: &[&str]) -> Command {
        let mut client = proc::command(self.programs.join(program));
        client.args(["-h", "127.0.0.1", "-U", "postgres", "-p", &self.port.to_string()]).args(args);
        client
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let patience = Instant::now() + Duration::from_secs(30);
        while Instant::now() < patience {
            if let Some(status) = self.server.ended()? {
                bail!("the throwaway Postgres stopped ({status}):\n{}", self.server.log_tail(20));
            }
            if proc::succeeds(&mut self.client("pg_isready", &[])) {
                return Ok(());
            }
            proc::pause(Duration::from_millis(50))?;
        }
        bail!("the throwaway Postgres was not ready after 30 s:\n{}", self.server.log_tail(20))
    }
}

/// Postgres refuses to run as root: then it runs as the user that its package made.
fn as_postgres(command: Command) -> Command {
    let user: &[&str] = if rustix::process::getuid().is_root() { &["--reuid=postgres", "--regid=postgres", "--init-groups"] } else { &[] };
    proc::with_us_as(command, user)
}

fn postgres_ids() -> Result<Option<(u32, u32)>> {
    if !rustix::process::getuid().is_root() {
        return Ok(None);
    }
    let users = fs::read_to_string("/etc/passwd")?;
    let line = users.lines().find(|line| line.starts_with("postgres:")).context("there is no user postgres to run Postgres as")?;
    let mut fields = line.split(':').skip(2).map(str::parse);
    match (fields.next(), fields.next()) {
        (Some(Ok(user)), Some(Ok(group))) => Ok(Some((user, group))),
        _ => bail!("the user postgres has no number"),
    }
}
