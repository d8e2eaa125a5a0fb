//! The pages with a question: what each asks.

use super::meanwhile::told;
use super::pages::{FROM_REVIEW, REMOVE, REMOVE_FROM_REVIEW};
use super::{Applicant, answers, words};
use crate::api::applications::{Ask, AskField, AskKind, Fact, FormView, Link, Screen, Section, Weight};
use crate::api::forms::FormState;
use crate::domain::applications::{Agreed, Application, FILINGS, Frequency, Page, Relation, STATUSES, Source, fields, zip_asked};
use crate::domain::county::County;
use crate::domain::manage_assister::fill;
use crate::messages::Messages;
use crate::server::context::RequestContext;
use crate::store::{ApplicationFile, StoredApplication};

fn field(name: &str, label: &str, hint: &str, kind: AskKind) -> AskField {
    AskField { name: name.to_owned(), label: label.to_owned(), hint: hint.to_owned(), kind }
}

fn choices<T: Copy>(all: &[T], code: impl Fn(T) -> &'static str, name: impl Fn(T) -> &'static str) -> Vec<(String, String)> {
    all.iter().map(|one| (code(*one).to_owned(), name(*one).to_owned())).collect()
}

fn yes_no(t: Messages) -> Vec<(String, String)> {
    choices(&[true, false], |yes| if yes { "yes" } else { "no" }, |yes| words::yes_no(t, yes))
}

/// What a page is about that can be taken out: what taking it out is called, the question, and what it is.
fn removable(t: Messages, answers: &Application, page: Page) -> Option<(&'static str, String, Fact)> {
    let fact = |label: String, value: String| Fact { label, value, ..Fact::default() };
    match page {
        Page::Member(Some(id)) => {
            let member = answers.member(id).filter(|member| member.relation != Relation::Myself)?;
            let heading = fill(t.application_remove_person_heading(), &[("name", &member.name)]);
            Some((t.application_remove_person(), heading, fact(member.name.clone(), answers::person(t, member))))
        }
        Page::Income(Some(id)) => {
            let income = answers.income(id)?;
            let heading = t.application_remove_income_heading().to_owned();
            Some((t.application_remove_income(), heading, fact(answers::income_label(t, answers, income), answers::income(t, income))))
        }
        _ => None,
    }
}

impl RequestContext<Applicant> {
    /// A page with a question. `kept` is what was typed and refused; `from` where one came from.
    pub(super) fn question_screen(
        &self,
        file: &ApplicationFile,
        application: &StoredApplication,
        page: Page,
        kept: Option<FormState>,
        from: &str,
    ) -> Screen {
        let (t, answers) = (self.messages(), &application.answers);
        if [REMOVE, REMOVE_FROM_REVIEW].contains(&from)
            && let Some(asked) = self.removal(file, application, page, kept.as_ref(), from)
        {
            return asked;
        }
        let mut screen = self.asked(file, answers, page);
        screen.caption = self.part(application, page);
        let before = if from == FROM_REVIEW { Some(Page::Review) } else { answers.before(page) };
        screen.back = Some(match before {
            Some(before) => self.link(&before.address(), t.application_back_question()),
            None => self.link("", t.application_back()),
        });
        screen.saved = self.saved_line(application);
        let shown = fields(answers, page);
        screen.tell.extend(kept.as_ref().and_then(|kept| told(t, kept)));
        let seen = kept.as_ref().map(|kept| kept.value("seen")).filter(|seen| !seen.is_empty()).unwrap_or_else(|| answers.drawn(page));
        let state = kept.unwrap_or_else(|| FormState { values: shown, errors: Vec::new() });
        let ask = if page == Page::Sign { Ask::Submit } else { Ask::Save };
        let asked =
            if page == Page::Address { zip_asked(answers, &|name| state.values.get(name).map_or("", String::as_str)) } else { None };
        if let (Some(_), Some(form)) = (&asked, &mut screen.form) {
            form.fields.push(field("zip_kept", t.application_address_keep(), "", AskKind::Check));
        }
        let zip_asked = ("zip_asked", asked.unwrap_or_default());
        let hidden =
            [("page", page.address()), ("seen", seen), ("from", if from == FROM_REVIEW { from } else { "" }.to_owned()), zip_asked];
        let hidden = hidden.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name.to_owned(), value)).collect();
        let button = if page == Page::Sign { t.application_sign_submit() } else { t.application_save() };
        let asked = std::mem::take(&mut screen.form).map(|form| form.fields).unwrap_or_default();
        let mut form = FormView { fields: asked, ..self.form(ask, hidden, state, button) };
        form.cancel = match before {
            Some(before) if page.listed_on() != page => Some(self.link(&before.address(), t.application_cancel())),
            _ if before.is_some() => Some(self.link("", t.application_back())),
            _ => None,
        };
        screen.form = Some(form);
        screen.remove = removable(t, answers, page).map(|(text, ..)| {
            let from = if from == FROM_REVIEW { REMOVE_FROM_REVIEW } else { REMOVE };
            let href = format!("{}?from={from}", self.address(&page.address()));
            Link { href, text: text.to_owned() }
        });
        screen
    }

    /// The question whether to take out what a page is about. `kept` is what a refused try is told of, `from` where one came from.
    fn removal(
        &self,
        file: &ApplicationFile,
        application: &StoredApplication,
        page: Page,
        kept: Option<&FormState>,
        from: &str,
    ) -> Option<Screen> {
        let (t, answers) = (self.messages(), &application.answers);
        let (title, heading, fact) = removable(t, answers, page)?;
        let (back, cancel) = match from {
            REMOVE_FROM_REVIEW => (Page::Review, format!("{}?from={FROM_REVIEW}", page.address())),
            _ => (page.listed_on(), page.address()),
        };
        let hidden =
            [("page", page.address()), ("remove", "yes".to_owned()), ("from", from.to_owned()), ("seen", answers.seen(page, true))];
        let hidden = hidden.map(|(name, value)| (name.to_owned(), value)).to_vec();
        let form = self.form(Ask::Save, hidden, FormState::default(), t.application_remove());
        let cancel = Some(self.link(&cancel, t.application_cancel()));
        let lead = if matches!(page, Page::Member(_)) { vec![t.application_remove_person_text().to_owned()] } else { Vec::new() };
        Some(Screen {
            back: Some(self.link(&back.address(), t.application_back_question())),
            caption: self.part(application, page),
            title: title.to_owned(),
            lead,
            tell: kept.and_then(|kept| told(t, kept)).into_iter().collect(),
            sections: vec![Section { facts: vec![fact], ..Section::default() }],
            form: Some(FormView { removes: true, cancel, ..form }),
            saved: self.saved_line(application),
            ..self.frame(file, &heading)
        })
    }

    /// What a page asks, without what all pages have.
    pub(super) fn asked(&self, file: &ApplicationFile, answers: &Application, page: Page) -> Screen {
        let t = self.messages();
        let name = |id: u16| answers.member(id).map(|member| member.name.clone()).unwrap_or_default();
        match page {
            Page::Help => {
                let help =
                    vec![("yes".to_owned(), t.application_help_yes().to_owned()), ("no".to_owned(), t.application_help_no().to_owned())];
                let asked = vec![field("help", t.application_help_heading(), "", AskKind::One(help, true))];
                self.asking(file, t.application_help_heading(), t.application_help_hint(), asked)
            }
            Page::Household => self.household(file, answers),
            Page::Member(id) => self.member(file, answers, id),
            Page::Address => {
                let mut counties: Vec<_> = County::by_name().iter().map(|county| (county.code(), county.name().to_owned())).collect();
                counties.insert(0, (String::new(), t.application_choose().to_owned()));
                // A browser fills in its own person's address, and an assister's is not their client's.
                let token = |token| if self.who.client().is_none() { token } else { "off" };
                let asked = vec![
                    field("street", t.application_address_street(), "", AskKind::Own(token("address-line1"))),
                    field("city", t.application_address_city(), "", AskKind::Own(token("address-level2"))),
                    field("zip", t.application_address_zip(), "", AskKind::Zip(token("postal-code"))),
                    field("county", t.application_address_county(), t.application_address_county_hint(), AskKind::List(counties)),
                ];
                self.asking(file, t.application_address_heading(), "", asked)
            }
            Page::Incomes => self.incomes(file, answers),
            Page::Income(id) => self.income(file, answers, id),
            Page::Coverage(id) => {
                let employer = [
                    ("none", t.application_coverage_none()),
                    ("offered", t.application_coverage_offered()),
                    ("enrolled", t.application_coverage_enrolled()),
                ];
                let employer = employer.map(|(code, text)| (code.to_owned(), text.to_owned())).to_vec();
                let asked = vec![
                    field("medicare", t.application_coverage_medicare(), "", AskKind::One(yes_no(t), false)),
                    field(
                        "employer",
                        t.application_coverage_employer(),
                        t.application_coverage_employer_hint(),
                        AskKind::One(employer, false),
                    ),
                    field("cost", t.application_coverage_cost(), t.application_coverage_cost_hint(), AskKind::Number),
                ];
                let heading = fill(t.application_coverage_heading(), &[("name", &name(id))]);
                Screen { title: t.application_coverage_title().to_owned(), ..self.asking(file, &heading, "", asked) }
            }
            Page::Taxes => {
                let filing = FILINGS.map(|(filing, code)| (code.to_owned(), words::filing(t, filing).to_owned())).to_vec();
                let heading = fill(t.application_taxes_heading(), &[("year", &self.year().unwrap_or_default().to_string())]);
                let asked = vec![field("filing", &heading, "", AskKind::One(filing, true))];
                self.asking(file, &heading, t.application_taxes_hint(), asked)
            }
            Page::Status(id) => {
                let status = STATUSES.map(|(status, code)| (code.to_owned(), words::status(t, status).to_owned())).to_vec();
                let heading = fill(t.application_status_heading(), &[("name", &name(id))]);
                let asked = vec![field("status", &heading, "", AskKind::One(status, true))];
                Screen { title: t.application_status_title().to_owned(), ..self.asking(file, &heading, t.application_status_hint(), asked) }
            }
            Page::Sign | Page::Review => self.sign(file),
        }
    }

    fn asking(&self, file: &ApplicationFile, heading: &str, lead: &str, asked: Vec<AskField>) -> Screen {
        let form = FormView { fields: asked, ..self.form(Ask::Save, Vec::new(), FormState::default(), "") };
        let lead = Some(lead.to_owned()).filter(|lead| !lead.is_empty());
        Screen { lead: lead.into_iter().collect(), form: Some(form), ..self.frame(file, heading) }
    }

    fn household(&self, file: &ApplicationFile, answers: &Application) -> Screen {
        let t = self.messages();
        let change = |id: u16| Some(self.link(&Page::Member(Some(id)).address(), t.application_change()));
        let people = answers.members.iter().map(|member| Fact {
            label: member.name.clone(),
            value: answers::person(t, member),
            change: change(member.id),
            ..Fact::default()
        });
        Screen {
            tell: answers::odd_births(t, answers).into_iter().collect(),
            sections: vec![Section { facts: people.collect(), ..Section::default() }],
            links: vec![(Weight::Other, self.link(&Page::Member(None).address(), t.application_add_person()))],
            ..self.asking(file, t.application_household_heading(), t.application_household_hint(), Vec::new())
        }
    }

    fn member(&self, file: &ApplicationFile, answers: &Application, id: Option<u16>) -> Screen {
        let t = self.messages();
        let member = id.and_then(|id| answers.member(id));
        let myself = answers.members.iter().find(|m| m.relation == Relation::Myself);
        let mut asked = vec![field("name", t.application_member_name(), t.application_member_name_hint(), AskKind::Text)];
        if member.is_none_or(|member| member.relation != Relation::Myself) {
            let to = fill(t.application_member_relation(), &[("name", myself.map_or(&file.name, |myself| &myself.name))]);
            let mut relations = answers::relations(t);
            relations.insert(0, (String::new(), t.application_choose().to_owned()));
            asked.push(field("relation", &to, "", AskKind::List(relations)));
        }
        asked.extend([
            field("born", t.application_member_born(), t.application_member_born_hint(), AskKind::Date),
            field("pregnant", t.application_member_pregnant(), "", AskKind::Check),
            field("expecting", t.application_member_expecting(), t.application_member_expecting_hint(), AskKind::Number),
            field("applies", t.application_member_applies(), "", AskKind::One(yes_no(t), false)),
        ]);
        match member {
            None => self.asking(file, t.application_member_add_heading(), "", asked),
            Some(member) => {
                let heading = fill(t.application_member_heading(), &[("name", &member.name)]);
                Screen { title: t.application_member_title().to_owned(), ..self.asking(file, &heading, "", asked) }
            }
        }
    }

    fn incomes(&self, file: &ApplicationFile, answers: &Application) -> Screen {
        let t = self.messages();
        let mut facts: Vec<Fact> = answers
            .incomes
            .iter()
            .map(|income| Fact {
                label: answers::income_label(t, answers, income),
                value: answers::income(t, income),
                change: Some(self.link(&Page::Income(Some(income.id)).address(), t.application_change())),
                ..Fact::default()
            })
            .collect();
        let mut asked = Vec::new();
        if answers.incomes.is_empty() {
            asked.push(field("nobody", t.application_income_nobody(), "", AskKind::Check));
        } else {
            facts.extend(answers::totals(t, answers));
        }
        Screen {
            tell: answers::high_incomes(t, answers).into_iter().collect(),
            sections: vec![Section { facts, ..Section::default() }],
            links: vec![(Weight::Other, self.link(&Page::Income(None).address(), t.application_add_income()))],
            ..self.asking(file, t.application_income_heading(), t.application_income_hint(), asked)
        }
    }

    fn income(&self, file: &ApplicationFile, answers: &Application, id: Option<u16>) -> Screen {
        let t = self.messages();
        let people = answers.members.iter().map(|member| (member.id.to_string(), member.name.clone())).collect();
        let mut often = choices(Frequency::ALL, Frequency::code, |frequency| words::frequency(t, frequency));
        often.insert(0, (String::new(), t.application_choose().to_owned()));
        let asked = vec![
            field("member", t.application_income_member(), "", AskKind::One(people, false)),
            field(
                "source",
                t.application_income_source(),
                "",
                AskKind::One(choices(Source::ALL, Source::code, |s| words::source(t, s)), false),
            ),
            field("amount", t.application_income_amount(), t.application_income_amount_hint(), AskKind::Number),
            field("frequency", t.application_income_frequency(), "", AskKind::List(often)),
        ];
        let heading = if id.is_some() { t.application_income_change_heading() } else { t.application_income_add_heading() };
        self.asking(file, heading, "", asked)
    }

    fn sign(&self, file: &ApplicationFile) -> Screen {
        let t = self.messages();
        let hint = fill(t.application_sign_name_hint(), &[("name", &self.who.name)]);
        let name = |label: &str| field("full_name", label, &hint, AskKind::Own("name"));
        if self.who.client().is_none() {
            return self.asking(file, t.application_sign_heading(), t.application_sign_text(), vec![name(t.application_sign_name())]);
        }
        let how = fill(t.application_sign_how(), &[("name", &file.name)]);
        let asked = vec![
            field("agreed", &how, "", AskKind::One(choices(Agreed::ALL, Agreed::code, |agreed| words::agreed(t, agreed)), false)),
            field("agreed_on", t.application_sign_on(), t.application_sign_on_hint(), AskKind::Date),
            name(t.application_sign_name_assister()),
        ];
        let lead = [t.application_sign_text_assister(), t.application_sign_text_read()].map(|text| fill(text, &[("name", &file.name)]));
        Screen { lead: lead.to_vec(), ..self.asking(file, t.application_sign_heading(), "", asked) }
    }
}
