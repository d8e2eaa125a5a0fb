//! Variables that hold a secret. Each may be given as a file instead: `NAME_FILE` names it, so that the secret stands neither in the
//! environment nor in what lists processes. The file is read once, at the start.

use super::ConfigError;
use std::fs;

/// The variables that hold a secret, and those that name the file of one.
pub const SECRETS: [(&str, &str); 7] = [
    ("DATABASE_URL", "DATABASE_URL_FILE"),
    ("DATABASE_DIRECT_URL", "DATABASE_DIRECT_URL_FILE"),
    ("SECRET_KEY", "SECRET_KEY_FILE"),
    ("SMTP_URL", "SMTP_URL_FILE"),
    ("LOGIN_MN_CLIENT_SECRET", "LOGIN_MN_CLIENT_SECRET_FILE"),
    ("ELIGIBILITY_ENGINE_URL", "ELIGIBILITY_ENGINE_URL_FILE"),
    ("ELIGIBILITY_ENGINE_TOKEN", "ELIGIBILITY_ENGINE_TOKEN_FILE"),
];

/// A secret and the file that it was read from, if it was.
pub(super) type Secret = (Option<String>, Option<String>);

/// The value of a secret variable, by itself or from its file.
pub(super) fn secret(variable: &'static str, var: impl Fn(&str) -> Option<String>) -> Result<Secret, ConfigError> {
    let file = SECRETS.iter().find(|(name, _)| *name == variable).map_or("", |(_, file)| *file);
    match (var(variable), var(file)) {
        (Some(_), Some(_)) => Err(ConfigError::new(variable, format!("and {file} are both set: leave one of them out"))),
        (value, None) => Ok((value, None)),
        (None, Some(path)) => Ok((Some(content(file, &path)?), Some(path))),
    }
}

/// What a file holds, without the end of its last line.
fn content(variable: &'static str, path: &str) -> Result<String, ConfigError> {
    let wrong = |problem: String| ConfigError::new(variable, format!("names “{path}”, which {problem}"));
    let bytes = fs::read(path).map_err(|error| wrong(format!("can't be read: {error}")))?;
    let text = String::from_utf8(bytes).map_err(|_| wrong("is not text".to_owned()))?;
    let text = text.strip_suffix('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).unwrap_or(&text);
    if text.is_empty() { Err(wrong("is empty".to_owned())) } else { Ok(text.to_owned()) }
}
