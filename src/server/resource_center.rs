//! What the resource center's server functions have in common: who acts, and the letters that go with it.

use super::context::{ManagerSelf, RequestContext, StaffSelf};
use super::dates::DateWords;
use super::links::{self, FreshLink, registration_hash, registration_number};
use super::mail::{Letter, compose};
use super::{AppState, dates, random, views};
use crate::api::error::{ApiError, ErrorCode};
use crate::api::forms::{FormState, Posted};
use crate::api::resource_center::{StaffAccountView, assister_page_address};
use crate::domain::identity::{AssisterState, Role};
use crate::domain::ids::{AssisterId, ChangeId, ConsumerId, FormKey, UserId};
use crate::domain::instant::{Date, Instant};
use crate::domain::manage_assister::ReferenceNumber;
use crate::domain::roster::{AccountState, Certification};
use crate::domain::typed::{DateOf, date};
use crate::messages::{Language, Messages};
use crate::store::{
    Acting, Addressee, Audit, By, Constraint, Enrolled, Enrollment, Handled, Mail, NewStaff, StaffAccount, Store, StoreError,
};

/// Numbers that are drawn before giving up: of a million, few are taken.
const DRAWS: usize = 50;

impl<P> RequestContext<P> {
    /// Back to the assister's page, which says what was done. Every answer has an address of its own, so that the page is loaded anew.
    ///
    /// # Errors
    /// None; the type is that of a server function's answer.
    pub fn done_at_assister(&self, assister: AssisterId, what: &str) -> Result<Posted, ApiError> {
        self.done(&format!("{}?done={what}&as={}", assister_page_address(assister), self.fresh_id()))
    }
}

impl RequestContext<StaffSelf> {
    /// Who of the staff acts, for the log and the history.
    #[must_use]
    pub fn by(&self) -> By<'_> {
        self.info().by(self.who.user, self.who.role, &self.who.name)
    }
}

/// Whom staff found is kept with their session like a refused form, under a name that nothing else is kept by: no other key leads there.
const FOUND: &str = "consumer-found";

impl<P> RequestContext<P> {
    /// Keeps whom the caller found by three identifiers, and gives the key for the address.
    ///
    /// # Errors
    /// Signed out; the store's.
    pub async fn keep_found(&self, consumer: ConsumerId) -> Result<FormKey, ApiError> {
        let session = self.session_hash().ok_or(ApiError::new(ErrorCode::SignedOut))?;
        let key = FormKey(self.fresh_id());
        self.store().keep_form(key, session, FOUND, &consumer.to_string(), self.now).await?;
        Ok(key)
    }

    /// Whom the caller found in this session, by the key.
    ///
    /// # Errors
    /// The store's.
    pub async fn found(&self, key: &str) -> Result<Option<ConsumerId>, ApiError> {
        let (Ok(key), Some(session)) = (key.parse(), self.session_hash()) else { return Ok(None) };
        Ok(self.store().form(key, session, FOUND).await?.and_then(|id| id.parse().ok()))
    }
}

impl RequestContext<StaffSelf> {
    /// Acting on an assister's account, in this request.
    ///
    /// # Errors
    /// None while the clock is within the calendar.
    pub fn acting<'a>(&'a self, assister: AssisterId, audit: &'a Audit) -> Result<Acting<'a>, ApiError> {
        Ok(Acting {
            assister,
            kinds: self.who.kinds(),
            now: self.now,
            today: self.today()?,
            audit,
            by: &self.who.name,
            change: ChangeId(self.fresh_id()),
            words: &state_words,
        })
    }

    /// Answers for an act that only the account's state can refuse.
    ///
    /// # Errors
    /// Not found for an assister whom the caller does not look after.
    pub fn handled(&self, assister: AssisterId, done: &str, handled: Option<Handled>) -> Result<Posted, ApiError> {
        let what = match handled.ok_or(ApiError::new(ErrorCode::NotFound))? {
            Handled::Done => done,
            Handled::AlreadySo => "before",
            Handled::Refused => "refused",
        };
        self.done_at_assister(assister, what)
    }
}

impl RequestContext<ManagerSelf> {
    /// The resource manager, for the log and the history.
    #[must_use]
    pub fn by(&self) -> By<'_> {
        self.info().by(self.who.user, Role::ResourceManager, &self.who.name)
    }

    /// A staff account to be, or to be invited again, and its letter.
    #[must_use]
    pub fn invitation(&self, user: UserId, name: String, email: String, role: Role) -> (NewStaff, Mail) {
        let link = FreshLink::to(&self.state().config, "/set-up");
        let expires_at = self.now + links::ACTIVATION;
        let letter = Letter::Invitation { name: &name, link: &link.address, until: &dates::moment(expires_at) };
        let letter = compose(self.state(), self.messages(), &email, letter, self.now);
        (NewStaff { user, name, email, role, token_hash: link.token_hash, expires_at, now: self.now }, letter)
    }
}

/// A staff account, to read.
#[must_use]
pub fn staff_account(account: StaffAccount) -> StaffAccountView {
    StaffAccountView {
        user: account.user,
        name: account.name,
        email: account.email,
        role: account.role,
        created: dates::date(account.created_at),
        set_up: account.set_up,
    }
}

/// What a state is called in the history.
#[must_use]
pub fn state_words(state: AssisterState) -> String {
    let account = match state {
        AssisterState::NotEnrolled => AccountState::NotEnrolled,
        AssisterState::Enrolled => AccountState::Enrolled,
        AssisterState::Active => AccountState::Active,
        AssisterState::Suspended => AccountState::Suspended,
        AssisterState::Closed => AccountState::Closed,
    };
    Language::default().messages().account_state(account).to_owned()
}

const UNTIL: DateWords =
    DateWords { missing: Messages::resource_until_missing, wrong: Messages::resource_until_wrong, future: Messages::resource_until_wrong };

/// The certification of a form that was sent, if nothing is wrong with it.
pub fn decided(status: &str, until: &str, today: Date, form: &mut FormState, t: Messages) -> Option<Certification> {
    match (status, date(until, DateOf::Any, today)) {
        ("new", _) => return Some(Certification::New),
        ("not_certified", _) => return Some(Certification::NotCertified),
        ("certified", Ok(until)) => return Some(Certification::Certified(until)),
        ("certified", Err(problem)) => form.wrong("until", dates::problem(t, problem, UNTIL)),
        _ => form.wrong("certification", t.resource_certification_missing()),
    }
    None
}

/// What a certification is called in the history.
#[must_use]
pub fn certification_words(certification: Certification) -> String {
    views::certification(certification, Language::default().messages())
}

/// A link to set an account up, with the number to type there.
pub struct Activation {
    link: FreshLink,
    registration_number: String,
    expires_at: Instant,
}

impl Activation {
    /// A new one, valid from now on.
    #[must_use]
    pub fn new(state: &AppState, now: Instant) -> Self {
        Self {
            link: FreshLink::to(&state.config, "/set-up"),
            registration_number: registration_number(),
            expires_at: now + links::ACTIVATION,
        }
    }

    /// The activation email.
    #[must_use]
    pub fn letter(&self, state: &AppState, t: Messages, to: Addressee<'_>, now: Instant) -> Mail {
        let until = dates::moment(self.expires_at);
        let (link, registration_number) = (self.link.address.as_str(), self.registration_number.as_str());
        compose(state, t, to.email, Letter::Activation { name: to.name, link, registration_number, until: &until }, now)
    }

    /// What is stored of it, with the letter.
    #[must_use]
    pub fn enrollment<'a>(&self, letter: &'a (dyn Fn(Addressee<'_>) -> Mail + Sync)) -> Enrollment<'a> {
        let secret_hash = registration_hash(&self.registration_number);
        Enrollment { token_hash: self.link.token_hash, secret_hash, expires_at: self.expires_at, letter }
    }
}

/// Enrolls with a number that is nobody's.
///
/// # Errors
/// `Conflict(EmailTaken)`; or when the database fails.
pub async fn enroll(store: &Store, acting: Acting<'_>, user: UserId, enrollment: Enrollment<'_>) -> Result<Option<Enrolled>, StoreError> {
    for _ in 1..DRAWS {
        match store.enroll(acting, user, drawn_number(), enrollment).await {
            Err(StoreError::Conflict(Constraint::NumberTaken)) => {}
            answer => return answer,
        }
    }
    store.enroll(acting, user, drawn_number(), enrollment).await
}

/// Six random digits and their check digit.
fn drawn_number() -> ReferenceNumber {
    let drawn = u64::from_le_bytes(random::bytes()) % 1_000_000;
    ReferenceNumber::from_six(u32::try_from(drawn).unwrap_or_default())
}
