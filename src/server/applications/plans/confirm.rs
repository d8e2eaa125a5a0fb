//! "Enroll": the plan to check, and its confirmation.

use super::super::Applicant;
use super::super::pages::{DETERMINATION, PLANS};
use super::{CHOOSE, ENROLLED, Shop, fact, names, plan_facts};
use crate::api::applications::{Ask, Link, Screen, Section, TypedPlan, Weight};
use crate::api::error::{ApiError, ErrorCode};
use crate::api::forms::{Form, FormState, Posted};
use crate::domain::ids::{EnrollmentId, PlanId};
use crate::domain::instant::Date;
use crate::domain::manage_assister::fill;
use crate::domain::money::Cents;
use crate::domain::shopping::{Household, Price, Wanted};
use crate::server::context::RequestContext;
use crate::server::dates;
use crate::store::{ApplicationFile, CatalogPlan, Confirm, ConfirmedPlan, EnrolledInPlan, StoredApplication, StoredEnrollment};

impl TypedPlan {
    fn read(&self) -> Option<(ConfirmedPlan, Vec<u16>)> {
        let replaces: Option<EnrollmentId> = match self.replaces.as_str() {
            "" => None,
            id => Some(id.parse().ok()?),
        };
        let price = Price { premium: Cents(self.premium.parse().ok()?), credit: Cents(self.credit.parse().ok()?) };
        let who = self.who.split_whitespace().map(|member| member.parse().ok()).collect::<Option<Vec<u16>>>()?;
        let plan = self.plan.parse::<PlanId>().ok()?;
        Some((ConfirmedPlan { plan, price, effective_on: Date::parse(&self.from)?, replaces }, who))
    }
}

impl RequestContext<Applicant> {
    /// The plan before it is confirmed; `None` for one that the household can't have.
    pub(super) fn choose_screen(
        &self,
        (file, application): (&ApplicationFile, &StoredApplication),
        (shop, household): (&Shop, &Household),
        CatalogPlan { id, plan }: &CatalogPlan,
        wanted: &Wanted,
    ) -> Option<Screen> {
        let t = self.messages();
        let price = household.price(plan)?;
        let mut facts = plan_facts(t, plan, price);
        let members = household.members();
        facts.push(fact(t.shopping_who(), names(application, members.iter().copied())));
        let from = dates::calendar(household.effective_on);
        facts.push(fact(t.shopping_from(), &from));
        let back = Link { href: self.plans_address(PLANS, &wanted.choosing("")), text: t.shopping_back_to_plans().to_owned() };
        let mut screen =
            Screen { back: Some(back), sections: vec![Section { facts, ..Section::default() }], ..self.frame(file, t.shopping_enroll()) };
        let same = |(enrollment, before): (&StoredEnrollment, &CatalogPlan)| {
            before.id == *id && enrollment.members == members && enrollment.price() == price
        };
        if shop.seen().is_some_and(same) {
            screen.lead.push(t.shopping_enroll_same().to_owned());
            screen.links.push((Weight::Other, self.link(ENROLLED, t.shopping_see_enrolled())));
            return Some(screen);
        }
        screen.lead.push(t.shopping_enroll_text().to_owned());
        screen.lead.extend(self.by_initial(file));
        match (shop.seen(), &shop.enrolled) {
            (Some((enrollment, before)), _) => {
                let values = [("plan", before.plan.name.as_str()), ("date", &dates::calendar(enrollment.effective_on))];
                let again = before.plan.code == plan.code;
                screen.lead.push(fill(if again { t.shopping_enroll_again() } else { t.shopping_enroll_replaces() }, &values));
                let left = names(application, enrollment.members.iter().copied().filter(|member| !members.contains(member)));
                if !left.is_empty() {
                    screen.lead.push(fill(t.shopping_enroll_leaves(), &[("names", &left)]));
                }
            }
            (None, Some(_)) => screen.lead.push(format!("{} {}", self.theirs(file), t.shopping_theirs_replaced())),
            (None, None) => {}
        }
        screen.lead.push(fill(t.shopping_until(), &[("date", &from)]));
        let replaces = shop.enrolled.as_ref().map(|before| before.enrollment.id.to_string()).unwrap_or_default();
        let hidden = [
            ("plan", id.to_string()),
            ("premium", price.premium.0.to_string()),
            ("credit", price.credit.0.to_string()),
            ("from", household.effective_on.iso()),
            ("who", members.iter().map(u16::to_string).collect::<Vec<_>>().join(" ")),
            ("replaces", replaces),
        ];
        let hidden = hidden.map(|(name, value)| (name.to_owned(), value)).to_vec();
        screen.form = Some(self.form(Ask::Enroll, hidden, FormState::default(), t.shopping_enroll()));
        Some(screen)
    }

    /// Enrolls the household. Twice has one effect and leads to the same page.
    ///
    /// # Errors
    /// Not found for an assister whom it is not open to; the store's.
    pub async fn enroll(&self, typed: TypedPlan) -> Result<Posted, ApiError> {
        let file = self.file().await?;
        let Some((confirmed, who)) = typed.read() else { return self.done(&self.address(PLANS)) };
        let confirm = Confirm {
            id: EnrollmentId(self.fresh_id()),
            coverage_year: self.year()?,
            confirmed,
            who: &who,
            now: self.now,
            today: self.today()?,
            audit: &self.audit(),
        };
        match self.store().confirm_enrollment(self.who.side, confirm).await? {
            EnrolledInPlan::Now | EnrolledInPlan::Before | EnrolledInPlan::Begun => self.done(&self.address(ENROLLED)),
            EnrolledInPlan::Nobody => self.done(&self.address(DETERMINATION)),
            EnrolledInPlan::NotFound => Err(ApiError::new(ErrorCode::NotFound)),
            EnrolledInPlan::NotSold => self.ask_again(&file, confirmed.plan, "catalog").await,
            EnrolledInPlan::OtherPeople => self.ask_again(&file, confirmed.plan, "people").await,
            EnrolledInPlan::OtherPrice => self.ask_again(&file, confirmed.plan, "price").await,
            EnrolledInPlan::OtherDay => self.ask_again(&file, confirmed.plan, "day").await,
            EnrolledInPlan::Meanwhile => self.ask_again(&file, confirmed.plan, "meanwhile").await,
        }
    }

    /// Tells what changed, and asks again: of the plan as it is sold now, or for another one where it is not sold any more.
    async fn ask_again(&self, file: &ApplicationFile, chosen: PlanId, told: &str) -> Result<Posted, ApiError> {
        let address = file.application.as_ref().and_then(|application| application.answers.address.as_ref());
        let sold = match address {
            Some(address) => self.store().plans_in(self.year()?, address.county).await?,
            None => Vec::new(),
        };
        let chosen = self.store().plan(chosen).await?.filter(|chosen| sold.iter().any(|sold| sold.plan.code == chosen.plan.code));
        let (page, told, wanted) = match chosen {
            Some(chosen) => (CHOOSE, told, Wanted::default().choosing(&chosen.plan.code)),
            None => (PLANS, "gone", Wanted::default()),
        };
        let state = FormState::default().keep("page", page).keep("told", told);
        // Shown anew in every browser: the form must know the plan that it is now about.
        self.refuse_anew_at(Form::Application, state, &self.plans_address(page, &wanted)).await
    }
}
