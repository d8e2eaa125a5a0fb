//! Mail that the portal sends. None of it is about associations: nobody is notified when one starts or ends (rule 17).

use std::time::Duration;

/// What a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MailKind {
    /// To an enrolled assister: how to set up the account.
    Activation,
    /// To an assister whose account ARC or BSL confirmed.
    Confirmation,
    /// A link to the Learning Center.
    Learning,
    /// To somebody whom the resource manager or their organization gave an account: how to set it up.
    Invitation,
    /// A link to choose a new password.
    PasswordReset,
    /// A code to sign in with.
    SignInCode,
    /// A link that finishes signing in.
    SignInLink,
    /// "Your password was changed."
    PasswordChanged,
    /// "A new sign-in."
    NewSignIn,
    /// "How you sign in was changed."
    SignInChanged,
    /// "Your second step was removed."
    SecondStepRemoved,
    /// "LoginMN was unlinked from your account."
    LoginMnUnlinked,
    /// "Your organization wrote down another email for you."
    EmailAsked,
    /// "Your email was changed."
    EmailChanged,
    /// "Your account is closed."
    AccountClosed,
    /// A link to confirm an email.
    ConfirmEmail,
    /// "You already have an account."
    EmailInUse,
    /// "Your details were changed."
    DetailsChanged,
    /// "Your account is suspended."
    AccountSuspended,
    /// "You can sign in again."
    AccountReinstated,
}

impl MailKind {
    /// Every kind.
    pub const ALL: [Self; 20] = [
        Self::Activation,
        Self::Confirmation,
        Self::Learning,
        Self::Invitation,
        Self::PasswordReset,
        Self::SignInCode,
        Self::SignInLink,
        Self::PasswordChanged,
        Self::NewSignIn,
        Self::SignInChanged,
        Self::SecondStepRemoved,
        Self::LoginMnUnlinked,
        Self::EmailAsked,
        Self::EmailChanged,
        Self::AccountClosed,
        Self::ConfirmEmail,
        Self::EmailInUse,
        Self::DetailsChanged,
        Self::AccountSuspended,
        Self::AccountReinstated,
    ];

    /// The stored form.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Activation => "activation",
            Self::Confirmation => "confirmation",
            Self::Learning => "learning",
            Self::Invitation => "invitation",
            Self::PasswordReset => "password_reset",
            Self::SignInCode => "sign_in_code",
            Self::SignInLink => "sign_in_link",
            Self::PasswordChanged => "password_changed",
            Self::NewSignIn => "new_sign_in",
            Self::SignInChanged => "sign_in_changed",
            Self::SecondStepRemoved => "second_step_removed",
            Self::LoginMnUnlinked => "login_mn_unlinked",
            Self::EmailAsked => "email_asked",
            Self::EmailChanged => "email_changed",
            Self::AccountClosed => "account_closed",
            Self::ConfirmEmail => "confirm_email",
            Self::EmailInUse => "email_in_use",
            Self::DetailsChanged => "details_changed",
            Self::AccountSuspended => "account_suspended",
            Self::AccountReinstated => "account_reinstated",
        }
    }

    /// Reads the stored form.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// How long it is of any use, where that is less than the tries take: a code that no longer works is not sent.
    #[must_use]
    pub const fn useful_for(self) -> Option<Duration> {
        match self {
            Self::SignInCode => Some(Duration::from_secs(10 * MINUTE)),
            Self::PasswordReset | Self::SignInLink => Some(Duration::from_secs(20 * MINUTE)),
            Self::Learning => Some(Duration::from_secs(HOUR)),
            Self::Activation
            | Self::Confirmation
            | Self::Invitation
            | Self::PasswordChanged
            | Self::NewSignIn
            | Self::SignInChanged
            | Self::SecondStepRemoved
            | Self::LoginMnUnlinked
            | Self::EmailAsked
            | Self::EmailChanged
            | Self::AccountClosed
            | Self::ConfirmEmail
            | Self::EmailInUse
            | Self::DetailsChanged
            | Self::AccountSuspended
            | Self::AccountReinstated => None,
        }
    }
}

/// Why a message did not go out. All that is kept and logged of it: what a server says may repeat an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MailFailure {
    /// The mail server can't be reached, breaks off or does not let us in.
    Unreachable,
    /// The mail server takes too long.
    Slow,
    /// The mail server says: not now.
    Deferred,
    /// The mail server refuses this message or its recipient for good.
    Refused,
    /// No message can be made of it: an address that is none.
    Unusable,
    /// Its file can't be written.
    NotWritten,
    /// It was being sent when the program ended, each time.
    CutOff,
}

impl MailFailure {
    /// Every failure.
    pub const ALL: [Self; 7] =
        [Self::Unreachable, Self::Slow, Self::Deferred, Self::Refused, Self::Unusable, Self::NotWritten, Self::CutOff];

    /// The stored form.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Slow => "slow",
            Self::Deferred => "deferred",
            Self::Refused => "refused",
            Self::Unusable => "unusable",
            Self::NotWritten => "not_written",
            Self::CutOff => "cut_off",
        }
    }

    /// Reads the stored form.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|failure| failure.code() == code)
    }

    /// How long to wait after so many tries that ended so; `None`: it was the last.
    ///
    /// A server's "for good" is asked again twice, since some say it when they mean something else.
    #[must_use]
    pub fn wait(self, tries: u32) -> Option<Duration> {
        let waits: &[u64] = match self {
            Self::Unusable | Self::CutOff => &[],
            Self::Refused => &[15 * MINUTE, 4 * HOUR],
            Self::Unreachable | Self::Slow | Self::Deferred | Self::NotWritten => &WAITS,
        };
        let place = usize::try_from(tries.saturating_sub(1)).ok()?;
        waits.get(place).copied().map(Duration::from_secs)
    }
}

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const WAITS: [u64; 9] = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR, 8 * HOUR, 12 * HOUR, 12 * HOUR, 12 * HOUR];

/// How often a message is tried at most.
pub const MOST_TRIES: u32 = 10;

/// An address as staff see it in the queue: enough to tell whose mail server has trouble.
#[must_use]
pub fn masked(address: &str) -> String {
    let (name, host) = address.rsplit_once('@').unwrap_or((address, ""));
    let first: String = name.chars().take(1).collect();
    if host.is_empty() { format!("{first}…") } else { format!("{first}…@{host}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_codes_are_read_back() {
        for kind in MailKind::ALL {
            assert_eq!(MailKind::from_code(kind.code()), Some(kind));
        }
        for failure in MailFailure::ALL {
            assert_eq!(MailFailure::from_code(failure.code()), Some(failure));
        }
    }

    #[test]
    fn trouble_is_tried_ten_times_over_two_days_and_a_refusal_three_times() {
        for (failure, tries, hours) in [
            (MailFailure::Unreachable, MOST_TRIES, 49),
            (MailFailure::Deferred, MOST_TRIES, 49),
            (MailFailure::Refused, 3, 4),
            (MailFailure::Unusable, 1, 0),
        ] {
            let waits: Vec<Duration> = (1..).map_while(|tries| failure.wait(tries)).collect();
            assert_eq!(waits.len() + 1, tries as usize, "{failure:?}");
            assert_eq!(waits.iter().sum::<Duration>().as_secs() / HOUR, hours, "{failure:?}");
            assert!(waits.is_sorted(), "{failure:?}");
        }
    }

    #[test]
    fn an_address_is_shown_as_its_first_letter_and_its_host() {
        for (address, shown) in
            [("ann.lee@example.org", "a…@example.org"), ("é@example.org", "é…@example.org"), ("nobody", "n…"), ("", "…")]
        {
            assert_eq!(masked(address), shown);
        }
    }
}
