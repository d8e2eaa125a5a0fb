//! The command `check`, which `serve` runs first: what the program runs with, and what is odd about it. An error keeps it from starting; a
//! doubt is said, and may be meant so.

use super::config::{Config, ConfigError, demo_is_for_here};
use super::serve::{Create, StartError, may_be_made, reach};
use super::telemetry::say;
use super::{Clock, dates, fault, secret_key, site};
use crate::domain::applications::coverage_year;
use crate::domain::eligibility::PUBLISHED;
use crate::domain::instant::Instant;
use crate::store::{Store, StoreError, Wire, is_open_to_others};
use std::path::Path;
use std::time::Duration;

/// How old the last backup may be.
const BACKUP_DUE: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// What was found.
#[derive(Debug, Default)]
pub struct Findings {
    /// What may be meant so.
    pub doubts: Vec<String>,
    /// What keeps the portal from starting.
    pub errors: Vec<StartError>,
}

/// The command. It changes nothing, and makes no database.
pub async fn check(config: &Config) -> Result<(), StartError> {
    say("Settings:");
    for setting in config.settings() {
        say(format_args!("  {} = {} ({})", setting.name, setting.value, setting.source));
    }
    let mut found = Findings::of_settings(config);
    if let Err(error) = found.look_at_database(config).await {
        found.errors.push(error.into());
    }
    for doubt in &found.doubts {
        say(format_args!("Doubt: {doubt}"));
    }
    for error in &found.errors {
        say(format_args!("Error: {}", fault::causes(error)));
    }
    if found.errors.is_empty() {
        say(if found.doubts.is_empty() { "Nothing odd was found." } else { "The portal can start." });
        return Ok(());
    }
    Err(StartError::Found(found.errors.len()))
}

impl Findings {
    /// What is to be found without the database.
    #[must_use]
    pub fn of_settings(config: &Config) -> Self {
        let mut found = Self::default();
        found.look_at_settings(config);
        found
    }

    /// What `serve` does with them, before it opens the database and again afterwards: doubts go to the log, the first error ends it.
    ///
    /// # Errors
    /// What keeps the portal from starting.
    pub fn say(self) -> Result<(), StartError> {
        for doubt in &self.doubts {
            tracing::warn!("{doubt}");
        }
        self.errors.into_iter().next().map_or(Ok(()), Err)
    }

    /// What is to be found in the database.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of_store(config: &Config, store: &Store, now: Instant) -> Result<Self, StoreError> {
        let mut found = Self::default();
        found.look_at_store(config, store, now).await?;
        Ok(found)
    }

    fn doubt(&mut self, doubt: impl Into<String>) {
        self.doubts.push(doubt.into());
    }

    fn look_at_settings(&mut self, config: &Config) {
        let public = !config.public_url.is_here();
        if config.public_url.https && !config.trusted_proxy {
            self.doubt(
                "PUBLIC_URL is encrypted by something in front of the portal, and TRUSTED_PROXY is off: everybody's address is the proxy's, \
                 and what one of them tries too often is refused to all",
            );
        }
        if config.trusted_proxy && !config.listen.ip().is_loopback() {
            self.doubt(format!("TRUSTED_PROXY is on: nobody but the proxy may reach {}, or they choose their own address", config.listen));
        }
        if public && config.smtp_url.is_none() {
            self.doubt(format!("SMTP_URL is not set: mail is written to {} and reaches nobody", config.mail_dir));
        }
        if public && !config.second_factor {
            self.doubt("SECOND_FACTOR is off: a password alone opens the accounts of assisters and staff");
        }
        if matches!(Store::wire(&config.database_url), Ok(Wire::Open)) {
            self.doubt("DATABASE_TLS is off: whoever is between here and the database can read along and answer in its place");
        }
        if let Err(error) = secret_key::is_given(config) {
            self.errors.push(error.into());
        }
        self.look_at_site(config);
    }

    fn look_at_site(&mut self, config: &Config) {
        let root = Path::new(&config.site_root);
        let mut wrong = |problem: String| self.errors.push(ConfigError::new("SITE_ROOT", problem).into());
        if !root.is_dir() {
            return if config.site_root_given {
                wrong(format!("is “{}”, which is not a folder", config.site_root));
            } else {
                self.doubt(format!("the browser's part is not built ({}): pages work, without styles and scripts", config.site_root));
            };
        }
        let missing = site::missing(root);
        if !missing.is_empty() {
            let missing = missing.join(", ");
            wrong(format!("is “{}”, which holds files of another build than this program's ({missing} is not there)", config.site_root));
        }
    }

    async fn look_at_database(&mut self, config: &Config) -> Result<(), StoreError> {
        if let Some(file) = Store::sqlite_path(&config.database_url)?.filter(|file| !file.exists()) {
            match may_be_made(&file, Create::First) {
                Ok(()) => self.doubt("there is no database yet: the first start makes it"),
                Err(error) => self.errors.push(error),
            }
            return Ok(());
        }
        let store = reach(config).await?;
        if store.has_tables().await? {
            self.look_at_store(config, &store, Clock::system().now()).await?;
        } else {
            self.doubt("the database is empty: the first start fills it");
        }
        store.close().await;
        Ok(())
    }

    async fn look_at_store(&mut self, config: &Config, store: &Store, now: Instant) -> Result<(), StoreError> {
        let demo = store.has_demo().await?;
        if demo {
            self.doubt("the database holds demonstration data: everybody knows the password of its accounts");
            if let Err(error) = demo_is_for_here(config.listen, &config.public_url) {
                self.errors.push(error.into());
            }
        }
        let mut open = store.files_open_to_others(&config.database_url)?;
        open.extend(secret_key::open_to_others(config));
        let mail = Path::new(&config.mail_dir);
        open.extend(Some(mail.to_owned()).filter(|mail| config.smtp_url.is_none() && is_open_to_others(mail)));
        if !open.is_empty() {
            let open = open.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ");
            self.doubt(format!(
                "others on this machine may read what is the portal's alone, so take that right from them (chmod go=): {open}"
            ));
        }
        if let Some(year) = dates::today(now).map(coverage_year).filter(|year| PUBLISHED.coverage.iter().all(|of| of.year != *year)) {
            let newest = PUBLISHED.coverage.last().map(|of| of.year).unwrap_or_default();
            self.doubt(format!("the figures for {year} are not in this build: determinations use those of {newest}"));
        }
        if store.is_migrated().await? {
            let (doubts, errors) = secret_key::look_at(config, store.clone()).await?;
            self.doubts.extend(doubts);
            self.errors.extend(errors);
        }
        match store.last_backup().await? {
            Some(at) if now.since(at) > BACKUP_DUE => {
                self.doubt(format!("the last backup by the command `backup` was made on {}", dates::date(at)));
            }
            None if !demo && !store.is_empty().await? => self.doubt("no backup was made yet by the command `backup`"),
            _ => {}
        }
        Ok(())
    }
}
