//! How accounts are signed in to, in staff's hands: whose they may look after, and what they do about it.

use super::context::{RequestContext, StaffSelf};
use super::mail::{Letter, compose};
use super::{dates, views};
use crate::api::error::{ApiError, ErrorCode};
use crate::api::forms::{Form, FormState, Posted};
use crate::domain::identity::Role;
use crate::domain::ids::ChangeId;
use crate::domain::resource_center::{AccessChange, Whose, reason};
use crate::store::{AccountOf, AccountWays, Change, ChangeAccess, Handled};

/// In an assister's history: staff ended all sessions.
pub const SESSIONS_ENDED: &str = "sessions_ended";
/// In an assister's history: staff unlinked LoginMN.
pub const LOGIN_MN_UNLINKED: &str = "login_mn_unlinked";
/// In an assister's history: staff removed the second step.
pub const SECOND_STEP_REMOVED: &str = "second_step_removed";
/// In an assister's history: staff proofed who has no second step.
pub const PROOFED: &str = "proofed";

fn not_found() -> ApiError {
    ApiError::new(ErrorCode::NotFound)
}

impl RequestContext<StaffSelf> {
    /// The account that an address names, when the caller looks after it: an assister of their kinds, a consumer whom they found in this
    /// session, and of staff and agency contacts only for the resource manager.
    async fn account_of(&self, whose: &str, id: &str) -> Result<(Whose, AccountOf<'static>), ApiError> {
        let whose = Whose::from_code(whose).ok_or_else(not_found)?;
        let of = match whose {
            Whose::Assister => AccountOf::Assister(id.parse().map_err(|_| not_found())?, self.who.kinds()),
            Whose::Colleague if self.who.role == Role::ResourceManager => AccountOf::Colleague(id.parse().map_err(|_| not_found())?),
            Whose::Colleague => return Err(not_found()),
            Whose::Consumer => AccountOf::Consumer(self.found(id).await?.ok_or_else(not_found)?),
        };
        Ok((whose, of))
    }

    /// How that account is signed in to.
    ///
    /// # Errors
    /// Not found for an account that the caller does not look after; the store's.
    pub async fn account_ways(&self, whose: &str, id: &str) -> Result<(Whose, AccountWays), ApiError> {
        let (whose, of) = self.account_of(whose, id).await?;
        Ok((whose, self.store().account_ways(of, self.now).await?.ok_or_else(not_found)?))
    }

    /// Ends its sessions, removes its second step, notes that its owner was proofed, or unlinks LoginMN.
    ///
    /// # Errors
    /// Not found for an account that the caller does not look after; the store's.
    pub async fn change_account_access(&self, whose: &str, id: &str, change: &str, typed: &str) -> Result<Posted, ApiError> {
        let (t, (whose, of)) = (self.messages(), self.account_of(whose, id).await?);
        let page = format!("/resource-center/access/{}/{id}", whose.code());
        let mut form = FormState::default().keep("change", change).keep("reason", typed);
        let change = AccessChange::from_code(change);
        if change.is_none() {
            form.wrong("change", t.resource_access_change_missing());
        }
        let reason = reason(typed);
        if let Err(problem) = reason {
            form.wrong("reason", views::reason_problem(t, problem));
        }
        let (Some(change), Ok(reason)) = (change, reason) else { return self.refuse_at(Form::AccountAccess, form, &page).await };
        let (field, done) = match change {
            AccessChange::SignOut => (SESSIONS_ENDED, "signed-out"),
            AccessChange::RemoveSecondStep => (SECOND_STEP_REMOVED, "removed"),
            AccessChange::Proofed => (PROOFED, "proofed"),
            AccessChange::UnlinkLoginMn => (LOGIN_MN_UNLINKED, "unlinked"),
        };
        let row = Change { id: ChangeId(self.fresh_id()), field, before: String::new(), after: reason.clone() };
        let when = dates::moment(self.now);
        let letter = match change {
            AccessChange::UnlinkLoginMn => Letter::LoginMnUnlinked { when: &when },
            AccessChange::Proofed => Letter::Proofed { when: &when },
            AccessChange::SignOut | AccessChange::RemoveSecondStep => Letter::SecondStepRemoved { when: &when },
        };
        let letter = |to: &str| compose(self.state(), t, to, letter, self.now);
        let by_password = self.state().config.password_sign_in;
        let what = ChangeAccess { of, change, by_password, reason: &reason, row: &row, letter: &letter, now: self.now };
        match self.store().change_access(what, &self.by()).await?.ok_or_else(not_found)? {
            Handled::Done => self.done(&format!("{page}?done={done}&as={}", self.fresh_id())),
            refused => {
                let unlinks = change == AccessChange::UnlinkLoginMn;
                let own = self.account_ways(whose.code(), id).await?.1.user == self.who.user;
                let said = match refused {
                    Handled::AlreadySo if unlinks => t.resource_access_not_linked(),
                    Handled::Refused if unlinks && !own => t.resource_access_last_way(),
                    Handled::Refused => t.resource_access_own(),
                    Handled::AlreadySo if change == AccessChange::Proofed => t.resource_access_not_waiting(),
                    Handled::AlreadySo | Handled::Done => t.resource_access_none(),
                };
                form.wrong("change", said);
                self.refuse_at(Form::AccountAccess, form, &page).await
            }
        }
    }
}
