//! Pages that the server draws: shows their markup, sends their forms, and leads from what is wrong to its field.

use super::forms::{failed, follow, typed};
use super::going;
use super::navigation::say_waiting;
use super::page::{go, page_in_brief, page_title};
use super::title::say_error_in;
use crate::ON_SERVER;
use crate::api::client::ask;
use crate::api::drawn::{Drawn, Reply};
use crate::api::error::ApiError;
use crate::api::wire;
use leptos::ev::{MouseEvent, SubmitEvent};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{Element, HtmlElement};
use send_wrapper::SendWrapper;
use serde::Serialize;
use std::future::ready;
use std::pin::Pin;

/// A page on its way.
pub type Drawing = Pin<Box<dyn Future<Output = Result<Reply, ApiError>> + Send>>;

/// Given by the server: the page at this address, where it was drawn already.
#[derive(Clone, Debug)]
pub struct Known(pub Result<Reply, ApiError>);

/// A page that the server draws. `address` gives the part of the address that says which: when it changes, it is loaded anew, by the server
/// function that `call` calls for it.
pub fn drawn_page<F>(address: impl Fn() -> String + Send + Sync + 'static, call: fn(String) -> F) -> AnyView
where
    F: ServerFn<Output = Reply, Error = ApiError> + Serialize + 'static,
{
    // Asked for by one and the same program, whatever page it is: every function's own would be a first visit's burden.
    let load = move |address| -> Drawing {
        let call = call(address);
        if ON_SERVER { on_server(Box::pin(call.run_body())) } else { Box::pin(SendWrapper::new(ask(F::PATH, wire::to_bytes(&call)))) }
    };
    drawn(Box::new(address), Box::new(load))
}

fn on_server(draw: Drawing) -> Drawing {
    match use_context::<Known>() {
        Some(Known(reply)) => Box::pin(ready(reply)),
        None => draw,
    }
}

/// What the browser gets of a page: it does not read again what the server wrote.
pub fn brief(reply: &Reply) -> Option<Reply> {
    match reply {
        Reply::GoTo(_) => None,
        Reply::Show(drawn) => Some(Reply::Show(Drawn { title: drawn.title.clone(), html: String::new() })),
    }
}

fn drawn(address: Box<dyn Fn() -> String + Send + Sync>, load: Box<dyn Fn(String) -> Drawing + Send + Sync>) -> AnyView {
    page_in_brief(address, load, brief, |reply| match reply {
        Reply::GoTo(address) => go(address),
        Reply::Show(drawn) => view! { <DrawnPage drawn /> }.into_any(),
    })
}

#[component]
fn DrawnPage(drawn: Drawn) -> impl IntoView {
    let failure = RwSignal::new(None);
    let sending = StoredValue::new(false);
    page_title(&drawn.title);
    say_error_in(&drawn.html);
    // Behind the heading, which takes focus by the next frame: where something is wrong, or the address leads to a place, that comes first.
    Effect::new(|_| request_animation_frame(|| request_animation_frame(focus_place)));
    Effect::new(|_| request_animation_frame(say_how_many_wait));
    let send = move |event: SubmitEvent| {
        let form = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let action = form.as_ref().and_then(|form| form.get_attribute("action"));
        let posts = form.as_ref().and_then(|form| form.get_attribute("method")).is_some_and(|method| method == "post");
        let (Some(form), Some(action), Some(typed)) = (form, action, typed(&event)) else { return };
        event.prevent_default();
        if !posts {
            // It asks for another page, by the address that the browser would write.
            going::follow(&format!("{action}?{}", typed.to_string()));
            return;
        }
        if sending.get_value() {
            return;
        }
        sending.set_value(true);
        mark_busy(&form, true);
        spawn_local(async move {
            let failed = follow(&action, &typed, move || sending.try_get_value().is_some()).await;
            // The page may have been left meanwhile.
            failure.try_set(failed);
            sending.try_set_value(false);
            mark_busy(&form, false);
        });
    };
    view! {
        {move || failure.get().map(failed)}
        <div class="drawn" inner_html=drawn.html on:submit=send on:click=lead_to_field></div>
    }
}

/// A link from what is wrong leads to its field. The router would take the click for a visit and leave focus where it is.
fn lead_to_field(click: MouseEvent) {
    let link = click.target().and_then(|target| target.dyn_into::<Element>().ok()).and_then(|target| target.closest("a").ok().flatten());
    let field = link.and_then(|link| link.get_attribute("href")).and_then(|href| Some(href.strip_prefix('#')?.to_owned()));
    if let Some(field) = field.and_then(|field| document().get_element_by_id(&field)) {
        click.prevent_default();
        focus(field);
    }
}

/// A page that counts who waits tells the bar.
fn say_how_many_wait() {
    let counted = document().query_selector(".drawn [data-waiting]").ok().flatten();
    if let Some(waiting) = counted.and_then(|page| page.get_attribute("data-waiting")?.parse().ok()) {
        say_waiting(waiting);
    }
}

fn focus_place() {
    let problems = document().query_selector(".drawn .error-summary").ok().flatten();
    let wanted = || document().get_element_by_id(location_hash()?.trim_start_matches('#'));
    if let Some(place) = problems.or_else(wanted) {
        focus(place);
    }
}

fn focus(element: Element) {
    if let Ok(element) = element.dyn_into::<HtmlElement>() {
        let _ = element.focus();
    }
}

/// Says that the form is being sent.
fn mark_busy(form: &Element, busy: bool) {
    if let Ok(Some(button)) = form.query_selector("button[type=submit]") {
        let _ = if busy { button.set_attribute("aria-disabled", "true") } else { button.remove_attribute("aria-disabled") };
    }
}
