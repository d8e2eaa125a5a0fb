//! What opens behind a name: a person's own pages, and the way out.

use super::bar::{BarItem, current, link};
use super::escaped;
use crate::ON_SERVER;
use leptos::prelude::*;

/// The form at the end of a menu.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MenuForm {
    /// Where it goes.
    pub action: &'static str,
    /// What is sent along: name and value.
    pub hidden: Option<(&'static str, String)>,
    /// What its button says.
    pub button: &'static str,
}

/// A disclosure with links and a form. The server draws it, and the browser takes it as it is: it has no program.
#[component]
pub fn Menu(
    /// What opens it.
    #[prop(into)]
    name: String,
    /// The links.
    items: Vec<BarItem>,
    /// The form at its end.
    form: MenuForm,
    /// The path of the page on screen.
    #[prop(into)]
    path: String,
) -> AnyView {
    let html = if ON_SERVER { markup(&name, &items, &form, &path) } else { String::new() };
    view! { <div class="menu" inner_html=html></div> }.into_any()
}

fn markup(name: &str, items: &[BarItem], form: &MenuForm, path: &str) -> String {
    let current = current(items.iter().map(BarItem::covers), path);
    let line = |(at, item): (usize, &BarItem)| {
        let current = (current == Some(at)).then_some(path);
        format!("<li>{}</li>", link("menu__link", item.text, item.href, &item.covers(), item.whole, current, ""))
    };
    let items: String = items.iter().enumerate().map(line).collect();
    let hidden = form.hidden.as_ref().map(|(name, value)| format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", escaped(value)));
    format!(
        "<details class=\"menu__all\"><summary class=\"menu__name\">{}</summary><ul class=\"menu__list\">{items}<li><form method=\"post\" \
         action=\"{}\">{}<button type=\"submit\" class=\"menu__button\">{}</button></form></li></ul></details>",
        escaped(name),
        form.action,
        hidden.unwrap_or_default(),
        escaped(form.button)
    )
}
