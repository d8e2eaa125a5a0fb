//! `/clients`

use super::list_address;
use super::list_table::ClientTable;
use crate::api::clients::{ClientList, ClientListPage, ListAddress, SearchClients};
use crate::api::drawn::Drawn;
use crate::api::forms::FormState;
use crate::domain::clients::List;
use crate::domain::manage_assister::fill;
use crate::ui::drawn::drawn_page;
use crate::ui::forms::{FormProblems, FormSignal, PostForm};
use crate::ui::messages;
use crate::ui::parts::{EmptyState, Heading, Notice, Pager, SearchBox, Tab, Tabs};
use crate::ui::password_reminder::PasswordReminder;
use crate::ui::section::query_map;
use leptos::prelude::*;

/// The list of clients.
#[component]
pub fn ClientsPage() -> impl IntoView {
    let query = query_map();
    drawn_page(move || query.with(list_address).query(), |query| ClientList { query })
}

/// Draws it.
#[must_use]
pub fn draw_clients(data: ClientListPage) -> Drawn {
    Drawn { title: messages().clients_heading().to_owned(), html: view! { <ListView data /> }.to_html() }
}

fn href(address: &ListAddress) -> String {
    format!("/clients{}", address.query())
}

#[component]
fn ListView(data: ClientListPage) -> impl IntoView {
    let t = messages();
    let address = data.address.clone();
    let tabs = [List::New, List::InProgress, List::All]
        .into_iter()
        .map(|list| Tab {
            href: format!("/clients?list={}{}", list.code(), address.with(List::default(), address.sort).query().replacen('?', "&", 1)),
            text: list.name().to_owned(),
            count: data.counts.of(list).to_string(),
            current: list == address.list,
        })
        .collect::<Vec<_>>();
    let total = total(&data);
    let words = data.words.clone().unwrap_or_default();
    let clear =
        if address.q.is_some() { href(&ListAddress { q: None, ..address.with(address.list, address.sort) }) } else { String::new() };
    let (previous, next) = (data.previous.map(|id| id.to_string()), data.next.map(|id| id.to_string()));
    let page_of = |after: Option<String>, before: Option<String>| {
        if after.is_some() || before.is_some() {
            href(&ListAddress { after, before, ..address.with(address.list, address.sort) })
        } else {
            String::new()
        }
    };
    let (previous, next) = (page_of(None, previous), page_of(next, None));
    view! {
        <Heading text=t.clients_heading() />
        {data.password_expires.map(|date| view! { <PasswordReminder date /> })}
        <Tabs label=t.clients_lists() tabs />
        <Search address=address.clone() words clear />
        {data.search_expired.then(|| view! { <Notice label=t.site_note()><p>{t.clients_search_expired()}</p></Notice> })}
        <p class="total" role="status">{total.clone()}</p>
        {if data.total == 0 {
            view! { <NoClients list=address.list searched=data.words.is_some() number=data.number /> }.into_any()
        } else {
            view! { <ClientTable rows=data.rows address=address.clone() caption=total.clone() /> }.into_any()
        }}
        <Pager
            label=t.clients_pages()
            previous
            previous_text=t.clients_previous()
            next
            next_text=t.clients_next()
        />
    }
}

fn total(data: &ClientListPage) -> String {
    let t = messages();
    let n = data.total.to_string();
    match &data.words {
        Some(words) => fill(if data.total == 1 { t.clients_found_one() } else { t.clients_found_many() }, &[("n", &n), ("words", words)]),
        None => fill(if data.total == 1 { t.clients_total_one() } else { t.clients_total_many() }, &[("n", &n)]),
    }
}

#[component]
fn Search(address: ListAddress, words: String, clear: String) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<SearchClients>(FormState::default());
    view! {
        <FormProblems form />
        <PostForm form>
            <input type="hidden" name="list" value=address.list.code() />
            <input type="hidden" name="sort" value=address.sort.code() />
            <SearchBox
                name="words"
                label=t.clients_search()
                hint=t.clients_search_hint()
                value=words
                button=t.clients_search_button()
                clear
                clear_text=t.clients_search_clear()
            />
        </PostForm>
    }
}

#[component]
fn NoClients(list: List, searched: bool, number: String) -> impl IntoView {
    let t = messages();
    if searched {
        return view! { <EmptyState title=t.clients_no_result()><p>{t.clients_no_result_text()}</p></EmptyState> }.into_any();
    }
    let (title, text) = match list {
        List::New => (t.clients_empty_new(), t.clients_empty_new_text()),
        List::InProgress => (t.clients_empty_in_progress(), t.clients_empty_in_progress_text()),
        List::All => (t.clients_empty_all(), t.clients_empty_all_text()),
    };
    view! {
        <EmptyState title>
            <p>{text} " " <strong>{number}</strong></p>
        </EmptyState>
    }
    .into_any()
}
