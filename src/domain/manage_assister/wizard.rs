//! The steps of authorizing an assister, each with what must hold before it may be shown.
//!
//! To add a step, add it to [`Step`] in its place, give it an address and a precondition; skipping and going back follow.

use crate::domain::ids::{AssisterId, DraftId};

/// A page of the wizard, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// "Select the Assister Helping You".
    Number,
    /// "Is this your assister?"
    Card,
    /// "Assister Authorization/Agent of Record".
    Agree,
}

/// What the server keeps between the steps. Only what was decided: what is typed on the last page is never a decision before "Confirm".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draft {
    /// This run. Another assister begins another one.
    pub id: DraftId,
    /// Whose number was found.
    pub assister: AssisterId,
    /// Whether the consumer said "Continue" to the card.
    pub card_confirmed: bool,
}

/// How far a consumer has come: no draft means nothing was found yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress(pub Option<Draft>);

impl Step {
    /// Every step, in order.
    pub const ALL: [Self; 3] = [Self::Number, Self::Card, Self::Agree];

    /// The step's page.
    #[must_use]
    pub const fn address(self) -> &'static str {
        match self {
            Self::Number => "/account/assister/add",
            Self::Card => "/account/assister/add/check",
            Self::Agree => "/account/assister/add/agree",
        }
    }

    /// What must hold before the step may be shown.
    #[must_use]
    pub const fn allowed(self, progress: Progress) -> bool {
        match (self, progress.0) {
            (Self::Number, _) | (Self::Card, Some(_)) => true,
            (Self::Agree, Some(draft)) => draft.card_confirmed,
            (Self::Card | Self::Agree, None) => false,
        }
    }
}

impl Progress {
    /// The step to show when `wanted` was asked for: itself when allowed, else the latest allowed before it.
    #[must_use]
    pub fn admit(self, wanted: Step) -> Step {
        Step::ALL.into_iter().filter(|step| *step <= wanted && step.allowed(self)).max().unwrap_or(Step::Number)
    }

    /// A number was found. The same assister again keeps the draft with all that followed; another begins anew as `fresh`.
    #[must_use]
    pub fn found(self, assister: AssisterId, fresh: DraftId) -> Self {
        match self.0 {
            Some(draft) if draft.assister == assister => self,
            _ => Self(Some(Draft { id: fresh, assister, card_confirmed: false })),
        }
    }

    /// "Continue" on the card of draft `id`. A page of another run changes nothing.
    #[must_use]
    pub fn card_confirmed(self, id: DraftId) -> Self {
        Self(self.0.map(|draft| Draft { card_confirmed: draft.card_confirmed || draft.id == id, ..draft }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    #[derive(Clone, Debug)]
    enum Act {
        Find(u8),
        /// "Continue" on the current card, or on one left open in another tab.
        Continue {
            stale: bool,
        },
    }

    fn act() -> impl Strategy<Value = Act> {
        prop_oneof![(0_u8..3).prop_map(Act::Find), any::<bool>().prop_map(|stale| Act::Continue { stale })]
    }

    fn assister(n: u8) -> AssisterId {
        AssisterId(Uuid::from_u128(u128::from(n) + 1))
    }

    proptest! {
        #[test]
        fn no_run_of_the_wizard_reaches_a_step_whose_precondition_fails(acts in proptest::collection::vec(act(), 0..12), wanted in 0_usize..3) {
            let mut progress = Progress(None);
            let mut last_found = None;
            let mut continued = false;
            for (n, act) in acts.into_iter().enumerate() {
                match act {
                    Act::Find(who) => {
                        if last_found != Some(who) {
                            continued = false;
                        }
                        last_found = Some(who);
                        progress = progress.found(assister(who), DraftId(Uuid::from_u128(1000 + n as u128)));
                    }
                    Act::Continue { stale } => {
                        let id = match progress.0 {
                            Some(draft) if !stale => draft.id,
                            _ => DraftId(Uuid::from_u128(1)),
                        };
                        continued |= !stale && last_found.is_some();
                        progress = progress.card_confirmed(id);
                    }
                }
            }
            prop_assert_eq!(progress.0.map(|d| d.assister), last_found.map(assister));
            prop_assert_eq!(Step::Card.allowed(progress), last_found.is_some());
            prop_assert_eq!(Step::Agree.allowed(progress), continued);
            let wanted = Step::ALL[wanted];
            let shown = progress.admit(wanted);
            prop_assert!(shown.allowed(progress) && shown <= wanted);
            prop_assert!(!wanted.allowed(progress) || shown == wanted);
        }
    }

    #[test]
    fn another_number_clears_what_followed_and_the_same_number_does_not() {
        let first = Progress(None).found(assister(1), DraftId(Uuid::from_u128(1)));
        let agreed = first.card_confirmed(DraftId(Uuid::from_u128(1)));
        assert!(Step::Agree.allowed(agreed));
        assert_eq!(agreed.found(assister(1), DraftId(Uuid::from_u128(2))), agreed);
        let other = agreed.found(assister(2), DraftId(Uuid::from_u128(2)));
        assert!(!Step::Agree.allowed(other));
        assert_eq!(other.admit(Step::Agree), Step::Card);
    }
}
