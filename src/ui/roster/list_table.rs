//! The people of one page of a roster, as a table.

use crate::api::roster::RosterRowView;
use crate::domain::manage_assister::fill;
use crate::ui::messages;
use crate::ui::parts::{Cell, Column, Rows, Table};
use leptos::prelude::*;

/// The table.
#[component]
pub fn RosterTable(rows: Vec<RosterRowView>, caption: String) -> impl IntoView {
    let t = messages();
    let columns = [
        t.agency_column_name(),
        t.agency_assister_code(),
        t.agency_training_id(),
        t.agency_column_employment(),
        t.agency_column_certification(),
        t.agency_access(),
        t.agency_column_gates(),
        t.agency_column_account(),
        t.agency_column_directory(),
    ]
    .map(Column::plain)
    .to_vec();
    let yes_no = |yes: bool| Cell::text(if yes { t.standing_yes() } else { t.standing_no() });
    let rows = Rows::new(
        &columns,
        rows.iter().map(|row| {
            [
                Cell::link(format!("/agency/assisters/{}", row.id), &row.name),
                Cell::text(&row.assister_code),
                Cell::text(&row.training_id),
                Cell::text(if row.employed { t.standing_employment_active() } else { t.standing_employment_inactive() }),
                Cell::text(&row.certification),
                yes_no(row.portal_access),
                Cell::text(fill(t.agency_gates_met(), &[("n", &row.gates_met.to_string())])),
                Cell::text(t.account_state(row.account)),
                yes_no(row.in_directory),
            ]
        }),
    );
    view! { <Table caption columns rows /> }
}
