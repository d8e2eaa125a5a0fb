//! The button beside the reference number in the header. The header is markup that the server drew, so what the button does is added to
//! it by hand: the same as [`CopyButton`](super::parts::CopyButton) does elsewhere.

use super::parts::{clipboard, copy_text};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast as _;
use leptos::wasm_bindgen::closure::Closure;
use leptos::web_sys::{Element, HtmlElement};
use std::time::Duration;

/// In the browser: shows the button where there is a clipboard.
pub fn offer_copy() {
    let button = found(".copy__button").and_then(|button| button.dyn_into::<HtmlElement>().ok());
    if let (Some(button), Some(copy), Some(_)) = (button, found(".copy"), clipboard()) {
        let _ = copy.remove_attribute("hidden");
        let press = Closure::<dyn Fn()>::new(copy_number);
        button.set_onclick(Some(press.as_ref().unchecked_ref()));
        // The header is there as long as the page.
        press.forget();
    }
}

fn copy_number() {
    let Some(number) = found("strong").and_then(|number| number.text_content()) else { return };
    spawn_local(async move {
        if copy_text(&number).await.is_some() {
            say(true);
            set_timeout(|| say(false), Duration::from_secs(4));
        }
    });
}

/// Says for eyes and for ears that it is done.
fn say(done: bool) {
    let Some(seen) = found(".copy__done") else { return };
    let _ = if done { seen.remove_attribute("hidden") } else { seen.set_attribute("hidden", "") };
    if let Some(heard) = found("[role=status]") {
        heard.set_text_content(seen.text_content().filter(|_| done).as_deref());
    }
}

fn found(part: &str) -> Option<Element> {
    document().query_selector(&format!(".header__item {part}")).ok().flatten()
}
