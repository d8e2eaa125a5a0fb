//! What shows many things.

use leptos::prelude::*;

use super::{HOSTILE, LONG, Sample};
use crate::ui::parts::*;

pub(super) fn samples() -> AnyView {
    let columns = vec![
        Column::sorted("Name", "#", Some(Order::Ascending)),
        Column::sorted("Authorized on", "#", None),
        Column::plain("Application"),
        Column::plain("Initial determination"),
        Column::plain("Health plan"),
    ];
    let rows = Rows::new(&columns, ["Ann Lindqvist", "Nguyễn Thị Minh Khai", LONG, HOSTILE].map(row));
    view! {
        <Sample name="Tabs">
            <Tabs label="Clients" tabs=vec![tab("New", "23", true), tab("In Progress", "41", false), tab("All", "100,000", false)]/>
            <Tabs label="Without counts" tabs=vec![tab("Details", "", false), tab(LONG, "", true)]/>
        </Sample>
        <Sample name="Table">
            <Table caption="Your clients" columns=columns rows=rows/>
        </Sample>
        <Sample name="Table, side by side">{side_by_side()}</Sample>
        <Sample name="Pager">
            <Pager label="Pages, first" previous_text="Previous" next="#" next_text="Next" summary="50 of 64 clients"/>
            <Pager label="Pages, middle" previous="#" previous_text="Previous" next="#" next_text="Next" summary="50 of 100,000 clients"/>
            <Pager label="Pages, last" previous="#" previous_text="Previous" next_text="Next" summary="14 of 64 clients"/>
            <Pager label="Pages, only" previous_text="Previous" next_text="Next" summary="3 of 3 clients"/>
        </Sample>
        <Sample name="EmptyState">
            <EmptyState title="No clients yet">
                <p>"A consumer who wants your help signs in, opens Manage Assister and enters your reference number, 120-0010."</p>
            </EmptyState>
            <EmptyState title=format!("Nobody found for {HOSTILE}")>
                <p>"Check the spelling, or " <a href="#">"show everyone"</a> "."</p>
            </EmptyState>
        </Sample>
        <Sample name="History">
            <History>
                <HistoryItem title="Ann Lindqvist" when="March 3, 2026 to November 2, 2026"><p>"Ended by you"</p></HistoryItem>
                <HistoryItem title=LONG when="January 9, 2025 to March 3, 2026"><p>"Replaced by another assister"</p></HistoryItem>
                <HistoryItem title=HOSTILE><a href="#">"View the receipt"</a></HistoryItem>
            </History>
        </Sample>
    }
    .into_any()
}

fn tab(text: &str, count: &str, current: bool) -> Tab {
    Tab { href: "#".to_owned(), text: text.to_owned(), count: count.to_owned(), current }
}

fn side_by_side() -> AnyView {
    let columns = ["Fact", "Agate Silver Basic", LONG, HOSTILE].map(Column::plain).to_vec();
    let choose = |about| Cell::Several(vec![link("Choose", about)]);
    let marked = Cell::Several(vec![link("Add to compare", ""), Piece::Mark("Your plan".into())]);
    let rows = [
        ("sample-row", [Cell::text("Choose"), choose("Agate Silver Basic"), choose(LONG), choose(HOSTILE)]),
        ("", [Cell::text("Deductible"), Cell::text("$4,900.00"), Cell::text("$12,900.00"), marked]),
    ];
    let rows = Rows::named(&columns, rows);
    view! {
        <div class="side-by-side">
            <Table caption="Plans to compare" columns=columns rows=rows/>
        </div>
    }
    .into_any()
}

fn link(text: &'static str, about: &'static str) -> Piece<'static> {
    Piece::Link { href: "#".into(), text: text.into(), about: about.into() }
}

fn row(name: &'static str) -> [Cell<'static>; 5] {
    [Cell::link("#", name), Cell::text("November 2, 2026"), Cell::text("Not started"), Cell::text("—"), Cell::text("—")]
}
