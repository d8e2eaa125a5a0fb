//! The product's server as a child process: its environment, and when it is ready.

use crate::build::Kind;
use crate::net;
use crate::proc::{self, Service};
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// The server's program with what it needs to find the site.
pub fn command(kind: Kind) -> Command {
    let mut server = proc::command(kind.server());
    server.env("SITE_ROOT", kind.site());
    server
}

/// Without a `DATABASE_URL` from outside: the embedded database, with demo data. Of the databases that people run on, no other gets it.
pub fn on_embedded_database(server: &mut Command) -> Result<()> {
    if std::env::var_os("DATABASE_URL").is_none() {
        std::fs::create_dir_all("data").context("cannot create the folder data")?;
        server.env("DATABASE_URL", "sqlite:data/portal.db").env("DEMO", "on");
    }
    Ok(())
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
