//! Starting, saving and submitting.

use super::pages::{DETERMINATION, FROM_REVIEW, MISSING, NOT_HERE};
use super::{Applicant, words};
use crate::api::error::{ApiError, ErrorCode};
use crate::api::forms::{Form, FormState, Posted};
use crate::domain::applications::{Application, Change, Fields, Page, Problem, Signature, Stop, Wrong, fields, missing, read};
use crate::domain::ids::ApplicationId;
use crate::domain::instant::Date;
use crate::domain::manage_assister::fill;
use crate::server::context::RequestContext;
use crate::server::dates;
use crate::store::{ApplicationFile, Edited, Submitted};

/// What the form of a page sends.
#[derive(Clone, Debug)]
pub struct Typed {
    /// Which page.
    pub page: String,
    /// What it showed.
    pub seen: String,
    /// Where one came from.
    pub from: String,
    /// `yes` to take out what the page is about.
    pub remove: String,
    /// The fields.
    pub answers: Fields,
}

/// What the form of the last page sends. A consumer's has the name only.
#[derive(Clone, Debug, Default)]
pub struct TypedSignature {
    /// How the consumer agreed.
    pub agreed: String,
    /// When.
    pub agreed_on: String,
    /// Who signs.
    pub full_name: String,
}

/// Why a page is not saved.
enum Refused {
    /// It is not its turn.
    Elsewhere(Stop),
    /// What was typed is wrong.
    Wrong(Wrong),
    /// Somebody else saved it meanwhile, or what goes with what it takes out.
    Meanwhile,
    /// Somebody else took out what it is about.
    Gone(Page),
}

/// What a form may hold: nothing else of it is kept.
const FIELDS: [&str; 20] = [
    "help",
    "name",
    "relation",
    "born",
    "pregnant",
    "applies",
    "street",
    "city",
    "zip",
    "county",
    "nobody",
    "member",
    "source",
    "amount",
    "frequency",
    "medicare",
    "employer",
    "cost",
    "filing",
    "status",
];

impl Typed {
    /// Whether it takes out what the page is about.
    pub(super) fn removes(&self) -> bool {
        self.remove == "yes"
    }

    /// What was typed, to be shown again.
    pub(super) fn kept(&self, page: Page, seen: &str) -> FormState {
        let known = self.answers.iter().filter(|(name, _)| FIELDS.contains(&name.as_str()));
        let state = known.fold(FormState::default(), |state, (name, value)| state.keep(name, value));
        state.keep("page", &page.address()).keep("seen", seen)
    }
}

impl RequestContext<Applicant> {
    /// Starts the application of the year, and goes on to its first question. One that was started is gone on with.
    ///
    /// # Errors
    /// Not found for an assister whom it is not open to; the store's.
    pub async fn start(&self) -> Result<Posted, ApiError> {
        let id = ApplicationId(self.fresh_id());
        let started = self.store().start_application(self.who.side, (id, self.year()?), &self.who.saver(), self.now, &self.audit()).await?;
        started.ok_or(ApiError::new(ErrorCode::NotFound))?;
        self.done(&self.address(&Page::Help.address()))
    }

    /// Saves a page.
    ///
    /// # Errors
    /// Not found for no page, and for an assister whom it is not open to; the store's.
    pub async fn save(&self, typed: Typed) -> Result<Posted, ApiError> {
        let page = Page::from_address(&typed.page).ok_or(ApiError::new(ErrorCode::NotFound))?;
        let (today, year) = (self.today()?, self.year()?);
        let edit = |answers: &mut Application| {
            let before = answers.clone();
            let stop = edit(answers, page, &typed, today)?;
            answers.note(&before, &self.who.name, self.now);
            Ok(stop)
        };
        let saved = self.store().edit_application(self.who.side, year, &self.who.saver(), (self.now, &self.audit()), edit).await?;
        match saved {
            Edited::Saved(stop) => self.done(&self.stop(stop)),
            Edited::Submitted => self.done(&self.address(DETERMINATION)),
            Edited::NotStarted => self.done(&self.address("")),
            Edited::NotFound => Err(ApiError::new(ErrorCode::NotFound)),
            Edited::Refused(Refused::Elsewhere(stop), _) => self.done(&self.stop(stop)),
            Edited::Refused(Refused::Wrong(wrong), stored) => {
                let mut state = typed.kept(page, &typed.seen);
                for (field, problem) in wrong {
                    self.wrong(&mut state, &stored.answers, (page, field), problem);
                }
                self.refuse_anew_at(Form::Application, state, &self.back_to(page, &typed.from)).await
            }
            Edited::Refused(Refused::Meanwhile, stored) => {
                let state = self.meanwhile(page, &typed, &stored.answers).await?;
                self.refuse_anew_at(Form::Application, state, &self.back_to(page, &typed.from)).await
            }
            Edited::Refused(Refused::Gone(add), stored) => {
                let text = self.gone(page, &stored.answers);
                let state = typed.kept(add, &stored.answers.next_id().to_string()).keep("gone", &text);
                self.refuse_anew_at(Form::Application, state, &self.back_to(add, &typed.from)).await
            }
        }
    }

    /// Says what is wrong where it can be put right: of the household's list on the page of each person whose answer is missing.
    fn wrong(&self, state: &mut FormState, answers: &Application, (page, field): (Page, &str), problem: Problem) {
        let t = self.messages();
        if problem != Problem::Unanswered {
            return state.wrong(field, words::problem(t, page, field, problem));
        }
        for member in answers.members.iter().filter(|member| member.applies.is_none()) {
            let text = fill(t.application_household_unanswered(), &[("name", &member.name)]);
            state.wrong(&self.address(&Page::Member(Some(member.id)).address()), text);
        }
    }

    /// The address of a page, or of the one that says why there is none.
    pub(super) fn stop(&self, stop: Stop) -> String {
        match stop {
            Stop::NotHere => self.address(NOT_HERE),
            Stop::Page(page) => self.address(&page.address()),
        }
    }

    /// The address of a page that is shown again.
    fn back_to(&self, page: Page, from: &str) -> String {
        let address = self.address(&page.address());
        if from == FROM_REVIEW { format!("{address}?from={FROM_REVIEW}") } else { address }
    }

    /// Signs and submits. Twice has one effect and leads to the same result.
    ///
    /// # Errors
    /// Not found for an assister whom it is not open to; the store's.
    pub async fn submit(&self, typed: TypedSignature) -> Result<Posted, ApiError> {
        let file = self.file().await?;
        let Some(application) = &file.application else { return self.done(&self.address("")) };
        if application.submitted.is_some() {
            return self.done(&self.address(DETERMINATION));
        }
        if application.answers.help == Some(false) {
            return self.done(&self.address(NOT_HERE));
        }
        if !missing(&application.answers).is_empty() {
            return self.done(&self.missing());
        }
        let signature = match self.signature(&file, &typed)? {
            Ok(signature) => signature,
            Err(state) => return self.refuse_anew_at(Form::Application, state, &self.address(&Page::Sign.address())).await,
        };
        let submitted = self.store().submit_application(self.who.side, self.year()?, &signature, self.now, &self.audit()).await?;
        match submitted {
            Submitted::Now(id) => {
                self.determine(id).await?;
                self.done(&self.address(DETERMINATION))
            }
            Submitted::Before(_) => self.done(&self.address(DETERMINATION)),
            Submitted::Missing(_) => self.done(&self.missing()),
            Submitted::NotHere => self.done(&self.address(NOT_HERE)),
            Submitted::NotStarted => self.done(&self.address("")),
            Submitted::NotFound => Err(ApiError::new(ErrorCode::NotFound)),
        }
    }

    /// The list of what is missing. Each answer has an address of its own, so that the page is loaded anew.
    fn missing(&self) -> String {
        format!("{}?from={MISSING}", self.address(""))
    }

    fn signature(&self, file: &ApplicationFile, typed: &TypedSignature) -> Result<Result<Signature, FormState>, ApiError> {
        let (today, name) = (self.today()?, &self.who.name);
        let authorized = file.association.and_then(|(started, _)| dates::today(started)).unwrap_or(today);
        let signed = match self.who.kind {
            None => Signature::by_consumer(&typed.full_name, name),
            Some(kind) => Signature::by_assister(&typed.full_name, name, kind, &typed.agreed, &typed.agreed_on, (authorized, today)),
        };
        Ok(signed.map_err(|wrong| {
            let mut state = FormState::default()
                .keep("page", &Page::Sign.address())
                .keep("agreed", &typed.agreed)
                .keep("agreed_on", &typed.agreed_on)
                .keep("full_name", &typed.full_name);
            for (field, problem) in wrong {
                state.wrong(field, words::signature(self.messages(), problem, name, &dates::calendar(authorized)));
            }
            state
        }))
    }
}

/// Changes the answers by what was typed into a page, and says where to go on.
fn edit(answers: &mut Application, page: Page, typed: &Typed, today: Date) -> Result<Stop, Refused> {
    let gone = match page {
        Page::Member(Some(id)) => answers.member(id).is_none().then_some((Page::Household, Page::Member(None))),
        Page::Income(Some(id)) => answers.income(id).is_none().then_some((Page::Incomes, Page::Income(None))),
        _ => None,
    };
    if let Some((list, add)) = gone {
        return if typed.removes() { Ok(Stop::Page(list)) } else { Err(Refused::Gone(add)) };
    }
    match answers.admit(page) {
        Stop::Page(admitted) if admitted == page => {}
        other => return Err(Refused::Elsewhere(other)),
    }
    let removes = typed.removes();
    if (removes || matches!(page, Page::Household | Page::Incomes)) && answers.seen(page, removes) != typed.seen {
        return Err(Refused::Meanwhile);
    }
    if removes {
        match page {
            Page::Member(Some(id)) => answers.apply(Change::RemoveMember(id)),
            Page::Income(Some(id)) => answers.apply(Change::RemoveIncome(id)),
            _ => {}
        }
        return Ok(answers.after(page));
    }
    if added_before(answers, page, typed, today) {
        return Ok(answers.after(page));
    }
    let change = read(answers, page, &typed.answers, today).map_err(Refused::Wrong)?;
    let shown = fields(answers, page);
    let mut changed = answers.clone();
    changed.apply(change);
    let adds = matches!(page, Page::Member(None) | Page::Income(None));
    // Whoever saves what is there already changes nothing that somebody else saved.
    if !adds && answers.seen(page, false) != typed.seen && fields(&changed, page) != shown {
        return Err(Refused::Meanwhile);
    }
    *answers = changed;
    Ok(if typed.from == FROM_REVIEW { answers.next() } else { answers.after(page) })
}

/// The form of a page that adds something was sent before: who or what it added is there, with the same answers.
fn added_before(answers: &Application, page: Page, typed: &Typed, today: Date) -> bool {
    let Ok(id) = typed.seen.parse::<u16>() else { return false };
    let there = match page {
        Page::Member(None) if answers.member(id).is_some() => Page::Member(Some(id)),
        Page::Income(None) if answers.income(id).is_some() => Page::Income(Some(id)),
        _ => return false,
    };
    let shown = fields(answers, there);
    let mut again = answers.clone();
    match read(answers, there, &typed.answers, today) {
        Ok(change) => again.apply(change),
        Err(_) => return false,
    }
    fields(&again, there) == shown
}
