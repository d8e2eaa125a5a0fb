//! `/resource-center/plans`

use super::lines::Lines;
use crate::api::forms::FormState;
use crate::api::plans::{CatalogRow, PlansPage, plans_page as load};
use crate::domain::access::{PLANS_ROUTE, PLANS_TEMPLATE_ROUTE};
use crate::ui::forms::Problems;
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::page_of::own;
use crate::ui::parts::{Actions, Button, Cell, Choice, Column, EmptyState, Field, InputKind, Radios, Rows, Table};
use crate::ui::section::query_map;
use leptos::prelude::*;

/// "Plans": which catalogs there are, and importing one.
pub fn plans_page() -> AnyView {
    let query = query_map();
    // As they are, which the router's own query is not. `imported` is there so that the same lines are looked at anew.
    let asked = ["file", "show", "page", "retry", "imported"];
    let address = move || query.with(|query| asked.map(|name| format!("{name}={}", query.get(name).unwrap_or_default())).join("&"));
    page(address, load, |data| match data {
        PlansPage::Catalogs { catalogs, years, form } => view! { <Catalogs catalogs years form /> }.into_any(),
        PlansPage::Lines(data) => view! { <Lines data /> }.into_any(),
    })
}

#[component]
fn Catalogs(catalogs: Vec<CatalogRow>, years: Vec<u16>, form: FormState) -> impl IntoView {
    let t = messages();
    let errors: Vec<(String, String)> = form.errors.iter().map(|error| (error.field.clone(), error.message.clone())).collect();
    let columns = [
        t.plans_column_year(),
        t.plans_column_catalog(),
        t.plans_column_plans(),
        t.plans_column_imported(),
        t.plans_column_by(),
        t.plans_column_state(),
    ];
    let columns = columns.map(Column::plain).to_vec();
    let rows = catalogs.iter().map(|catalog| {
        [
            Cell::text(catalog.year.to_string()),
            Cell::text(catalog.name.as_str()),
            Cell::text(catalog.plans.to_string()),
            Cell::text(catalog.imported.as_str()),
            Cell::text(catalog.by.as_str()),
            Cell::text(state(catalog)),
        ]
    });
    let rows = Rows::new(&columns, rows);
    let choices = years.into_iter().map(|year| Choice::new(year.to_string(), year.to_string())).collect::<Vec<_>>();
    view! {
        <PageHeading text=t.plans_heading() />
        <Problems errors />
        <p class="lead">{t.plans_lead()}</p>
        {if catalogs.is_empty() {
            view! { <EmptyState title=t.plans_none()><p>{t.plans_none_text()}</p></EmptyState> }.into_any()
        } else {
            view! { <Table caption=t.plans_catalogs() columns rows /> }.into_any()
        }}
        <h2>{t.plans_import_heading()}</h2>
        <ol>
            <li>{t.plans_step_template()} " " <a href=PLANS_TEMPLATE_ROUTE rel="external" download="">{t.import_template()}</a></li>
            <li>{t.plans_step_save()}</li>
            <li>{t.plans_step_upload()}</li>
        </ol>
        // The file goes to the server by the browser itself, with and without JavaScript.
        <form method="post" action=own(PLANS_ROUTE) enctype="multipart/form-data">
            <Radios name="year" legend=t.plans_column_year() choices value=form.value("year") error=form.error("year") />
            <Field name="file" label=t.import_file() hint=t.import_file_hint() kind=InputKind::File error=form.error("file") />
            <Actions>
                <Button label=t.import_upload() />
            </Actions>
        </form>
    }
}

fn state(catalog: &CatalogRow) -> &'static str {
    let t = messages();
    match (catalog.current, catalog.sample) {
        (true, false) => t.plans_state_current(),
        (true, true) => t.plans_state_current_sample(),
        (false, false) => t.plans_state_replaced(),
        (false, true) => t.plans_state_replaced_sample(),
    }
}
