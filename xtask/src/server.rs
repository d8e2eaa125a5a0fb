//! The product's server as a child process: its environment, and when it is ready.

use crate::build::Kind;
use crate::net;
use crate::proc::{self, Service};
use anyhow::{Context, Result, bail};
use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// The server's program with what it needs to find the site.
pub fn command(kind: Kind) -> Command {
    let mut server = proc::command(kind.server());
    server.env("SITE_ROOT", kind.site());
    server
}

/// What throwaway databases are encrypted with.
pub const SECRET_KEY: &str = "7f1d0c93b2a64e58916b3d0fa87c5e21d40b98e6673a1cf5280fe49bc1d75a36";

/// Without a database from outside: the embedded one, with demo data. Of the databases that people run on, no other gets it. One on a
/// server gets a key in `data-keys/secret-key` where none is given.
pub fn on_a_database(server: &mut Command) -> Result<()> {
    let given = |names: [&str; 2]| names.into_iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
    if !given(["DATABASE_URL", "DATABASE_URL_FILE"]) {
        std::fs::create_dir_all("data").context("cannot create the folder data")?;
        server.env("DATABASE_URL", "sqlite:data/portal.db").env("DEMO", "on");
    } else if !given(["SECRET_KEY", "SECRET_KEY_FILE"]) && !std::env::var("DATABASE_URL").is_ok_and(|url| url.starts_with("sqlite:")) {
        let file = Path::new("data-keys/secret-key");
        if !file.exists() {
            make_key(server, file)?;
        }
        server.env("SECRET_KEY_FILE", file);
    }
    Ok(())
}

/// The server's own program makes it.
fn make_key(server: &Command, file: &Path) -> Result<()> {
    std::fs::create_dir_all("data-keys").context("cannot create the folder data-keys")?;
    let key = proc::output(proc::command(server.get_program()).args(["secret-key", "new"]))?;
    let mut made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file).context("cannot make data-keys/secret-key")?;
    made.write_all(key.as_bytes()).context("cannot write data-keys/secret-key")
}

/// A release server with demo data on a port of its own, ready for requests. Dropping it stops it.
pub struct Demo {
    pub port: u16,
    pub server: Service,
}

impl Demo {
    pub fn start(database_url: &str, log: &Path) -> Result<Self> {
        Self::start_with(database_url, log, &[])
    }

    /// The same with more variables.
    pub fn start_with(database_url: &str, log: &Path, vars: &[(&str, String)]) -> Result<Self> {
        let port = net::free_port()?;
        let mut server = proc::with_us(command(Kind::Release));
        server.arg("serve").env("DATABASE_URL", database_url).env("DEMO", "on").env("LISTEN", format!("127.0.0.1:{port}"));
        server.env("SECRET_KEY", SECRET_KEY);
        server.envs(vars.iter().map(|(name, value)| (name, value)));
        let mut demo = Self { port, server: Service::start(&mut server, log)? };
        demo.wait_until_ready()?;
        Ok(demo)
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let patience = Instant::now() + Duration::from_secs(60);
        while Instant::now() < patience {
            if let Some(status) = self.server.ended()? {
                bail!("the server stopped ({status}):\n{}", self.server.log_tail(30));
            }
            if net::get(self.port, "/readyz").is_ok_and(|answer| answer.status == 200) {
                return Ok(());
            }
            proc::pause(Duration::from_millis(50))?;
        }
        bail!("the server was not ready after a minute:\n{}", self.server.log_tail(30))
    }
}
