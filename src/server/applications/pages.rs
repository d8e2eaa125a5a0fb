//! The pages of an application: which one it is the turn of, and what it shows besides its question.

use super::meanwhile::told;
use super::{Applicant, answers, words};
use crate::api::applications::{Ask, Fact, FormView, Link, Screen, Section, Tell, Weight};
use crate::api::drawn::{Drawn, Reply};
use crate::api::error::{ApiError, ErrorCode};
use crate::api::forms::{Form, FormState};
use crate::domain::applications::{Page, Stop, coverage_year, missing};
use crate::domain::identity::AssisterKind;
use crate::domain::ids::ConsumerId;
use crate::domain::instant::Instant;
use crate::domain::manage_assister::fill;
use crate::domain::text::initials;
use crate::server::context::RequestContext;
use crate::server::dates;
use crate::store::{ApplicationFile, Side, StoredApplication};
use crate::ui::markup;

/// The address of the page that says where an application without help is completed.
pub(super) const NOT_HERE: &str = "not-here";
/// The address of the determination.
pub(super) const DETERMINATION: &str = "determination";
/// The address of the answers as they were submitted.
pub(super) const ANSWERS: &str = "answers";
/// The address of whom to tell.
pub(super) const CHANGED: &str = "changed";
/// The address of the plans; their pages are under it.
pub(super) const PLANS: &str = "plans";
/// What the address says when a page is changed from the review.
pub(super) const FROM_REVIEW: &str = "review";
/// What the address says when it is asked whether to take out what a page is about.
pub(super) const REMOVE: &str = "remove";
/// The same, when the page was changed from the review: that is where it goes on.
pub(super) const REMOVE_FROM_REVIEW: &str = "remove-review";
/// What the address says when something was saved after it was submitted.
pub(super) const MEANWHILE: &str = "meanwhile";
/// What the address says when submitting was refused for what is missing.
pub(super) const MISSING: &str = "missing";

/// The year with which the rest of an address begins, if it does, and what comes after it.
fn year_in(page: &str) -> (&str, &str) {
    let (first, rest) = page.split_once('/').unwrap_or((page, ""));
    if first.len() == 4 && first.bytes().all(|byte| byte.is_ascii_digit()) { (first, rest) } else { ("", page) }
}

impl RequestContext<Applicant> {
    /// A page by the rest of its address, which begins with the year of an application of another year. `retry` is the key of a refused try, `from` what the address says of where one came from; of
    /// plans all that it asks for.
    ///
    /// # Errors
    /// Not found for no page of an application, and for an assister whom the client has not (or no longer) authorized.
    pub async fn page(self, page: &str, retry: &str, from: &str) -> Result<Reply, ApiError> {
        let (year, page) = year_in(page.trim_matches('/'));
        self.of_year(year).open(page, retry, from).await
    }

    async fn open(&self, page: &str, retry: &str, from: &str) -> Result<Reply, ApiError> {
        let file = self.file().await?;
        self.access(&file, page).await?;
        let Some(application) = &file.application else {
            // Only what is applied for now can be started.
            return match (self.who.year, page) {
                (Some(_), _) => Err(ApiError::new(ErrorCode::NotFound)),
                (None, "") => self.with_other_years(&file, self.start_screen(&file)?).await,
                (None, _) => Ok(self.go("")),
            };
        };
        if application.submitted.is_some() {
            return match page {
                DETERMINATION => {
                    let mut screen = self.determination_screen(&file, application).await?;
                    screen.tell.extend(application.submitted.as_ref().filter(|_| from == MEANWHILE).map(|(at, _)| self.too_late(*at)));
                    self.with_other_years(&file, screen).await
                }
                ANSWERS => Ok(draw(self.answers_screen(&file, application))),
                CHANGED => Ok(draw(self.changed_screen(&file))),
                page if plans_page(page) => self.plans_page((&file, application), page, retry, from).await,
                _ if page.is_empty() || page == NOT_HERE || Page::from_address(page).is_some() => Ok(self.go(DETERMINATION)),
                _ => Err(ApiError::new(ErrorCode::NotFound)),
            };
        }
        let answers = &application.answers;
        match page {
            "" if answers.help == Some(false) => Ok(self.go(NOT_HERE)),
            "" => self.with_other_years(&file, self.draft_screen(&file, application, from == MISSING)).await,
            NOT_HERE if answers.help == Some(false) => self.with_other_years(&file, self.not_here_screen(&file)).await,
            NOT_HERE | DETERMINATION | ANSWERS | CHANGED => Ok(self.go("")),
            page if plans_page(page) => Ok(self.go("")),
            page => {
                let wanted = Page::from_address(page).ok_or(ApiError::new(ErrorCode::NotFound))?;
                let kept = self.kept_form(Form::Application, retry).await?;
                let kept = Some(kept).filter(|kept| kept.value("page") == wanted.address());
                match answers.admit(wanted) {
                    // What was typed into it when it was its turn.
                    _ if kept.is_some() && answers.asks(wanted) => Ok(draw(self.question_screen(&file, application, wanted, kept, from))),
                    Stop::NotHere => Ok(self.go(NOT_HERE)),
                    Stop::Page(admitted) if admitted != wanted => Ok(self.go(&admitted.address())),
                    Stop::Page(Page::Review) => {
                        let mut screen = self.review_screen(&file, application);
                        screen.tell.extend(kept.as_ref().and_then(|kept| told(self.messages(), kept)));
                        Ok(draw(screen))
                    }
                    Stop::Page(page) => Ok(draw(self.question_screen(&file, application, page, kept, from))),
                }
            }
        }
    }

    /// What somebody is told who saved a page after the application was submitted.
    fn too_late(&self, at: Instant) -> Tell {
        let t = self.messages();
        let text = fill(t.application_moved_submitted(), &[("moment", &dates::moment(at))]);
        Tell { warning: true, title: t.application_moved_title().to_owned(), text, ..Tell::default() }
    }

    /// An assister who comes here has accessed the client (rule 19): the first time moves them to In Progress, and coming to the
    /// application anew is noted for the consumer.
    async fn access(&self, file: &ApplicationFile, page: &str) -> Result<(), ApiError> {
        let (Side::Assister { assister, association }, Some((_, opened))) = (self.who.side, file.association) else { return Ok(()) };
        if opened.is_none() || page.is_empty() {
            self.by_person()?;
            let there = self.store().open_client(assister, association, self.now, self.audit()).await?;
            there.ok_or(ApiError::new(ErrorCode::NotFound))?;
        }
        Ok(())
    }

    /// A page that is the first of an application, with the ways to those of other years.
    async fn with_other_years(&self, file: &ApplicationFile, mut screen: Screen) -> Result<Reply, ApiError> {
        screen.years = self.other_years(file.consumer, self.year()?).await?;
        Ok(draw(screen))
    }

    /// The ways to the applications for other years than `shown`: those that are there, and the one that is applied for now.
    ///
    /// # Errors
    /// The store's.
    pub async fn other_years(&self, consumer: ConsumerId, shown: u16) -> Result<Vec<Link>, ApiError> {
        let now = self.today().map(coverage_year)?;
        let mut years = self.store().application_years(consumer).await?;
        if !years.contains(&now) {
            years.insert(0, now);
        }
        Ok(years.into_iter().filter(|year| *year != shown).map(|year| self.way_to_year(year, now)).collect())
    }

    /// The way to the application for a year, by what it is called; `now` is the year that is applied for now.
    pub(super) fn way_to_year(&self, year: u16, now: u16) -> Link {
        let href = Applicant { year: (year != now).then_some(year), ..self.who.clone() }.base();
        Link { href, text: fill(self.messages().application_caption(), &[("year", &year.to_string())]) }
    }

    pub(super) fn go(&self, page: &str) -> Reply {
        Reply::GoTo(self.address(page))
    }

    pub(super) fn address(&self, page: &str) -> String {
        let base = self.who.base();
        if page.is_empty() { base } else { format!("{base}/{page}") }
    }

    pub(super) fn link(&self, page: &str, text: &str) -> Link {
        Link { href: self.address(page), text: text.to_owned() }
    }

    /// A page with what all pages have: for whom an assister acts, for which year it is.
    pub(super) fn frame(&self, file: &ApplicationFile, heading: &str) -> Screen {
        let t = self.messages();
        let year = self.year().unwrap_or_default().to_string();
        Screen {
            acting: self.acting(file),
            caption: fill(t.application_caption(), &[("year", &year)]),
            heading: heading.to_owned(),
            ..Screen::default()
        }
    }

    /// For which year an application is, and in which part of it a page is.
    pub(super) fn part(&self, application: &StoredApplication, page: Page) -> String {
        let t = self.messages();
        let (year, n, total) = (application.coverage_year.to_string(), page.part().to_string(), Page::PARTS.to_string());
        fill(t.application_caption_part(), &[("year", &year), ("n", &n), ("total", &total), ("part", words::part(t, page))])
    }

    fn start_screen(&self, file: &ApplicationFile) -> Result<Screen, ApiError> {
        let t = self.messages();
        let year = self.year()?.to_string();
        let time = match self.who.client() {
            None => t.application_lead_time().to_owned(),
            Some(_) => fill(t.application_lead_time_assister(), &[("name", &file.name)]),
        };
        Ok(Screen {
            back: self.back_home(),
            lead: vec![fill(t.application_lead(), &[("year", &year)]), time],
            form: Some(self.form(Ask::Start, Vec::new(), FormState::default(), t.application_start())),
            ..self.frame(file, t.application_heading())
        })
    }

    /// A form without fields yet. It says for which year it is, for it may be sent when one applies for the next one already.
    pub(super) fn form(&self, ask: Ask, mut hidden: Vec<(String, String)>, state: FormState, button: &str) -> FormView {
        if let Some(id) = self.who.client() {
            hidden.push(("id".to_owned(), id.to_string()));
        }
        if let (Ask::Save | Ask::Submit | Ask::Enroll, Ok(year)) = (ask, self.year()) {
            hidden.push(("year".to_owned(), year.to_string()));
        }
        FormView {
            ask,
            for_client: self.who.client().is_some(),
            hidden,
            fields: Vec::new(),
            button: button.to_owned(),
            removes: false,
            cancel: None,
            state,
        }
    }

    /// The way back to the account; an assister has theirs above the page.
    pub(super) fn back_home(&self) -> Option<Link> {
        let t = self.messages();
        self.who.client().is_none().then(|| Link { href: "/account".to_owned(), text: t.application_back_to_account().to_owned() })
    }

    fn draft_screen(&self, file: &ApplicationFile, application: &StoredApplication, refused: bool) -> Screen {
        let t = self.messages();
        let answers = &application.answers;
        let open = missing(answers);
        let line = |label: String, page: Page, done: bool| {
            let (state, text) =
                if done { (t.application_done(), t.application_change()) } else { (t.application_to_do(), t.application_go_to()) };
            // Questions come in their order: no link that would lead to another one.
            let there = answers.admit(page) == Stop::Page(page);
            let change = there.then(|| self.link(&page.address(), text));
            Fact { label, value: state.to_owned(), change, ..Fact::default() }
        };
        let questions = answers.questions().into_iter();
        let mut progress: Vec<Fact> = questions.map(|page| line(answers::label(t, answers, page), page, !open.contains(&page))).collect();
        progress.push(line(t.application_part_last().to_owned(), Page::Review, false));
        let refusal = (refused && !open.is_empty()).then(|| Tell {
            warning: true,
            title: t.site_problem().to_owned(),
            text: if open.len() == 1 { t.application_missing_heading() } else { t.application_missing_many() }.to_owned(),
            list: open.iter().map(|page| self.link(&page.address(), &answers::label(t, answers, *page))).collect(),
            pending: false,
        });
        let heading =
            if self.who.client().is_some() { t.application_progress_heading_assister() } else { t.application_progress_heading() };
        Screen {
            back: self.back_home(),
            refusal,
            sections: vec![Section { heading: heading.to_owned(), text: Vec::new(), facts: progress }],
            links: vec![(Weight::Next, Link { href: self.stop(answers.next()), text: t.application_resume().to_owned() })],
            saved: self.saved_line(application),
            ..self.frame(file, t.application_heading())
        }
    }

    fn not_here_screen(&self, file: &ApplicationFile) -> Screen {
        let t = self.messages();
        let text = match self.who.client() {
            None => t.application_not_here_text().to_owned(),
            Some(_) => fill(t.application_not_here_text_assister(), &[("name", &file.name)]),
        };
        Screen {
            back: self.back_home(),
            lead: vec![text, t.application_not_here_kept().to_owned()],
            links: vec![(Weight::Other, self.link(&Page::Help.address(), t.application_not_here_change()))],
            ..self.frame(file, t.application_not_here_heading())
        }
    }

    fn review_screen(&self, file: &ApplicationFile, application: &StoredApplication) -> Screen {
        let t = self.messages();
        let change = |page: Page| {
            let address = format!("{}?from={FROM_REVIEW}", self.address(&page.address()));
            Some(Link { href: address, text: t.application_change().to_owned() })
        };
        Screen {
            back: Some(self.link("", t.application_back())),
            caption: self.part(application, Page::Review),
            lead: vec![t.application_review_text().to_owned()],
            tell: answers::odd_births(t, &application.answers).into_iter().chain(answers::high_incomes(t, &application.answers)).collect(),
            sections: answers::sections(t, &application.answers, change),
            links: vec![(Weight::Next, self.link(&Page::Sign.address(), t.application_review_sign()))],
            saved: self.saved_line(application),
            ..self.frame(file, t.application_review_heading())
        }
    }

    fn answers_screen(&self, file: &ApplicationFile, application: &StoredApplication) -> Screen {
        let t = self.messages();
        Screen {
            back: Some(self.link(DETERMINATION, t.application_back())),
            lead: vec![t.application_review_submitted().to_owned()],
            sections: answers::sections(t, &application.answers, |_| None),
            links: vec![(Weight::Plain, self.link(CHANGED, t.determination_changed_link()))],
            ..self.frame(file, t.application_answers_heading())
        }
    }

    /// Whom to tell what changed or is wrong after submitting (rule 27).
    fn changed_screen(&self, file: &ApplicationFile) -> Screen {
        let t = self.messages();
        let whom = match self.who.kind {
            None => t.application_changed_consumer().to_owned(),
            Some(kind) => fill(t.application_changed_assister(), &[("contact", contact(t, kind)), ("name", &file.name)]),
        };
        Screen {
            back: Some(self.link(DETERMINATION, t.application_back())),
            lead: vec![t.application_changed_text().to_owned(), whom],
            ..self.frame(file, t.application_changed_heading())
        }
    }

    /// Who signed, to read.
    pub(super) fn signed(&self, signature: &crate::domain::applications::Signature) -> String {
        use crate::domain::applications::Signature;
        use crate::domain::identity::Role;
        let t = self.messages();
        match signature {
            Signature::Consumer { name } => fill(t.application_signed_consumer(), &[("name", name)]),
            Signature::Assister { name, kind, agreed, on } => {
                let (role, how) = (t.role(Role::Assister, Some(*kind)), words::agreed_how(t, *agreed));
                let on = crate::server::dates::calendar(*on);
                fill(t.application_signed_assister(), &[("name", name), ("role", role), ("how", how), ("date", &on)])
            }
        }
    }
}

/// Whom an assister of this kind contacts.
pub(super) const fn contact(t: crate::messages::Messages, kind: AssisterKind) -> &'static str {
    match kind {
        AssisterKind::Broker => t.contact_bsl(),
        AssisterKind::Navigator | AssisterKind::Cac => t.contact_arc(),
    }
}

/// Whether an address is that of the plans or of a page under it.
fn plans_page(page: &str) -> bool {
    page.strip_prefix(PLANS).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Draws a page.
#[must_use]
pub fn draw(screen: Screen) -> Reply {
    let title = if screen.title.is_empty() { &screen.heading } else { &screen.title }.clone();
    // Whose it is, and no name: titles end up in histories.
    let title = match &screen.acting {
        Some((_, name, _)) => format!("{}: {title}", initials(name)),
        None => title,
    };
    Reply::Show(Drawn { title, html: markup(screen) })
}
