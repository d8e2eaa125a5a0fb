//! "Compare": up to three plans side by side, and what a year with each costs.

use super::super::Applicant;
use super::super::pages::PLANS;
use super::chart::chart;
use super::list::{plain, words};
use super::{metal, plan_facts};
use crate::api::applications::{CellView, Link, RowView, Screen, TableView};
use crate::domain::manage_assister::fill;
use crate::domain::shopping::{Offered, Use, Wanted, yearly_cost};
use crate::messages::Messages;
use crate::server::context::RequestContext;
use crate::store::ApplicationFile;

/// What a level of use is called.
const fn usage(t: Messages, of: Use) -> &'static str {
    match of {
        Use::Low => t.shopping_use_low(),
        Use::Middle => t.shopping_use_middle(),
        Use::High => t.shopping_use_high(),
    }
}

impl RequestContext<Applicant> {
    pub(super) fn compare_screen(&self, file: &ApplicationFile, offered: &[Offered<'_>], wanted: &Wanted) -> Option<Screen> {
        let t = self.messages();
        let compared: Vec<Offered<'_>> =
            wanted.compare.iter().filter_map(|code| offered.iter().find(|offered| offered.plan.code == *code).copied()).collect();
        let back = Link { href: self.plans_address(PLANS, wanted), text: t.shopping_back_to_plans().to_owned() };
        let lead = if compared.len() == 1 { vec![t.shopping_compare_one().to_owned()] } else { Vec::new() };
        Some(Screen {
            back: Some(back),
            lead,
            tables: vec![self.side_by_side(&compared, wanted), year(t, &compared)],
            ..self.frame(file, t.shopping_compare())
        })
    }

    /// A column for each plan, a row for each fact. A plan is named once, by its column.
    fn side_by_side(&self, compared: &[Offered<'_>], wanted: &Wanted) -> TableView {
        let t = self.messages();
        let mut columns = vec![plain(t.shopping_compare_fact())];
        columns.extend(compared.iter().map(|offered| plain(&offered.plan.name)));
        let facts: Vec<_> = compared.iter().map(|Offered { plan, price }| plan_facts(t, plan, *price)).collect();
        let labels: Vec<String> = facts.first().map(|facts| facts.iter().map(|fact| fact.label.clone()).collect()).unwrap_or_default();
        // The first fact is the name, which the column has.
        let row = |label: &str, values: Vec<CellView>| {
            let mut cells = vec![words(label)];
            cells.extend(values);
            RowView { cells, ..RowView::default() }
        };
        let choose = |Offered { plan, .. }: &Offered<'_>| CellView {
            about: plan.name.clone(),
            ..self.choose(&plan.code, wanted, t.shopping_choose()).into()
        };
        let mut rows = vec![row(t.shopping_choose(), compared.iter().map(choose).collect())];
        rows.extend((1..labels.len()).map(|place| {
            let values = facts.iter().filter_map(|facts| facts.get(place)).map(|fact| words(&fact.value));
            row(&labels[place], values.collect())
        }));
        TableView { caption: t.shopping_compare_heading().to_owned(), columns, rows, side_by_side: true, ..TableView::default() }
    }
}

/// What a year costs: the chart, and its figures.
fn year(t: Messages, compared: &[Offered<'_>]) -> TableView {
    let costs = Use::ALL.map(|of| {
        let each = compared.iter().map(|Offered { plan, price }| (plan.name.as_str(), yearly_cost(plan, *price, of)));
        (usage(t, of), each.collect::<Vec<_>>())
    });
    let picture = chart(t.shopping_chart(), &costs);
    let mut columns = vec![plain(t.shopping_column_plan())];
    columns.extend(Use::ALL.map(|of| plain(usage(t, of))));
    let row = |(place, Offered { plan, .. }): (usize, &Offered<'_>)| {
        let mut cells = vec![words(format!("{} ({})", plan.name, metal(t, plan.metal)))];
        cells.extend(costs.iter().filter_map(|(_, each)| each.get(place)).map(|(_, cost)| words(cost)));
        RowView { cells, ..RowView::default() }
    };
    let [low, middle, high] = Use::ALL.map(|of| of.bills().to_string());
    TableView {
        heading: t.shopping_year_heading().to_owned(),
        text: vec![
            fill(t.shopping_year_text(), &[("low", &low), ("middle", &middle), ("high", &high)]),
            t.shopping_year_model().to_owned(),
        ],
        picture,
        caption: t.shopping_year_heading().to_owned(),
        columns,
        rows: compared.iter().enumerate().map(row).collect(),
        ..TableView::default()
    }
}
