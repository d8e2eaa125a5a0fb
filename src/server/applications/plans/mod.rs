//! The pages of plans: for whom they are, which page it is the turn of, and what all of them have.
//!
//! The consumer shops by the current status, an assister by the initial determination alone (rule 28). Of an enrollment that the consumer
//! confirmed an assister is told that it is there (rule 22) and nothing else: not in which plan, for whom and at what price, which a later
//! status may have decided. That holds for all that consumers confirm, so that it tells nothing of whether there is such a status. The
//! form that would take its place names it, by an id that changes whenever they confirm another.

mod chart;
mod compare;
mod confirm;
mod list;
mod shop;

pub(super) use shop::Shop;

use super::Applicant;
use super::pages::{DETERMINATION, PLANS, contact, draw};
use crate::api::applications::{Fact, Link, Screen, Section, Tell, Weight};
use crate::api::drawn::Reply;
use crate::api::error::{ApiError, ErrorCode};
use crate::api::forms::Form;
use crate::domain::instant::Date;
use crate::domain::manage_assister::fill;
use crate::domain::money::Cents;
use crate::domain::plans::{MetalLevel, Plan};
use crate::domain::shopping::{Household, Offered, Price, Wanted};
use crate::messages::Messages;
use crate::server::context::RequestContext;
use crate::server::dates;
use crate::store::{ApplicationFile, CatalogPlan, StoredApplication};
use shop::Enrolled;

/// The address of the plans side by side.
const COMPARE: &str = "plans/compare";
/// The address of the plan that is confirmed.
const CHOOSE: &str = "plans/choose";
/// The address of the enrollment.
pub(super) const ENROLLED: &str = "plans/enrolled";

/// The plans with their price for a household, without those that it can't have.
fn offered<'a>(household: &Household, sold: &'a [CatalogPlan]) -> Vec<Offered<'a>> {
    sold.iter().filter_map(|CatalogPlan { plan, .. }| Some(Offered { plan, price: household.price(plan)? })).collect()
}

fn fact(label: &str, value: impl ToString) -> Fact {
    Fact { label: label.to_owned(), value: value.to_string(), ..Fact::default() }
}

const fn metal(t: Messages, level: MetalLevel) -> &'static str {
    match level {
        MetalLevel::Catastrophic => t.shopping_metal_catastrophic(),
        MetalLevel::Bronze => t.shopping_metal_bronze(),
        MetalLevel::Silver => t.shopping_metal_silver(),
        MetalLevel::Gold => t.shopping_metal_gold(),
        MetalLevel::Platinum => t.shopping_metal_platinum(),
    }
}

/// The names of members, in a line.
pub(super) fn names(application: &StoredApplication, members: impl Iterator<Item = u16>) -> String {
    let names: Vec<&str> = members.filter_map(|id| Some(application.answers.member(id)?.name.as_str())).collect();
    names.join(", ")
}

/// What a plan is, and what it costs.
fn plan_facts(t: Messages, plan: &Plan, price: Price) -> Vec<Fact> {
    vec![
        fact(t.shopping_column_plan(), &plan.name),
        fact(t.shopping_issuer(), &plan.issuer),
        fact(t.shopping_metal(), metal(t, plan.metal)),
        fact(t.shopping_column_network(), &plan.network),
        fact(t.shopping_column_premium(), price.premium),
        fact(t.shopping_column_credit(), price.credit),
        fact(t.shopping_column_pays(), price.pays()),
        fact(t.shopping_column_deductible(), plan.deductible),
        fact(t.shopping_column_limit(), plan.out_of_pocket_limit),
    ]
}

/// What is next for people who qualify for a plan.
pub(super) enum Next {
    /// They choose one; coverage that is confirmed today starts on this day.
    Choose(Date),
    /// This.
    Told(String),
}

impl RequestContext<Applicant> {
    /// A page of plans. `query` is all that the address asks for.
    pub(super) async fn plans_page(
        &self,
        (file, application): (&ApplicationFile, &StoredApplication),
        page: &str,
        retry: &str,
        query: &str,
    ) -> Result<Reply, ApiError> {
        let Some(initial) = self.store().initial_determination(application.id).await? else { return Ok(self.go(DETERMINATION)) };
        let later = self.current(application).await?;
        let shop = self.shop(application, &initial.determination, later.as_ref().map(|later| &later.status)).await?;
        if let (ENROLLED, Some(enrolled)) = (page, &shop.enrolled) {
            return Ok(draw(self.enrolled_screen((file, application), &shop, enrolled)));
        }
        let (Some(household), Some(address)) = (&shop.household, &application.answers.address) else { return Ok(self.go(DETERMINATION)) };
        if ![PLANS, COMPARE, CHOOSE, ENROLLED].contains(&page) {
            return Err(ApiError::new(ErrorCode::NotFound));
        }
        if shop.begun() {
            return Ok(self.go(ENROLLED));
        }
        let sold = self.store().plans_in(application.coverage_year, address.county).await?;
        let offered = offered(household, &sold);
        let wanted = Wanted::read(query).among(&offered);
        let kept = self.kept_form(Form::Application, retry).await?;
        let told = self.told_meanwhile(&kept.value("told")).filter(|_| kept.value("page") == page);
        let screen = match page {
            PLANS => self.list_screen((file, application), (&shop, household), &offered, &wanted).await?,
            COMPARE if !wanted.compare.is_empty() => self.compare_screen(file, &offered, &wanted),
            CHOOSE => match sold.iter().find(|sold| sold.plan.code == wanted.plan) {
                Some(chosen) => self.choose_screen((file, application), (&shop, household), chosen, &wanted),
                None => None,
            },
            _ => None,
        };
        let Some(mut screen) = screen else { return Ok(Reply::GoTo(self.plans_address(PLANS, &wanted))) };
        let sample = self.store().current_catalog(application.coverage_year).await?.is_some_and(|catalog| catalog.is_sample);
        screen.tell.extend(sample.then(|| {
            let (title, text) = (self.messages().shopping_sample_title().to_owned(), self.messages().shopping_sample().to_owned());
            Tell { title, text, ..Tell::default() }
        }));
        screen.tell.extend(told);
        // Where plans are listed it stands among what is said of the household.
        screen.lead.extend(self.credit_unknown(&shop, household).filter(|_| page != PLANS));
        Ok(draw(screen))
    }

    /// The address of a page of plans that asks for this.
    fn plans_address(&self, page: &str, wanted: &Wanted) -> String {
        format!("{}{}", self.address(page), wanted.query())
    }

    fn told_meanwhile(&self, told: &str) -> Option<Tell> {
        let t = self.messages();
        let text = match told {
            "gone" => t.shopping_told_gone(),
            "catalog" => t.shopping_told_catalog(),
            "people" => t.shopping_told_people(),
            "price" => t.shopping_told_price(),
            "day" => t.shopping_told_day(),
            "meanwhile" => t.shopping_told_meanwhile(),
            _ => return None,
        };
        Some(Tell { warning: true, title: t.shopping_told_title().to_owned(), text: text.to_owned(), ..Tell::default() })
    }

    /// The plan that a household has, for the page of its determination; nothing for people who neither have one nor may have one.
    pub(super) fn plan_section(&self, shop: &Shop, (file, application): (&ApplicationFile, &StoredApplication)) -> Option<Section> {
        let t = self.messages();
        let heading = t.shopping_plan_heading().to_owned();
        let Some(enrolled) = &shop.enrolled else {
            let text = vec![t.shopping_plan_none().to_owned()];
            return shop.household.is_some().then(|| Section { heading, text, facts: Vec::new() });
        };
        Some(match enrolled.seen() {
            None => Section { heading, text: vec![self.theirs(file)], facts: Vec::new() },
            Some((enrollment, CatalogPlan { plan, .. })) => {
                let facts = vec![
                    Fact { change: Some(self.link(ENROLLED, t.shopping_see())), ..fact(t.shopping_column_plan(), &plan.name) },
                    fact(t.shopping_who(), names(application, enrollment.members.iter().copied())),
                    fact(t.shopping_from(), dates::calendar(enrollment.effective_on)),
                    fact(t.shopping_column_pays(), enrollment.price().pays()),
                ];
                Section { heading, facts, ..Section::default() }
            }
        })
    }

    /// What is next for these people, who qualify for a plan.
    pub(super) fn next_of_plan(&self, file: &ApplicationFile, members: &[u16], shop: &Shop) -> Next {
        let t = self.messages();
        let covered = shop.seen().is_some_and(|(enrollment, _)| members.iter().all(|member| enrollment.members.contains(member)));
        match (&shop.enrolled, shop.open()) {
            (Some(enrolled), _) if enrolled.plan.is_none() => Next::Told(self.theirs(file)),
            (Some(_), _) if covered => Next::Told(t.determination_next_enrolled().to_owned()),
            (Some(_), Some(household)) => {
                Next::Told(fill(t.determination_next_added(), &[("date", &dates::calendar(household.effective_on))]))
            }
            (None, Some(household)) => Next::Choose(household.effective_on),
            (Some(_), None) => Next::Told(fill(t.determination_next_begun(), &[("contact", self.plan_contact())])),
            (None, None) => Next::Told(t.determination_next_over().to_owned()),
        }
    }

    /// That people have the plan who don't qualify for one any more, where that is so.
    pub(super) fn plan_warning(&self, shop: &Shop, application: &StoredApplication) -> Option<Tell> {
        let t = self.messages();
        let (enrollment, CatalogPlan { plan, .. }) = shop.seen()?;
        let others: Vec<u16> = enrollment.members.iter().copied().filter(|member| !shop.qualify.contains(member)).collect();
        if others.is_empty() {
            return self.other_credit(shop);
        }
        let (names, contact) = (names(application, others.into_iter()), self.plan_contact());
        let template = if shop.open().is_some() { t.shopping_not_qualified() } else { t.shopping_not_qualified_closed() };
        let text = fill(template, &[("names", &names), ("plan", &plan.name), ("contact", contact)]);
        Some(Tell { warning: true, title: t.shopping_not_qualified_title().to_owned(), text, ..Tell::default() })
    }

    /// That the plan was confirmed with another tax credit than a later status gives, where that is so and the amount is known.
    fn other_credit(&self, shop: &Shop) -> Option<Tell> {
        let t = self.messages();
        let (enrollment, CatalogPlan { plan, .. }) = shop.seen()?;
        let household = shop.household.as_ref().filter(|household| shop.later && self.credit_unknown(shop, household).is_none())?;
        let (before, now) = (enrollment.price().credit, household.price(plan)?);
        if before == now.credit || enrollment.members != household.members() {
            return None;
        }
        let template = if shop.begun() { t.shopping_other_credit_begun() } else { t.shopping_other_credit() };
        let (before, credit, pays) = (before.to_string(), now.credit.to_string(), now.pays().to_string());
        let contact = self.plan_contact();
        let values = [("plan", plan.name.as_str()), ("before", &before), ("now", &credit), ("pays", &pays), ("contact", contact)];
        Some(Tell { warning: true, title: t.shopping_not_qualified_title().to_owned(), text: fill(template, &values), ..Tell::default() })
    }

    /// For an assister: that the plans go by the initial status, whatever came after it (rule 28).
    pub(super) fn by_initial(&self, file: &ApplicationFile) -> Option<String> {
        let t = self.messages();
        let contact = contact(t, self.who.kind?);
        Some(fill(t.shopping_by_initial(), &[("name", &file.name), ("contact", contact)]))
    }

    /// What an assister is told of a plan that the consumer confirmed.
    fn theirs(&self, file: &ApplicationFile) -> String {
        fill(self.messages().shopping_theirs(), &[("name", &file.name)])
    }

    /// Whom to turn to about a plan that can't be changed here.
    fn plan_contact(&self) -> &'static str {
        let t = self.messages();
        self.who.kind.map_or(t.contact_center(), |kind| contact(t, kind))
    }

    /// The way back to the result, by what its page is called.
    pub(super) fn back_to_result(&self, shop: &Shop) -> Link {
        let t = self.messages();
        self.link(DETERMINATION, if shop.later { t.determination_heading_later() } else { t.shopping_back() })
    }

    /// In which plan, from when, at what premium.
    fn enrolled_screen(&self, (file, application): (&ApplicationFile, &StoredApplication), shop: &Shop, enrolled: &Enrolled) -> Screen {
        let t = self.messages();
        let links = match shop.open() {
            Some(_) => vec![(Weight::Other, self.link(PLANS, t.shopping_heading()))],
            None => Vec::new(),
        };
        let tell = self.plan_warning(shop, application).into_iter().collect();
        let screen = Screen { back: Some(self.back_to_result(shop)), links, tell, ..self.frame(file, t.shopping_enrolled_heading()) };
        let contact = [("contact", self.plan_contact())];
        let Some((enrollment, CatalogPlan { plan, .. })) = enrolled.seen() else {
            let later = if shop.begun() { fill(t.shopping_theirs_begun(), &contact) } else { t.shopping_theirs_change().to_owned() };
            return Screen { lead: vec![self.theirs(file), later], ..screen };
        };
        let (who, from) = (names(application, enrollment.members.iter().copied()), dates::calendar(enrollment.effective_on));
        let lead = fill(t.shopping_enrolled_lead(), &[("names", &who), ("plan", &plan.name), ("date", &from)]);
        let mut facts = plan_facts(t, plan, enrollment.price());
        facts.extend([
            fact(t.shopping_who(), who),
            fact(t.shopping_from(), &from),
            fact(t.shopping_confirmed(), dates::moment(enrollment.confirmed_at)),
        ]);
        let later = match shop.open() {
            Some(_) => fill(t.shopping_enrolled_change(), &[("date", &from)]),
            None if shop.begun() => fill(t.shopping_enrolled_begun(), &[("date", &from), contact[0]]),
            None => fill(t.shopping_enrolled_closed(), &contact),
        };
        let lead = vec![lead, t.shopping_plan_kept().to_owned(), later];
        Screen { lead, sections: vec![Section { facts, ..Section::default() }], ..screen }
    }

    /// What there is to know of the household's tax credit.
    fn credit_line(&self, shop: &Shop, household: &Household) -> String {
        let t = self.messages();
        let template = match (household.credit, self.who.kind) {
            (Cents(0), _) => return self.credit_unknown(shop, household).unwrap_or_else(|| t.shopping_no_credit().to_owned()),
            (_, None) => t.shopping_credit(),
            (_, Some(_)) => t.shopping_credit_assister(),
        };
        fill(template, &[("credit", &household.credit.to_string())])
    }

    /// That there is a tax credit of which the amount is not known, where that is so: no cost that is shown has it.
    fn credit_unknown(&self, shop: &Shop, household: &Household) -> Option<String> {
        let t = self.messages();
        if household.credit != Cents(0) || !household.shoppers.iter().any(|shopper| shopper.credited) {
            return None;
        }
        let template = if shop.later { t.shopping_credit_later() } else { t.shopping_credit_open() };
        Some(fill(template, &[("contact", t.contact_center())]))
    }
}
