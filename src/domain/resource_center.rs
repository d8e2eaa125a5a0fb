//! What the resource center decides: its queues, what staff may do to an assister's account, and which associations they may end.
//!
//! To add a change to an account: a variant of [`AccountChange`] with what it makes of every state.

use super::identity::{AssisterKind, AssisterState};
use super::typed::line;
use serde::{Deserialize, Serialize};

/// Whom staff have something to do for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Queue {
    /// All four gates hold: to be enrolled.
    #[default]
    Ready,
    /// The account was set up: to be confirmed.
    ToConfirm,
}

impl Queue {
    /// Every queue.
    pub const ALL: [Self; 2] = [Self::Ready, Self::ToConfirm];

    /// The value of `queue` in the address.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::ToConfirm => "confirm",
        }
    }

    /// Reads the address; anything else is the first.
    #[must_use]
    pub fn from_code(code: Option<&str>) -> Self {
        Self::ALL.into_iter().find(|queue| Some(queue.code()) == code).unwrap_or_default()
    }
}

/// What staff do to an account, with a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AccountChange {
    /// For a time.
    Suspend,
    /// The end of that time.
    Reinstate,
    /// For good.
    Close,
}

/// What an account's state becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Becomes {
    /// Another one.
    Now(AssisterState),
    /// It is so already.
    AlreadySo,
    /// That can't be done to an account in this state.
    Refused,
}

impl AccountChange {
    /// Every change.
    pub const ALL: [Self; 3] = [Self::Suspend, Self::Reinstate, Self::Close];

    /// The last part of its page's address.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Suspend => "suspend",
            Self::Reinstate => "reinstate",
            Self::Close => "close",
        }
    }

    /// Reads the address.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|change| change.code() == code)
    }

    /// What it makes of an account in `state`, which its owner has set up or not.
    #[must_use]
    pub const fn of(self, state: AssisterState, set_up: bool) -> Becomes {
        use AssisterState::{Active, Closed, Enrolled, NotEnrolled, Suspended};
        match (self, state) {
            (_, NotEnrolled) | (Self::Suspend | Self::Reinstate, Closed) => Becomes::Refused,
            (Self::Suspend, Enrolled | Active) => Becomes::Now(Suspended),
            (Self::Reinstate, Suspended) => Becomes::Now(if set_up { Active } else { Enrolled }),
            (Self::Close, Enrolled | Active | Suspended) => Becomes::Now(Closed),
            (Self::Suspend, Suspended) | (Self::Reinstate, Enrolled | Active) | (Self::Close, Closed) => Becomes::AlreadySo,
        }
    }
}

/// What staff do about how an account is signed in to, with a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AccessChange {
    /// End all sessions.
    SignOut,
    /// Remove the second step of somebody whom they have proofed as at the beginning, so that set-up begins again.
    RemoveSecondStep,
    /// Note that they have proofed somebody who has no second step and may not choose one before that.
    Proofed,
    /// Unlink LoginMN, where a password lets the owner in.
    UnlinkLoginMn,
}

impl AccessChange {
    /// Every change.
    pub const ALL: [Self; 4] = [Self::SignOut, Self::RemoveSecondStep, Self::Proofed, Self::UnlinkLoginMn];

    /// The value in the form.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::SignOut => "sign_out",
            Self::RemoveSecondStep => "remove_second_step",
            Self::Proofed => "proofed",
            Self::UnlinkLoginMn => "unlink_login_mn",
        }
    }

    /// Reads the form.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|change| change.code() == code)
    }
}

/// Whose account staff look at, as the address says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Whose {
    /// An assister's.
    Assister,
    /// A staff member's or an agency contact's.
    Colleague,
    /// A consumer's, who was found by three identifiers.
    Consumer,
}

impl Whose {
    /// Everybody.
    pub const ALL: [Self; 3] = [Self::Assister, Self::Colleague, Self::Consumer];

    /// The part of the address.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Assister => "assister",
            Self::Colleague => "colleague",
            Self::Consumer => "consumer",
        }
    }

    /// Reads the address.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|whose| whose.code() == code)
    }
}

/// The longest that a reason may be, in characters.
pub const REASON_MAX_CHARS: usize = 500;

/// Why a reason is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReasonProblem {
    /// Nothing was said.
    Missing,
    /// More than is kept.
    TooLong,
}

/// A reason as it is kept, on one line.
///
/// # Errors
/// When nothing was said, or more than is kept.
pub fn reason(typed: &str) -> Result<String, ReasonProblem> {
    let reason = line(typed);
    match reason.chars().count() {
        0 => Err(ReasonProblem::Missing),
        1..=REASON_MAX_CHARS => Ok(reason),
        _ => Err(ReasonProblem::TooLong),
    }
}

/// Whether the resource manager may end an association with an assister of this kind (rule 30). `navigators_too` is the setting
/// `staff_may_end_navigator_associations`.
#[must_use]
pub const fn may_end_association(kind: AssisterKind, navigators_too: bool) -> bool {
    matches!(kind, AssisterKind::Broker) || navigators_too
}

/// What staff do to a consumer's account when they suspect fraud.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suspension {
    /// Nobody signs in to it from now on, and nobody acts for the consumer.
    Begin,
    /// All is as before.
    End,
}

impl Suspension {
    /// As a form sends it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Begin => "begin",
            Self::End => "end",
        }
    }

    /// Reads what a form sent.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Begin, Self::End].into_iter().find(|change| change.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_account_stays_closed_and_who_has_none_loses_none() {
        for set_up in [false, true] {
            for change in AccountChange::ALL {
                assert_eq!(change.of(AssisterState::NotEnrolled, set_up), Becomes::Refused, "{change:?}");
                assert!(!matches!(change.of(AssisterState::Closed, set_up), Becomes::Now(_)), "{change:?}");
            }
        }
    }

    #[test]
    fn a_repeat_changes_nothing() {
        for state in AssisterState::ALL {
            for change in AccountChange::ALL {
                if let Becomes::Now(next) = change.of(state, true) {
                    assert_eq!(change.of(next, true), Becomes::AlreadySo, "{change:?} of {state:?}");
                }
            }
        }
    }

    #[test]
    fn who_never_set_the_account_up_is_enrolled_again() {
        assert_eq!(AccountChange::Reinstate.of(AssisterState::Suspended, true), Becomes::Now(AssisterState::Active));
        assert_eq!(AccountChange::Reinstate.of(AssisterState::Suspended, false), Becomes::Now(AssisterState::Enrolled));
    }

    #[test]
    fn a_reason_must_say_something() {
        assert_eq!(reason("  Left the\r\nagency. ").as_deref(), Ok("Left the agency."));
        for typed in [" \n ", ""] {
            assert_eq!(reason(typed), Err(ReasonProblem::Missing));
        }
        assert_eq!(reason(&"x".repeat(REASON_MAX_CHARS + 1)), Err(ReasonProblem::TooLong));
    }

    #[test]
    fn associations_with_navigators_and_cacs_are_ended_only_where_the_setting_allows_it() {
        for kind in AssisterKind::ALL {
            assert_eq!(may_end_association(kind, false), kind == AssisterKind::Broker);
            assert!(may_end_association(kind, true));
        }
    }

    #[test]
    fn addresses_are_read_back() {
        for queue in Queue::ALL {
            assert_eq!(Queue::from_code(Some(queue.code())), queue);
        }
        for change in AccountChange::ALL {
            assert_eq!(AccountChange::from_code(change.code()), Some(change));
        }
        for change in AccessChange::ALL {
            assert_eq!(AccessChange::from_code(change.code()), Some(change));
        }
        for whose in Whose::ALL {
            assert_eq!(Whose::from_code(whose.code()), Some(whose));
        }
        assert_eq!((Queue::from_code(None), AccountChange::from_code("delete")), (Queue::Ready, None));
    }
}
