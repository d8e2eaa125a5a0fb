//! A pooler between the portal and its Postgres: `DATABASE_POOLER` and `DATABASE_DIRECT_URL`.

use super::{Config, ConfigError, database_url};

/// `DATABASE_DIRECT_URL`, which must name a server.
pub fn direct_url(value: Option<String>, tls: bool) -> Result<Option<String>, ConfigError> {
    let named = |error: ConfigError| ConfigError::new("DATABASE_DIRECT_URL", error.problem);
    let Some(url) = value else { return Ok(None) };
    if url.starts_with("sqlite:") {
        return Err(ConfigError::new("DATABASE_DIRECT_URL", "must be postgres://user:password@host:port/database"));
    }
    database_url(Some(url), tls).map(Some).map_err(named)
}

/// What of these does not fit together.
pub fn fits(config: &Config) -> Result<(), ConfigError> {
    if config.database_pooler && config.database_url.starts_with("sqlite:") {
        return Err(ConfigError::new("DATABASE_POOLER", "is on, but DATABASE_URL is a file: a pooler is in front of a Postgres"));
    }
    if !config.database_pooler && config.database_direct_url.is_some() {
        return Err(ConfigError::new("DATABASE_DIRECT_URL", "is for a DATABASE_URL that is a pooler, but DATABASE_POOLER is off"));
    }
    Ok(())
}

impl Config {
    /// The same for commands that a pooler is in the way of: `migrate` holds a lock for longer than a transaction, and so on.
    ///
    /// # Errors
    /// When it is not known how to reach the server behind the pooler.
    pub fn direct(&self) -> Result<Self, ConfigError> {
        if !self.database_pooler {
            return Ok(self.clone());
        }
        let Some(url) = self.database_direct_url.clone() else {
            return Err(ConfigError::new("DATABASE_DIRECT_URL", "must be set for this command, because DATABASE_POOLER is on"));
        };
        Ok(Self { database_url: url, database_pooler: false, database_direct_url: None, ..self.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(vars: &[(&str, &str)]) -> Result<Config, ConfigError> {
        Config::from_vars(|name| vars.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    const POOLER: (&str, &str) = ("DATABASE_URL", "postgres://portal@127.0.0.1:6432/portal");
    const ITSELF: (&str, &str) = ("DATABASE_DIRECT_URL", "postgres://portal@127.0.0.1/portal");
    const ON: (&str, &str) = ("DATABASE_POOLER", "on");

    #[test]
    fn what_needs_the_server_itself_goes_there() {
        let through = config(&[POOLER, ITSELF, ON]).unwrap();
        assert!(through.database_pooler && through.database_url == POOLER.1);
        let direct = through.direct().unwrap();
        assert!(!direct.database_pooler && direct.database_url == ITSELF.1);
        let usual = config(&[POOLER]).unwrap();
        assert!(usual.direct().unwrap() == usual);
        let refused = config(&[POOLER, ON]).unwrap().direct().err().unwrap();
        assert_eq!(refused.variable, "DATABASE_DIRECT_URL");
    }

    #[test]
    fn what_does_not_fit_together_is_refused_by_name() {
        for (vars, named) in [
            (&[ON][..], "DATABASE_POOLER"),
            (&[POOLER, ITSELF], "DATABASE_DIRECT_URL"),
            (&[POOLER, ON, ("DATABASE_DIRECT_URL", "sqlite:portal.db")], "DATABASE_DIRECT_URL"),
            (&[POOLER, ON, ("DATABASE_DIRECT_URL", "postgres://user:secret@db.example.org/portal")], "DATABASE_DIRECT_URL"),
        ] {
            let refused = config(vars).err().unwrap();
            assert!(refused.variable == named && !refused.to_string().contains("secret"), "{refused}");
        }
    }
}
