//! The pages of plans: for whom they are, which page it is the turn of, and what all of them have.

mod chart;
mod compare;
mod confirm;
mod list;

pub use confirm::TypedPlan;

use super::Applicant;
use super::pages::{DETERMINATION, PLANS, contact, draw};
use crate::api::applications::{Fact, Screen, Section, Tell, Weight};
use crate::api::drawn::Reply;
use crate::api::error::{ApiError, ErrorCode};
use crate::api::forms::Form;
use crate::domain::eligibility::Determination;
use crate::domain::instant::Date;
use crate::domain::manage_assister::fill;
use crate::domain::money::Cents;
use crate::domain::plans::{MetalLevel, Plan};
use crate::domain::shopping::{Household, Offered, Price, Wanted};
use crate::messages::Messages;
use crate::server::context::RequestContext;
use crate::server::dates;
use crate::store::{ApplicationFile, CatalogPlan, StoredApplication, StoredEnrollment};

/// The address of the plans side by side.
const COMPARE: &str = "plans/compare";
/// The address of the plan that is confirmed.
const CHOOSE: &str = "plans/choose";
/// The address of the enrollment.
pub(super) const ENROLLED: &str = "plans/enrolled";

/// A household that may have a health plan, on a day.
pub(super) struct Shop {
    household: Household,
    enrolled: Option<(StoredEnrollment, CatalogPlan)>,
    today: Date,
}

impl Shop {
    /// Whether coverage has begun: then nothing is changed here any more.
    pub(super) fn begun(&self) -> bool {
        self.enrolled.as_ref().is_some_and(|(enrollment, _)| enrollment.effective_on <= self.today)
    }

    /// The plans with their price for the household, without those that it can't have.
    fn offered<'a>(&self, sold: &'a [CatalogPlan]) -> Vec<Offered<'a>> {
        sold.iter().filter_map(|CatalogPlan { plan, .. }| Some(Offered { plan, price: self.household.price(plan)? })).collect()
    }
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
fn names(application: &StoredApplication, members: impl Iterator<Item = u16>) -> String {
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

impl RequestContext<Applicant> {
    /// The household of an application that may have a health plan by its initial determination, and the plan that it has; `None` when
    /// nobody is shopped for.
    pub(super) async fn shop(&self, application: &StoredApplication, found: &Determination) -> Result<Option<Shop>, ApiError> {
        let today = self.today()?;
        let Some(household) = Household::of(&application.answers, found, today) else { return Ok(None) };
        let enrolled = match self.store().enrollment(application.id).await? {
            Some(enrollment) => self.store().plan(enrollment.plan).await?.map(|plan| (enrollment, plan)),
            None => None,
        };
        Ok(Some(Shop { household, enrolled, today }))
    }

    /// A page of plans. `query` is all that the address asks for.
    pub(super) async fn plans_page(
        &self,
        (file, application): (&ApplicationFile, &StoredApplication),
        page: &str,
        retry: &str,
        query: &str,
    ) -> Result<Reply, ApiError> {
        let initial = self.store().initial_determination(application.id).await?;
        let shop = match initial {
            Some(initial) => self.shop(application, &initial.determination).await?,
            None => None,
        };
        let (Some(shop), Some(address)) = (shop, &application.answers.address) else { return Ok(self.go(DETERMINATION)) };
        if let (ENROLLED, Some(enrolled)) = (page, &shop.enrolled) {
            return Ok(draw(self.enrolled_screen((file, application), &shop, enrolled)));
        }
        if ![PLANS, COMPARE, CHOOSE, ENROLLED].contains(&page) {
            return Err(ApiError::new(ErrorCode::NotFound));
        }
        if shop.begun() {
            return Ok(self.go(ENROLLED));
        }
        let sold = self.store().plans_in(application.coverage_year, address.county).await?;
        let offered = shop.offered(&sold);
        let wanted = Wanted::read(query).among(&offered);
        let kept = self.kept_form(Form::Application, retry).await?;
        let told = self.told_meanwhile(&kept.value("told")).filter(|_| kept.value("page") == page);
        let screen = match page {
            PLANS => self.list_screen((file, application), &shop, &offered, &wanted).await?,
            COMPARE if !wanted.compare.is_empty() => self.compare_screen(file, &offered, &wanted),
            CHOOSE => match sold.iter().find(|sold| sold.plan.code == wanted.plan) {
                Some(chosen) => self.choose_screen((file, application), &shop, chosen, &wanted),
                None => None,
            },
            _ => None,
        };
        let Some(mut screen) = screen else { return Ok(Reply::GoTo(self.plans_address(PLANS, &wanted))) };
        screen.tell.extend(told);
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
            "price" => t.shopping_told_price(),
            "day" => t.shopping_told_day(),
            "meanwhile" => t.shopping_told_meanwhile(),
            _ => return None,
        };
        Some(Tell { warning: true, title: t.shopping_told_title().to_owned(), text: text.to_owned() })
    }

    /// The plan that a household has, for the page of its determination.
    pub(super) fn plan_section(&self, shop: &Shop, application: &StoredApplication) -> Section {
        let t = self.messages();
        let heading = t.shopping_plan_heading().to_owned();
        match &shop.enrolled {
            None => Section { heading, text: vec![t.shopping_plan_none().to_owned()], facts: Vec::new() },
            Some((enrollment, CatalogPlan { plan, .. })) => {
                let pays = Price { premium: enrollment.premium, credit: enrollment.credit }.pays();
                let facts = vec![
                    Fact { change: Some(self.link(ENROLLED, t.shopping_see())), ..fact(t.shopping_column_plan(), &plan.name) },
                    fact(t.shopping_who(), names(application, enrollment.members.iter().copied())),
                    fact(t.shopping_from(), dates::calendar(enrollment.effective_on)),
                    fact(t.shopping_column_pays(), pays),
                ];
                Section { heading, facts, ..Section::default() }
            }
        }
    }

    /// In which plan, from when, at what premium.
    fn enrolled_screen(
        &self,
        (file, application): (&ApplicationFile, &StoredApplication),
        shop: &Shop,
        (enrollment, CatalogPlan { plan, .. }): &(StoredEnrollment, CatalogPlan),
    ) -> Screen {
        let t = self.messages();
        let (who, from) = (names(application, enrollment.members.iter().copied()), dates::calendar(enrollment.effective_on));
        let lead = fill(t.shopping_enrolled_lead(), &[("names", &who), ("plan", &plan.name), ("date", &from)]);
        let price = Price { premium: enrollment.premium, credit: enrollment.credit };
        let mut facts = plan_facts(t, plan, price);
        facts.extend([
            fact(t.shopping_who(), who),
            fact(t.shopping_from(), &from),
            fact(t.shopping_confirmed(), dates::moment(enrollment.confirmed_at)),
        ]);
        let (later, links) = if shop.begun() {
            let whom = self.who.kind.map_or(t.contact_center(), |kind| contact(t, kind));
            (fill(t.shopping_enrolled_begun(), &[("date", &from), ("contact", whom)]), Vec::new())
        } else {
            let link = self.link(PLANS, t.shopping_heading());
            (fill(t.shopping_enrolled_change(), &[("date", &from)]), vec![(Weight::Other, link)])
        };
        Screen {
            back: Some(self.link(DETERMINATION, t.shopping_back())),
            lead: vec![lead, t.shopping_plan_kept().to_owned(), later],
            sections: vec![Section { facts, ..Section::default() }],
            links,
            ..self.frame(file, t.shopping_enrolled_heading())
        }
    }

    /// What there is to know of the household's tax credit.
    fn credit_line(&self, household: &Household) -> String {
        let t = self.messages();
        let template = match (household.credit, self.who.kind) {
            (Cents(0), _) if household.shoppers.iter().any(|shopper| shopper.credited) => t.shopping_credit_open(),
            (Cents(0), _) => t.shopping_no_credit(),
            (_, None) => t.shopping_credit(),
            (_, Some(_)) => t.shopping_credit_assister(),
        };
        fill(template, &[("credit", &household.credit.to_string())])
    }
}
