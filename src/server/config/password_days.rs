//! `PASSWORD_DAYS`: after how many days whose password expires, or `off`.

use super::ConfigError;
use crate::domain::identity::{AssisterKind, Role};
use std::fmt::{self, Display, Formatter};

/// Nobody's expires.
const OFF: &str = "off";

/// After how many days a password expires (rule 9); `None`: never. Consumers' never do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PasswordDays {
    /// Navigators.
    pub navigator: Option<u16>,
    /// CACs.
    pub cac: Option<u16>,
    /// Brokers.
    pub broker: Option<u16>,
    /// Agency contacts.
    pub agency: Option<u16>,
    /// ARC, BSL and the resource manager.
    pub staff: Option<u16>,
}

impl PasswordDays {
    /// For who has this role; an assister's kind decides.
    #[must_use]
    pub const fn of(&self, role: Role, kind: Option<AssisterKind>) -> Option<u16> {
        match (role, kind) {
            (Role::Assister, Some(AssisterKind::Navigator)) => self.navigator,
            (Role::Assister, Some(AssisterKind::Cac)) => self.cac,
            (Role::Assister, Some(AssisterKind::Broker)) => self.broker,
            (Role::AgencyContact, _) => self.agency,
            (Role::Arc | Role::Bsl | Role::ResourceManager, _) => self.staff,
            (Role::Consumer | Role::Learner | Role::Assister, _) => None,
        }
    }
}

impl Display for PasswordDays {
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        let all =
            [("navigator", self.navigator), ("cac", self.cac), ("broker", self.broker), ("agency", self.agency), ("staff", self.staff)];
        let set: Vec<String> = all.iter().filter_map(|(who, days)| Some(format!("{who}={}", (*days)?))).collect();
        if set.is_empty() { to.write_str(OFF) } else { to.write_str(&set.join(",")) }
    }
}

pub(super) fn password_days(value: Option<String>) -> Result<PasswordDays, ConfigError> {
    let text = value.unwrap_or_else(|| "navigator=90,cac=90".to_owned());
    let mut days = PasswordDays::default();
    if text.trim() == OFF {
        return Ok(days);
    }
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let wrong =
            || ConfigError::new("PASSWORD_DAYS", format!("must be off or like navigator=90,cac=90, but “{part}” is not of that form"));
        let (who, number) = part.split_once('=').ok_or_else(wrong)?;
        let number: u16 = number.trim().parse().ok().filter(|days| *days > 0).ok_or_else(wrong)?;
        match who.trim() {
            "navigator" => days.navigator = Some(number),
            "cac" => days.cac = Some(number),
            "broker" => days.broker = Some(number),
            "agency" => days.agency = Some(number),
            "staff" => days.staff = Some(number),
            _ => return Err(wrong()),
        }
    }
    Ok(days)
}
