//! The second step of signing in: what there is to choose from, how long things last, and how a typed code is read.
//!
//! A new kind of second step is a variant of [`FactorKind`].

use super::identity::Role;
use super::typed::plain;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long after the password the second step may come.
pub const STEP_LASTS: Duration = Duration::from_secs(10 * 60);
/// How long a code that was sent by mail works.
pub const CODE_LASTS: Duration = Duration::from_secs(10 * 60);
/// How often one code that was sent by mail may be tried.
pub const CODE_TRIES: i64 = 5;
/// How many recovery codes a person gets.
pub const RECOVERY_CODES: usize = 10;
/// What recovery codes are made of: nothing that is read for something else in it.
pub const RECOVERY_LETTERS: &[u8; 23] = b"34679ACDEFHJKMNPQRTVWXY";
/// How many of these a recovery code has: 113 bits, so that a fast hash keeps it.
pub const RECOVERY_LENGTH: usize = 25;
/// How long a group of them is, as it is shown.
pub const RECOVERY_GROUP: usize = 5;
/// How long recovery codes were before. They work until they are used or replaced.
const SHORT_RECOVERY_LENGTH: usize = 10;
/// More than anybody types into a code.
const TYPED_LENGTH: usize = 64;
/// How many passkeys a person may have.
pub const PASSKEYS: i64 = 10;
/// How long a browser may take to answer with a passkey.
pub const QUESTION_LASTS: Duration = Duration::from_secs(5 * 60);
/// How many characters a passkey's name may have.
pub const PASSKEY_NAME: usize = 60;
/// How long after proving that it is them somebody may change how they sign in.
pub const PROOF_LASTS: Duration = Duration::from_secs(10 * 60);
/// How long new recovery codes are shown to who does not say that they have them.
pub const SHEET_LASTS: Duration = Duration::from_secs(10 * 60);
/// How many passwords, with the present one, can't be chosen again.
pub const PASSWORDS_REMEMBERED: i64 = 5;
/// How long before it expires a person is reminded of their password.
pub const PASSWORD_REMINDER: Duration = Duration::from_secs(14 * 24 * 60 * 60);
/// A browser that was not used for this long is a new one again.
pub const BROWSER_KEPT: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// What a person proves besides their password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactorKind {
    /// An authenticator app that makes codes from a secret and the time.
    Authenticator,
    /// A code that is sent to their email.
    Email,
}

impl FactorKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Authenticator, Self::Email];

    /// The stored form.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Authenticator => "authenticator",
            Self::Email => "email",
        }
    }

    /// Reads the stored form.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Whether a role needs a second step where the setting asks for one: everybody who can see other people's information.
#[must_use]
pub const fn second_step_is_for(role: Role) -> bool {
    !matches!(role, Role::Consumer | Role::Learner)
}

/// Whether a role may have a second step where the setting asks for one: everybody with an account of their own.
#[must_use]
pub const fn may_have_second_step(role: Role) -> bool {
    !matches!(role, Role::Learner)
}

/// Whether codes by email may be a role's second step. Staff and agency contacts change what other people may do, and their password is
/// reset by the same mail: for them it would be no second step.
#[must_use]
pub const fn may_choose_email(role: Role) -> bool {
    !matches!(role, Role::AgencyContact | Role::Arc | Role::Bsl | Role::ResourceManager)
}

/// What somebody has besides their password, as far as a code by email depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doors {
    /// Their role.
    pub role: Role,
    /// The second step that they chose.
    pub factor: Option<FactorKind>,
    /// Whether they have a passkey.
    pub passkey: bool,
    /// The password was chosen by a link in a mail, and nobody has signed in with it since.
    pub reset_by_mail: bool,
}

/// What a code by email is good for at sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailedCode {
    /// It signs in.
    SignsIn,
    /// It only lets its owner set up another second step, without which they don't get in.
    SetsUp,
    /// Nothing: none is sent.
    Nothing,
}

impl Doors {
    /// What a code by email is good for: the weakest door decides how safe an account is. Who chose an app never gets one, and after a
    /// reset by mail a passkey is not gone around by the same mailbox.
    #[must_use]
    pub const fn emailed_code(self) -> EmailedCode {
        match self.factor {
            Some(FactorKind::Email) if may_choose_email(self.role) => {
                if self.passkey && self.reset_by_mail {
                    EmailedCode::Nothing
                } else {
                    EmailedCode::SignsIn
                }
            }
            // From before it was no choice for them.
            Some(FactorKind::Email) if !self.passkey && !self.reset_by_mail => EmailedCode::SetsUp,
            _ => EmailedCode::Nothing,
        }
    }

    /// Whether somebody who gave the password may set up a second step: who has none, and who proved by a code that came by email
    /// (`code_right`) that they may set up another one in its place. Staff and agency contacts whose password was chosen by a link in a
    /// mail do not: the mailbox would be all that is needed. Staff proof them first.
    #[must_use]
    pub const fn may_set_up(self, code_right: bool) -> bool {
        match self.factor {
            None => !self.passkey && (!self.reset_by_mail || may_choose_email(self.role)),
            Some(_) => code_right && matches!(self.emailed_code(), EmailedCode::SetsUp),
        }
    }
}

/// A code as it was typed, with its spaces and dashes taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypedCode {
    /// Six digits: from an app or from a mail.
    Digits(String),
    /// Letters and digits, in capitals and without groups: a recovery code.
    Recovery(String),
}

/// What is typed, or put there by a program that sets type, between groups.
const fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

impl TypedCode {
    /// Reads a code. `None` for what can't be one.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let plain: String = plain(typed).chars().filter(|c| !c.is_whitespace() && !is_dash(*c)).take(TYPED_LENGTH).collect::<String>();
        let plain = plain.to_uppercase();
        match plain.len() {
            6 if plain.bytes().all(|byte| byte.is_ascii_digit()) => Some(Self::Digits(plain)),
            SHORT_RECOVERY_LENGTH | RECOVERY_LENGTH if plain.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
                // What is read for a digit is that digit, as in registration numbers.
                let read = |c| match c {
                    'O' => '0',
                    'I' | 'L' => '1',
                    other => other,
                };
                Some(Self::Recovery(plain.chars().map(read).collect()))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_may_be_typed_as_people_do() {
        assert_eq!(TypedCode::parse(" 123 456 "), Some(TypedCode::Digits("123456".into())));
        assert_eq!(TypedCode::parse("１２３\u{200b}４５６"), Some(TypedCode::Digits("123456".into())));
        assert_eq!(TypedCode::parse("abcde-fghil"), Some(TypedCode::Recovery("ABCDEFGH11".into())), "one from before");
        let long = Some(TypedCode::Recovery("34679ACDEFHJKMNPQRTVWXY34".into()));
        for typed in [
            "34679-ACDEF-HJKMN-PQRTV-WXY34",
            "34679acdefhjkmnpqrtvwxy34",
            " 34679 acdef\u{a0}hjkmn\u{2011}pqrtv – wxy34\u{200b}",
            "３４６７９－ＡＣＤＥＦ－ｈｊｋｍｎ－ＰＱＲＴＶ－ＷＸＹ３４",
        ] {
            assert_eq!(TypedCode::parse(typed), long, "{typed}");
        }
        for wrong in ["", "12345", "1234567", "12a456", "abcdefghi!", "abcdefghijk", "34679ACDEFHJKMNPQRTVWXY3", "١٢٣٤٥٦"] {
            assert_eq!(TypedCode::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_recovery_code_is_as_hard_to_guess_as_a_key() {
        let letters = RECOVERY_LETTERS.map(char::from);
        assert!(letters.iter().enumerate().all(|(place, letter)| !letters[..place].contains(letter)));
        assert!(letters.iter().all(|letter| !"01258BGILOSUZ".contains(*letter)), "none is read for another");
        let bits = f64::from(u8::try_from(letters.len()).unwrap()).log2() * f64::from(u8::try_from(RECOVERY_LENGTH).unwrap());
        assert!(bits >= 112.0, "{bits}");
    }

    #[test]
    fn stored_codes_are_read_back() {
        for kind in FactorKind::ALL {
            assert_eq!(FactorKind::from_code(kind.code()), Some(kind));
        }
    }

    #[test]
    fn a_code_by_email_is_no_way_around_an_app_or_a_passkey() {
        for role in Role::ALL {
            for (passkey, reset_by_mail) in [(false, false), (false, true), (true, false), (true, true)] {
                let code = |factor| Doors { role, factor, passkey, reset_by_mail }.emailed_code();
                assert_eq!(code(Some(FactorKind::Authenticator)), EmailedCode::Nothing, "{role:?}");
                assert_eq!(code(None), EmailedCode::Nothing, "{role:?}");
                let expected = match (may_choose_email(role), passkey, reset_by_mail) {
                    (true, true, true) => EmailedCode::Nothing,
                    (true, ..) => EmailedCode::SignsIn,
                    (false, false, false) => EmailedCode::SetsUp,
                    (false, ..) => EmailedCode::Nothing,
                };
                assert_eq!(code(Some(FactorKind::Email)), expected, "{role:?} {passkey} {reset_by_mail}");
            }
        }
        let strict = [Role::AgencyContact, Role::Arc, Role::Bsl, Role::ResourceManager];
        assert!(Role::ALL.into_iter().all(|role| may_choose_email(role) != strict.contains(&role)));
    }

    #[test]
    fn who_chose_the_password_by_mail_sets_up_a_second_step_only_where_the_mailbox_is_one() {
        for role in Role::ALL {
            for (passkey, reset_by_mail) in [(false, false), (false, true), (true, false), (true, true)] {
                let doors = |factor| Doors { role, factor, passkey, reset_by_mail };
                let none = !passkey && (!reset_by_mail || may_choose_email(role));
                assert!([false, true].into_iter().all(|code| doors(None).may_set_up(code) == none), "{role:?} {passkey} {reset_by_mail}");
                assert!(!doors(Some(FactorKind::Authenticator)).may_set_up(true), "{role:?}");
                assert!(!doors(Some(FactorKind::Email)).may_set_up(false), "{role:?}");
                let email = !may_choose_email(role) && !passkey && !reset_by_mail;
                assert_eq!(doors(Some(FactorKind::Email)).may_set_up(true), email, "{role:?} {passkey} {reset_by_mail}");
            }
        }
    }

    #[test]
    fn only_who_sees_other_peoples_information_needs_a_second_step() {
        let needs: Vec<_> = Role::ALL.into_iter().filter(|role| second_step_is_for(*role)).collect();
        assert_eq!(needs, [Role::Assister, Role::AgencyContact, Role::Arc, Role::Bsl, Role::ResourceManager]);
        let only_may = Role::ALL.into_iter().filter(|role| may_have_second_step(*role) && !second_step_is_for(*role));
        assert_eq!(only_may.collect::<Vec<_>>(), [Role::Consumer]);
        assert!(needs.into_iter().all(may_have_second_step) && !may_have_second_step(Role::Learner));
    }
}
