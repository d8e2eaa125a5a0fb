//! How long something has been waiting, to read.

use crate::domain::manage_assister::fill;
use crate::messages::Messages;
use std::time::Duration;

/// "3 hours", to the largest unit that is whole.
#[must_use]
pub fn age(age: Duration, t: Messages) -> String {
    let minutes = age.as_secs() / 60;
    let (text, count) = match minutes {
        0 => (t.outbox_less_than_a_minute(), 0),
        1 => (t.outbox_one_minute(), 1),
        2..60 => (t.outbox_minutes(), minutes),
        60..120 => (t.outbox_one_hour(), 1),
        120..2880 => (t.outbox_hours(), minutes / 60),
        _ => (t.outbox_days(), minutes / 1440),
    };
    fill(text, &[("count", &count.to_string())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::Language;

    #[test]
    fn an_age_is_told_in_the_largest_unit() {
        for (seconds, told) in [
            (0, "Less than a minute"),
            (60, "1 minute"),
            (3599, "59 minutes"),
            (3600, "1 hour"),
            (7200, "2 hours"),
            (47 * 3600, "47 hours"),
            (48 * 3600, "2 days"),
        ] {
            assert_eq!(age(Duration::from_secs(seconds), Language::default().messages()), told);
        }
    }
}
