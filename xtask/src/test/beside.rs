//! What is done beside the steps, on the core that they leave idle: installing Postgres and the browsers, the browser's program and its lints,
//! the release server. The step that needs it waits for it.

use super::{Plan, Tally, code};
use crate::build::{self, Kind};
use crate::system;
use crate::toolchain::Toolchain;
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

#[derive(Default)]
pub struct Beside {
    postgres: Work,
    chromium: Work,
    firefox: Work,
    front: Work,
    server: Work,
    lints: Option<JoinHandle<Result<(Tally, Duration)>>>,
}

/// Work on a thread of its own, which gives how long it took.
#[derive(Default)]
enum Work {
    #[default]
    NotStarted,
    Running(JoinHandle<Result<Duration>>),
    Done(Duration),
    Failed,
}

impl Work {
    fn start(&mut self, work: impl FnOnce() -> Result<()> + Send + 'static) {
        if matches!(self, Self::NotStarted) {
            let begun = Instant::now();
            *self = Self::Running(std::thread::spawn(move || work().map(|()| begun.elapsed())));
        }
    }

    /// Waits for the end; says again how long it took, and that it failed.
    fn wait(&mut self) -> Result<Duration> {
        match std::mem::replace(self, Self::Failed) {
            Self::NotStarted => bail!("nothing was started"),
            Self::Failed => bail!("what this needs failed before"),
            Self::Done(took) => {
                *self = Self::Done(took);
                Ok(took)
            }
            Self::Running(thread) => {
                let took = thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
                *self = Self::Done(took);
                Ok(took)
            }
        }
    }
}

impl Beside {
    /// Begins with everything that needs nothing compiled before.
    pub fn start(&mut self, toolchain: Toolchain, plan: &Plan) {
        if plan.has("e2e") || plan.has("unit") && *plan != Plan::Quick {
            self.postgres.start(|| {
                system::need_postgres()?;
                system::need_proxies()
            });
        }
        if plan.has("e2e") {
            self.chromium.start(|| {
                system::need_chromium()?;
                system::need_java()?;
                system::need_npm_packages(Path::new("end2end"))
            });
        }
        if plan.has("firefox") {
            self.firefox.start(|| {
                system::need_firefox()?;
                system::need_npm_packages(Path::new("end2end"))
            });
        }
        if plan.has("build") {
            self.front.start(move || build::front(toolchain, Kind::Release));
        }
        if plan.has("clippy") {
            let begun = Instant::now();
            self.lints = Some(std::thread::spawn(move || Ok((code::lint_browser(toolchain)?, begun.elapsed()))));
        }
    }

    /// Postgres and what stands in front of it and of the portal, where it was missing.
    pub fn postgres(&mut self) -> Result<()> {
        self.postgres.wait().map(drop).context("the machine lacks Postgres")
    }

    /// Chromium, Java and the packages of the browser tests, where they were missing.
    pub fn chromium(&mut self) -> Result<()> {
        self.chromium.wait().map(drop).context("the machine lacks Chromium or Java")
    }

    /// Firefox and the same packages.
    pub fn firefox(&mut self) -> Result<()> {
        self.firefox.wait().map(drop).context("the machine lacks Firefox")
    }

    /// What the lints of the browser's half say.
    pub fn lints(&mut self) -> Result<Tally> {
        let thread = self.lints.take().context("nothing was started")?;
        let (tally, took) = thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        Ok(Tally { beside: Some(took), ..tally })
    }

    /// The browser's program, and what else the browser gets.
    pub fn front(&mut self) -> Result<Duration> {
        self.front.wait()
    }

    /// Begins with the release server. It shares its dependencies with the tests, so they come first.
    pub fn start_server(&mut self, toolchain: Toolchain) {
        self.server.start(move || build::server(toolchain, Kind::Release));
    }

    /// The release server.
    pub fn server(&mut self, toolchain: Toolchain) -> Result<Duration> {
        self.start_server(toolchain);
        self.server.wait()
    }
}
