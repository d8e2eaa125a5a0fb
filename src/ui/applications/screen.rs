//! Draws a page of an application, on the server.

use super::contacts::linked;
use crate::api::applications::{
    Ask, AskField, AskKind, CellView, EnrollClientInPlan, EnrollInPlan, Fact, FilterView, FormView, Link, MarkNoticesRead, SaveApplication,
    SaveClientApplication, Screen, Section, StartApplication, StartClientApplication, SubmitApplication, SubmitClientApplication,
    TableView, Tell, Weight,
};
use crate::ui::forms::{FormProblems, FormSignal, PostForm};
use crate::ui::messages;
use crate::ui::parts::{
    Actions, BackLink, Banner, Button, ButtonKind, ButtonLink, Cell, Checkbox, Choice, Column, Field, Heading, InputKind, Notice,
    NoticeKind, Order, PROBLEMS, Pager, Piece, Radios, Rows, Select, Sort, SummaryList, SummaryRow, Table,
};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The page's markup.
#[must_use]
pub fn markup(screen: Screen) -> String {
    view! { <ScreenView screen /> }.to_html()
}

/// The page.
#[component]
fn ScreenView(screen: Screen) -> impl IntoView {
    let form = screen.form.map(|view| (signal(&view), view));
    let problems = form.iter().map(|(form, _)| view! { <FormProblems form=*form /> }).collect_view();
    view! {
        {screen.acting.map(|(text, name, back)| view! { <Banner label=text.clone() text name href=back.href link=back.text /> })}
        {screen.back.map(|back| view! { <BackLink href=back.href label=back.text /> })}
        <Heading text=screen.heading caption=screen.caption />
        {problems}
        {screen.refusal.map(refusal)}
        {screen.tell.into_iter().map(tell).collect_view()}
        {screen.lead.into_iter().enumerate().map(|(place, text)| view! { <p class=(place == 0).then_some("lead")>{linked(text)}</p> }).collect_view()}
        {screen.sections.into_iter().map(section).collect_view()}
        {links(screen.links)}
        {screen.more.into_iter().map(section).collect_view()}
        {screen.filter.map(filter)}
        {screen.tables.into_iter().map(table).collect_view()}
        {form.map(|(form, view)| posted(form, view))}
        {screen.remove.map(|remove| view! { <p><a href=remove.href>{remove.text}</a></p> })}
        {(!screen.saved.is_empty()).then(|| view! { <p class="aside">{screen.saved}</p> })}
        {(!screen.years.is_empty()).then(|| view! { <h2>{messages().application_other_years()}</h2> <ul>{items(screen.years)}</ul> })}
    }
}

fn signal(view: &FormView) -> FormSignal {
    let address = match (view.ask, view.for_client) {
        (Ask::Start, false) => StartApplication::PATH,
        (Ask::Save, false) => SaveApplication::PATH,
        (Ask::Submit, false) => SubmitApplication::PATH,
        (Ask::Enroll, false) => EnrollInPlan::PATH,
        (Ask::Start, true) => StartClientApplication::PATH,
        (Ask::Save, true) => SaveClientApplication::PATH,
        (Ask::Submit, true) => SubmitClientApplication::PATH,
        (Ask::Enroll, true) => EnrollClientInPlan::PATH,
        (Ask::ReadNotices, _) => MarkNoticesRead::PATH,
    };
    FormSignal::to(address, view.state.clone())
}

fn tell(tell: Tell) -> AnyView {
    let kind = if tell.warning { NoticeKind::Warning } else { NoticeKind::Info };
    let list = (!tell.list.is_empty()).then(|| view! { <ul>{items(tell.list)}</ul> });
    let pending = tell.pending.then(|| view! { <span data-pending hidden></span> });
    view! { <Notice kind label=tell.title><p>{linked(tell.text)}</p> {list} {pending}</Notice> }.into_any()
}

/// Looks and takes focus like what is wrong with a form, of which there is none on the page.
fn refusal(tell: Tell) -> AnyView {
    view! {
        <div class="error-summary" id=PROBLEMS tabindex="-1">
            <div role="alert">
                <h2 class="error-summary__title">{tell.title}</h2>
                <p>{tell.text}</p>
                <ul class="error-summary__list">{items(tell.list)}</ul>
            </div>
        </div>
    }
    .into_any()
}

fn items(list: Vec<Link>) -> AnyView {
    let item = |Link { href, text }: Link| match href.as_str() {
        "" => view! { <li>{text}</li> }.into_any(),
        _ => view! { <li><a href=href>{text}</a></li> }.into_any(),
    };
    list.into_iter().map(item).collect_view().into_any()
}

/// Facts or texts under a heading of their own.
pub fn section(section: Section) -> AnyView {
    let facts: Vec<AnyView> = section.facts.into_iter().map(fact).collect();
    let heading = (!section.heading.is_empty()).then(|| view! { <h2>{section.heading}</h2> });
    view! {
        {heading}
        {section.text.into_iter().map(|text| view! { <p>{linked(text)}</p> }).collect_view()}
        {(!facts.is_empty()).then(|| view! { <SummaryList>{facts}</SummaryList> })}
    }
    .into_any()
}

fn fact(fact: Fact) -> AnyView {
    let change = fact.change.unwrap_or_default();
    let strong = (!fact.strong.is_empty()).then(|| view! { <strong>{fact.strong}</strong> <br /> });
    view! { <SummaryRow label=fact.label href=change.href link=change.text>{strong} {linked(fact.value)}</SummaryRow> }.into_any()
}

fn links(links: Vec<(Weight, Link)>) -> AnyView {
    if links.is_empty() {
        return ().into_any();
    }
    let links = links
        .into_iter()
        .map(|(weight, link)| match weight {
            Weight::Next => view! { <ButtonLink href=link.href label=link.text /> }.into_any(),
            Weight::Other => view! { <ButtonLink href=link.href label=link.text kind=ButtonKind::Secondary /> }.into_any(),
            Weight::Plain => view! { <a href=link.href>{link.text}</a> }.into_any(),
        })
        .collect_view();
    view! { <Actions>{links}</Actions> }.into_any()
}

fn posted(form: FormSignal, view: FormView) -> AnyView {
    let kind = if view.removes { ButtonKind::Danger } else { ButtonKind::Primary };
    let hidden = view.hidden.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view();
    let fields = view.fields.into_iter().map(|asked| field(form, asked)).collect_view();
    view! {
        <PostForm form>
            {hidden} {fields}
            <Actions>
                <Button label=view.button kind busy=form.busy() />
                {view.cancel.map(|cancel| view! { <a href=cancel.href>{cancel.text}</a> })}
            </Actions>
        </PostForm>
    }
    .into_any()
}

/// Where the application does not run, the browser sends it by itself.
fn filter(view: FilterView) -> AnyView {
    let form = FormSignal::to("", view.state);
    let hidden = view.hidden.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view();
    let fields = view.fields.into_iter().map(|asked| field(form, asked)).collect_view();
    view! {
        <form class="filter" method="get" action=view.action>
            {hidden} {fields}
            <Actions>
                <Button label=view.button kind=ButtonKind::Secondary />
                {view.clear.map(|clear| view! { <a href=clear.href>{clear.text}</a> })}
            </Actions>
        </form>
    }
    .into_any()
}

fn table(view: TableView) -> AnyView {
    let column = |of: &crate::api::applications::ColumnView| Column {
        text: of.text.clone(),
        sort: (!of.href.is_empty()).then(|| Sort {
            href: of.href.clone(),
            order: of.descending.map(|descending| if descending { Order::Descending } else { Order::Ascending }),
        }),
    };
    let columns: Vec<Column> = view.columns.iter().map(column).collect();
    let rows = Rows::named(&columns, view.rows.iter().map(|row| (row.id.as_str(), row.cells.iter().map(cell))));
    let table = (!view.rows.is_empty()).then(|| view! { <Table caption=view.caption columns rows /> });
    view! {
        {(!view.heading.is_empty()).then(|| view! { <h2>{view.heading}</h2> })}
        {view.text.into_iter().map(|text| view! { <p>{text}</p> }).collect_view()}
        {(!view.picture.is_empty()).then(|| view! { <figure class="chart" inner_html=view.picture></figure> })}
        {(!view.count.is_empty()).then(|| view! { <p class="total" role="status">{view.count}</p> })}
        {if view.side_by_side { view! { <div class="side-by-side">{table}</div> }.into_any() } else { table.into_any() }}
        {view.pages.map(|pages| {
            let (before, after) = (pages.previous, pages.next);
            view! { <Pager label=pages.label previous=before.href previous_text=before.text next=after.href next_text=after.text /> }
        })}
    }
    .into_any()
}

fn cell(view: &CellView) -> Cell<'_> {
    let CellView { link, about, more, mark } = view;
    if about.is_empty() && more.is_empty() && mark.is_empty() {
        return if link.href.is_empty() { Cell::text(&link.text) } else { Cell::link(&link.href, &link.text) };
    }
    let mut pieces = vec![piece(link, about)];
    pieces.extend(more.iter().map(|(link, about)| piece(link, about)));
    pieces.extend((!mark.is_empty()).then(|| Piece::Mark(mark.into())));
    Cell::Several(pieces)
}

fn piece<'a>(link: &'a Link, about: &'a str) -> Piece<'a> {
    Piece::Link { href: link.href.as_str().into(), text: link.text.as_str().into(), about: about.into() }
}

fn field(form: FormSignal, asked: AskField) -> AnyView {
    let AskField { name, label, hint, kind } = asked;
    let (value, error) = (form.value(&name), form.error(name.clone()));
    let choices = |all: Vec<(String, String)>| all.into_iter().map(|(value, label)| Choice { value, label }).collect::<Vec<_>>();
    match kind {
        AskKind::Text => view! { <Field name label hint value error autocomplete="off" /> }.into_any(),
        AskKind::Own(autocomplete) => view! { <Field name label hint value error autocomplete /> }.into_any(),
        AskKind::Zip(autocomplete) => {
            view! { <Field name label hint value error autocomplete inputmode="numeric" short=true /> }.into_any()
        }
        AskKind::Number => view! { <Field name label hint value error autocomplete="off" inputmode="decimal" short=true /> }.into_any(),
        AskKind::Date => view! { <Field name label hint value error autocomplete="off" kind=InputKind::Date /> }.into_any(),
        AskKind::Check => view! { <Checkbox name label hint checked=value == "yes" error /> }.into_any(),
        AskKind::One(all, asked) => view! { <Radios name legend=label hint choices=choices(all) value error asked /> }.into_any(),
        AskKind::List(all) => view! { <Select name label hint choices=choices(all) value error /> }.into_any(),
    }
}
