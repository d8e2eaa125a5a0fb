//! Views of one list, as links.

use leptos::prelude::*;

use super::shown;

/// One view.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tab {
    /// Its address.
    pub href: String,
    /// Its name.
    pub text: String,
    /// How much is in it, as it is written; empty where that is not counted.
    pub count: String,
    /// Whether it is the one shown.
    pub current: bool,
}

/// Links to the views; the current one is marked with `aria-current`.
#[component]
pub fn Tabs(
    /// What the views are of, for screen readers.
    #[prop(into)]
    label: String,
    /// The views.
    tabs: Vec<Tab>,
) -> AnyView {
    view! {
        <nav class="tabs" aria-label=label>
            <ul class="tabs__list">{tabs.into_iter().map(item).collect_view()}</ul>
        </nav>
    }
    .into_any()
}

fn item(tab: Tab) -> AnyView {
    let count = shown(tab.count).map(|count| view! { <span class="tabs__count">{count}</span> });
    view! {
        <li>
            <a class="tabs__link" href=tab.href aria-current=tab.current.then_some("page")>
                {tab.text} " " {count}
            </a>
        </li>
    }
    .into_any()
}
