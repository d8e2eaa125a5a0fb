//! Starting, saving and submitting.

use super::pages::{DETERMINATION, FROM_REVIEW, MEANWHILE, MISSING, NOT_HERE, REMOVE, REMOVE_FROM_REVIEW};
use super::{Applicant, words};
use crate::api::error::{ApiError, ErrorCode};
use crate::api::forms::{Form, FormState, Posted};
use crate::domain::applications::{Application, Change, Fields, Page, Problem, Signature, Stop, Wrong, fields, missing, read};
use crate::domain::ids::ApplicationId;
use crate::domain::instant::Date;
use crate::domain::manage_assister::fill;
use crate::server::access::email_confirmation::{EMAIL, refusal};
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
    /// What the page showed.
    pub seen: String,
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
    /// Somebody else answered that no help with paying is wanted.
    NotHere,
    /// What somebody else changed leads there, and nobody is asked this any more.
    NotAsked(Stop),
}

/// What was saved.
struct Saved {
    /// Where to go on.
    next: Stop,
    /// The answers as they were found, where what somebody else changed comes first.
    moved: Option<Application>,
}

/// What a form may hold: nothing else of it is kept.
const FIELDS: [&str; 22] = [
    "help",
    "name",
    "relation",
    "born",
    "pregnant",
    "expecting",
    "applies",
    "street",
    "city",
    "zip",
    "county",
    "zip_kept",
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
    /// What of the answers the form rests on, or what it adds.
    pub(super) fn rests_on(&self) -> &str {
        self.seen.split_once('.').map_or(&self.seen, |(own, _)| own)
    }

    /// All answers as they were when the form was shown; empty where no page showed it.
    fn whole(&self) -> &str {
        self.seen.split_once('.').map_or("", |(_, whole)| whole)
    }

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

impl TypedSignature {
    /// What was typed, to be shown again.
    fn kept(&self, seen: &str) -> FormState {
        let state = FormState::default().keep("page", &Page::Sign.address()).keep("seen", seen);
        state.keep("agreed", &self.agreed).keep("agreed_on", &self.agreed_on).keep("full_name", &self.full_name)
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
            let saved = edit(answers, page, &typed, today)?;
            answers.note(&before, &self.who.name, self.now);
            Ok(saved)
        };
        let saved = self.store().edit_application(self.who.side, year, &self.who.saver(), (self.now, &self.audit()), edit).await?;
        match saved {
            Edited::Saved(Saved { next, moved: None }) => self.done(&self.stop(next)),
            Edited::Saved(Saved { next, moved: Some(found) }) => {
                let text = self.all_changes(self.messages().application_moved_saved(), &found, typed.whole()).await?;
                self.go_on_told(next, text).await
            }
            Edited::Submitted => self.done(&format!("{}?from={MEANWHILE}", self.address(DETERMINATION))),
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
                let state = typed.kept(add, &stored.answers.drawn(add)).tell("gone", text);
                self.refuse_anew_at(Form::Application, state, &self.back_to(add, &typed.from)).await
            }
            Edited::Refused(Refused::NotHere, stored) => {
                let text = self.all_changes(self.messages().application_moved_not_here(), &stored.answers, typed.whole()).await?;
                let state = typed.kept(page, &typed.seen).tell("moved", text);
                self.refuse_anew_at(Form::Application, state, &self.back_to(page, &typed.from)).await
            }
            Edited::Refused(Refused::NotAsked(next), stored) => {
                let text = self.all_changes(self.messages().application_moved_not_asked(), &stored.answers, typed.whole()).await?;
                self.go_on_told(next, text).await
            }
        }
    }

    /// Goes on to a page, which says first what changed.
    async fn go_on_told(&self, next: Stop, text: String) -> Result<Posted, ApiError> {
        let Stop::Page(page) = next else { return self.done(&self.stop(next)) };
        let file = self.file().await?;
        let Some(application) = &file.application else { return self.done(&self.stop(next)) };
        let shown = FormState { values: fields(&application.answers, page), errors: Vec::new() };
        let state = shown.keep("page", &page.address()).keep("seen", &application.answers.drawn(page)).tell("moved", text);
        self.refuse_anew_at(Form::Application, state, &self.address(&page.address())).await
    }

    /// Says what is wrong where it can be put right: of the household's list on the page of each person whose answer is missing.
    fn wrong(&self, state: &mut FormState, answers: &Application, (page, field): (Page, &str), problem: Problem) {
        let t = self.messages();
        if let Problem::Doubtful(doubt) = problem {
            // A check mark was for what was asked before.
            state.values.remove("zip_kept");
            return state.wrong(field, words::doubt(t, doubt, &state.value("zip")));
        }
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
        if [FROM_REVIEW, REMOVE, REMOVE_FROM_REVIEW].contains(&from) { format!("{address}?from={from}") } else { address }
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
        let whole = typed.seen.split_once('.').map_or("", |(_, whole)| whole);
        let signed = (&signature, whole);
        let submitted = self.store().submit_application(self.who.side, self.year()?, signed, self.now, &self.audit()).await?;
        match submitted {
            Submitted::Now(id) => {
                self.determine(id).await?;
                self.done(&self.address(DETERMINATION))
            }
            Submitted::Before(_) => self.done(&self.address(DETERMINATION)),
            Submitted::Missing(_) => self.done(&self.missing()),
            Submitted::Changed => {
                let file = self.file().await?;
                let Some(application) = &file.application else { return self.done(&self.address("")) };
                let text = self.all_changes(self.messages().application_unsigned(), &application.answers, whole).await?;
                let state = typed.kept(&application.answers.drawn(Page::Sign)).tell("unsigned", text);
                self.refuse_anew_at(Form::Application, state, &self.address(&Page::Sign.address())).await
            }
            Submitted::EmailNotConfirmed => {
                let mut state = typed.kept(&typed.seen);
                state.wrong(EMAIL, refusal(self, self.who.user).await?);
                self.refuse_anew_at(Form::Application, state, &self.address(&Page::Sign.address())).await
            }
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
            let mut state = typed.kept(&typed.seen);
            for (field, problem) in wrong {
                state.wrong(field, words::signature(self.messages(), problem, name, &dates::calendar(authorized)));
            }
            state
        }))
    }
}

/// Changes the answers by what was typed into a page.
fn edit(answers: &mut Application, page: Page, typed: &Typed, today: Date) -> Result<Saved, Refused> {
    let found = answers.clone();
    let moved = moved(answers, page, typed)?;
    let next = change(answers, page, typed, today)?;
    Ok(if moved { Saved { next: answers.next(), moved: Some(found) } } else { Saved { next, moved: None } })
}

/// Whether it was the page's turn when its form was shown, and something that changed since comes first now. What is typed ahead of its turn
/// is not saved.
fn moved(answers: &Application, page: Page, typed: &Typed) -> Result<bool, Refused> {
    let there = !matches!(page, Page::Member(Some(_)) | Page::Income(Some(_))) || answers.asks(page);
    match answers.admit(page) {
        // What is gone is told by itself.
        _ if !there => Ok(false),
        Stop::Page(admitted) if admitted == page => Ok(false),
        stop if typed.whole().is_empty() || matches!(page, Page::Review | Page::Sign) => Err(Refused::Elsewhere(stop)),
        stop if !answers.asks(page) => Err(Refused::NotAsked(stop)),
        Stop::NotHere => Err(Refused::NotHere),
        Stop::Page(_) => Ok(true),
    }
}

/// Changes the answers of a page, and says what comes after it.
fn change(answers: &mut Application, page: Page, typed: &Typed, today: Date) -> Result<Stop, Refused> {
    let gone = match page {
        Page::Member(Some(id)) => answers.member(id).is_none().then_some((Page::Household, Page::Member(None))),
        Page::Income(Some(id)) => answers.income(id).is_none().then_some((Page::Incomes, Page::Income(None))),
        _ => None,
    };
    if let Some((list, add)) = gone {
        return if typed.removes() { Ok(Stop::Page(list)) } else { Err(Refused::Gone(add)) };
    }
    let removes = typed.removes();
    if (removes || matches!(page, Page::Household | Page::Incomes)) && answers.seen(page, removes) != typed.rests_on() {
        return Err(Refused::Meanwhile);
    }
    if removes {
        match page {
            Page::Member(Some(id)) => answers.apply(Change::RemoveMember(id)),
            Page::Income(Some(id)) => answers.apply(Change::RemoveIncome(id)),
            _ => {}
        }
        return Ok(if typed.from == REMOVE_FROM_REVIEW { answers.next() } else { answers.after(page) });
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
    if !adds && answers.seen(page, false) != typed.rests_on() && fields(&changed, page) != shown {
        return Err(Refused::Meanwhile);
    }
    *answers = changed;
    Ok(if typed.from == FROM_REVIEW { answers.next() } else { answers.after(page) })
}

/// The form of a page that adds something was sent before: who or what it added is there, with the same answers.
fn added_before(answers: &Application, page: Page, typed: &Typed, today: Date) -> bool {
    let Ok(id) = typed.rests_on().parse::<u16>() else { return false };
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
