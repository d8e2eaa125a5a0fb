//! "Shop for plans": the plans of the household, narrowed down and sorted by the address.

use super::super::Applicant;
use super::super::pages::PLANS;
use super::{CHOOSE, COMPARE, Shop, metal, names};
use crate::api::applications::{
    AskField, AskKind, CellView, ColumnView, Fact, FilterView, Link, Pages, RowView, Screen, Section, TableView, Weight,
};
use crate::api::error::ApiError;
use crate::api::forms::FormState;
use crate::domain::manage_assister::fill;
use crate::domain::money::Cents;
use crate::domain::plans::{MetalLevel, Plan};
use crate::domain::shopping::{Household, MOST_COMPARED, Offered, Sort, Wanted};
use crate::server::context::RequestContext;
use crate::server::dates;
use crate::store::{ApplicationFile, StoredApplication};
use std::collections::BTreeSet;

impl RequestContext<Applicant> {
    pub(super) async fn list_screen(
        &self,
        (file, application): (&ApplicationFile, &StoredApplication),
        (shop, household): (&Shop, &Household),
        offered: &[Offered<'_>],
        wanted: &Wanted,
    ) -> Result<Option<Screen>, ApiError> {
        let t = self.messages();
        let who = names(application, household.members().into_iter());
        let lead = [("names", who.as_str()), ("date", &dates::calendar(household.effective_on))];
        let mut screen = Screen {
            back: Some(self.back_to_result(shop)),
            lead: vec![fill(t.shopping_lead(), &lead), self.credit_line(shop, household)],
            ..self.frame(file, t.shopping_heading())
        };
        if household.shoppers.len() < application.answers.members.len() {
            screen.lead.push(t.shopping_others().to_owned());
        }
        screen.lead.extend(self.by_initial(file));
        if shop.enrolled.is_some() {
            screen.sections.extend(self.plan_section(shop, (file, application)));
        }
        if offered.is_empty() {
            let county = application.answers.address.as_ref().map(|address| address.county.name()).unwrap_or_default();
            let values = [("year", application.coverage_year.to_string()), ("county", county.to_owned())];
            screen.lead.push(fill(t.shopping_none(), &values.each_ref().map(|(name, value)| (*name, value.as_str()))));
            return Ok(Some(screen));
        }
        screen.sections.extend(self.compared(offered, wanted));
        screen.filter = Some(self.filter(offered, wanted));
        if wanted.compare.len() > 1 {
            let href = self.plans_address(COMPARE, wanted);
            screen.links.push((Weight::Next, Link { href, text: t.shopping_compare().to_owned() }));
        }
        screen.tables.push(self.table(shop, offered, wanted));
        Ok(Some(screen))
    }

    /// The plans that were added to be compared, each with the way to leave it out.
    fn compared(&self, offered: &[Offered<'_>], wanted: &Wanted) -> Option<Section> {
        let t = self.messages();
        let fact = |code: &String| {
            let chosen = offered.iter().find(|offered| offered.plan.code == *code)?;
            let href = self.plans_address(PLANS, &wanted.comparing(code, false));
            let change = Some(Link { href, text: t.shopping_compare_remove().to_owned() });
            Some(Fact { label: chosen.plan.name.clone(), value: chosen.price.pays().to_string(), change, ..Fact::default() })
        };
        let facts: Vec<Fact> = wanted.compare.iter().filter_map(fact).collect();
        let text = match facts.len() {
            1 => vec![t.shopping_compare_one().to_owned()],
            MOST_COMPARED => vec![t.shopping_compare_full().to_owned()],
            _ => Vec::new(),
        };
        (!facts.is_empty()).then(|| Section { heading: t.shopping_compare_heading().to_owned(), text, facts })
    }

    fn filter(&self, offered: &[Offered<'_>], wanted: &Wanted) -> FilterView {
        let t = self.messages();
        let field = |name: &str, label: &str, hint: &str, kind: AskKind| AskField {
            name: name.to_owned(),
            label: label.to_owned(),
            hint: hint.to_owned(),
            kind,
        };
        let all = |text: &str| vec![(String::new(), text.to_owned())];
        let levels: BTreeSet<MetalLevel> = offered.iter().map(|offered| offered.plan.metal).collect();
        let mut metals = all(t.shopping_metal_all());
        metals.extend(levels.into_iter().map(|level| (level.code().to_owned(), metal(t, level).to_owned())));
        let companies: BTreeSet<&str> = offered.iter().map(|offered| offered.plan.issuer.as_str()).collect();
        let mut issuers = all(t.shopping_issuer_all());
        issuers.extend(companies.into_iter().map(|company| (company.to_owned(), company.to_owned())));
        let most = wanted.wrong.clone().or_else(|| wanted.most.map(Cents::typed)).unwrap_or_default();
        let mut state = FormState::default()
            .keep("metal", wanted.metal.map(MetalLevel::code).unwrap_or_default())
            .keep("issuer", &wanted.issuer)
            .keep("most", &most);
        if wanted.wrong.is_some() {
            state.wrong("most", t.shopping_most_wrong());
        }
        let kept = Wanted { sort: wanted.sort, descending: wanted.descending, compare: wanted.compare.clone(), ..Wanted::default() };
        let href = self.plans_address(PLANS, &wanted.unfiltered());
        FilterView {
            action: self.address(PLANS),
            hidden: kept.pairs(),
            fields: vec![
                field("metal", t.shopping_metal(), "", AskKind::List(metals)),
                field("issuer", t.shopping_issuer(), "", AskKind::List(issuers)),
                field("most", t.shopping_most(), t.shopping_most_hint(), AskKind::Number),
            ],
            button: t.shopping_show().to_owned(),
            clear: (wanted.filters() || wanted.wrong.is_some()).then(|| Link { href, text: t.shopping_show_all().to_owned() }),
            state,
        }
    }

    fn table(&self, shop: &Shop, offered: &[Offered<'_>], wanted: &Wanted) -> TableView {
        let t = self.messages();
        let found = wanted.find(offered);
        let (n, total) = (found.len().to_string(), offered.len().to_string());
        let count =
            if found.is_empty() { t.shopping_count_none().to_owned() } else { fill(t.shopping_count(), &[("n", &n), ("total", &total)]) };
        let columns = vec![
            self.sorted(wanted, Sort::Name, t.shopping_column_plan()),
            plain(t.shopping_issuer()),
            plain(t.shopping_metal()),
            plain(t.shopping_column_premium()),
            self.sorted(wanted, Sort::Cost, t.shopping_column_after()),
            self.sorted(wanted, Sort::Deductible, t.shopping_column_deductible()),
            self.sorted(wanted, Sort::Limit, t.shopping_column_limit()),
            plain(t.shopping_column_choose()),
        ];
        let mark = if self.who.kind.is_none() { t.shopping_yours() } else { t.shopping_chosen() };
        let current = shop.seen().map(|(_, current)| current.plan.code.as_str());
        let row = |Offered { plan, price }: &Offered<'_>| {
            let choose = self.choose(&plan.code, wanted, t.shopping_choose());
            let mark = if current == Some(&plan.code) { mark } else { "" };
            let name = Link { text: plan.name.clone(), ..choose.clone() };
            let cells = vec![
                CellView { mark: mark.to_owned(), ..name.into() },
                words(&plan.issuer),
                words(metal(t, plan.metal)),
                words(price.premium),
                words(price.pays()),
                words(plan.deductible),
                words(plan.out_of_pocket_limit),
                CellView { about: plan.name.clone(), more: self.compare_links(wanted, plan), ..choose.into() },
            ];
            RowView { id: row_name(&plan.code), cells }
        };
        let (shown, previous, next) = wanted.page_of(&found);
        let pages = (previous.is_some() || next.is_some()).then(|| {
            let link = |to: Option<Wanted>, text: &str| to.map(|to| Link { href: self.plans_address(PLANS, &to), text: text.to_owned() });
            Pages {
                label: t.shopping_pages().to_owned(),
                previous: link(previous, t.shopping_previous()).unwrap_or_default(),
                next: link(next, t.shopping_next()).unwrap_or_default(),
            }
        });
        TableView { caption: count.clone(), count, columns, rows: shown.iter().map(row).collect(), pages, ..TableView::default() }
    }

    fn sorted(&self, wanted: &Wanted, sort: Sort, text: &str) -> ColumnView {
        let current = (wanted.sort == sort).then_some(wanted.descending);
        let other = wanted.sorted(sort, current == Some(false));
        ColumnView { text: text.to_owned(), href: self.plans_address(PLANS, &other), descending: current }
    }

    /// The link to the page on which a plan is confirmed.
    pub(super) fn choose(&self, code: &str, wanted: &Wanted, text: &str) -> Link {
        Link { href: self.plans_address(CHOOSE, &wanted.choosing(code)), text: text.to_owned() }
    }

    /// Adds a plan to those that are compared, or takes it out, and comes back to its row; nothing where there is no room for it. Beside
    /// one that was added, the way to all of them: what stands above the table is far away in a narrow window.
    fn compare_links(&self, wanted: &Wanted, Plan { code, name, .. }: &Plan) -> Vec<(Link, String)> {
        let t = self.messages();
        let (added, many) = (wanted.compare.contains(code), wanted.compare.len());
        let text = if added { t.shopping_compare_remove() } else { t.shopping_compare_add() };
        let href = format!("{}#{}", self.plans_address(PLANS, &wanted.comparing(code, !added)), row_name(code));
        let mut links = Vec::new();
        if added || many < MOST_COMPARED {
            links.push((Link { href, text: text.to_owned() }, name.clone()));
        }
        if added && many > 1 {
            let text = fill(t.shopping_compare_all(), &[("n", &many.to_string())]);
            links.push((Link { href: self.plans_address(COMPARE, wanted), text }, String::new()));
        }
        links
    }
}

/// The name by which an address leads to a plan's row. A plan's code holds nothing that means anything in an address.
fn row_name(code: &str) -> String {
    format!("plan-{code}")
}

/// A column that can't be sorted.
pub(super) fn plain(text: impl ToString) -> ColumnView {
    ColumnView { text: text.to_string(), ..ColumnView::default() }
}

/// A cell that leads nowhere.
pub(super) fn words(text: impl ToString) -> CellView {
    Link { href: String::new(), text: text.to_string() }.into()
}
