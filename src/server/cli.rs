//! The program's commands. To add one: a variant with its doc line, which is its help, and what it runs.

use super::serve::{Create, StartError, migrate, serve};
use super::{Config, backup, bootstrap, check, demo, secret_key, telemetry};
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// Consumers authorize certified assisters; assisters work their clients.
#[derive(Debug, Parser)]
#[command(version, after_help = "Configured by environment variables, which README.md lists.")]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

/// What to do.
#[derive(Debug, Default, Subcommand)]
pub enum Command {
    /// Bring the database up to date and serve the portal (the default)
    #[default]
    Serve,
    /// Say what the portal would run with and what is odd about it, and stop
    Check,
    /// Bring the database up to date, and stop
    Migrate {
        /// Make a new SQLite file where none is, in a folder that is not empty
        #[arg(long)]
        create: bool,
    },
    /// Load demonstration data into an empty database, and stop
    Demo {
        /// Give the navigator busy@demo.test this many clients
        #[arg(long, value_name = "N")]
        clients: Option<u32>,
    },
    /// Make the first resource manager, and stop
    BootstrapManager {
        /// The user name
        #[arg(long)]
        email: String,
        /// First and last name
        #[arg(long)]
        name: String,
    },
    /// Save everything to a new file, while the portal runs, and stop
    Backup {
        /// The file to make. It holds every record: keep it safe
        file: PathBuf,
    },
    /// Fill a new database from a file that `backup` made, and stop
    Restore {
        /// The file to read
        file: PathBuf,
        /// Take a file that has no checksums, because an earlier version made it
        #[arg(long)]
        without_checksums: bool,
    },
    /// Make or change the key that encrypts secrets in the database, and stop
    SecretKey {
        #[command(subcommand)]
        what: SecretKeyCommand,
    },
}

/// What to do about the key.
#[derive(Clone, Copy, Debug, Subcommand)]
pub enum SecretKeyCommand {
    /// Print a new key
    New,
    /// Encrypt everything with the first key of SECRET_KEY, while the portal runs; where the key is in a file beside the database, put a new
    /// one there first
    Rotate,
}

impl Command {
    /// What the command line says; ends the program on `--help` and on mistakes.
    #[must_use]
    pub fn from_args() -> Self {
        Arguments::parse().command.unwrap_or_default()
    }

    /// Runs to the end. Says why when it can't.
    #[must_use]
    pub fn run(self) -> ExitCode {
        match self.start() {
            Ok(()) => {
                telemetry::finish();
                ExitCode::SUCCESS
            }
            Err(error) => {
                telemetry::refuse(super::fault::causes(&error));
                ExitCode::FAILURE
            }
        }
    }

    fn start(self) -> Result<(), StartError> {
        let config = Config::from_env()?;
        telemetry::start(&config.log);
        // Streaming pages can wait for each other: fewer than four threads have been seen to hang.
        let threads = std::thread::available_parallelism().map_or(4, usize::from).max(4);
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(threads).enable_all().build();
        runtime.map_err(StartError::System)?.block_on(async {
            match self {
                Self::Serve => serve(config).await,
                Self::Check => check::check(&config).await,
                Self::Migrate { create } => migrate(&config.direct()?, if create { Create::Told } else { Create::First }).await,
                Self::Demo { clients } => demo::load(&config.direct()?, clients).await,
                Self::BootstrapManager { email, name } => bootstrap::bootstrap_manager(&config.direct()?, &email, &name).await,
                Self::Backup { file } => backup::backup(&config.direct()?, &file).await,
                Self::Restore { file, without_checksums } => backup::restore(&config.direct()?, &file, without_checksums).await,
                Self::SecretKey { what: SecretKeyCommand::New } => {
                    telemetry::say(secret_key::fresh());
                    Ok(())
                }
                Self::SecretKey { what: SecretKeyCommand::Rotate } => secret_key::rotate(&config.direct()?).await,
            }
        })
    }
}
