//! Calls of what the browser has and web-sys would bring with much more around it: each by its name, and `None` where it is not there.

use leptos::wasm_bindgen::{JsCast as _, JsValue};
use leptos::web_sys::js_sys::{Function, Promise, Reflect};
use wasm_bindgen_futures::JsFuture;

/// A property; `None` where there is none.
pub fn get(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

/// Calls a function of an object; `None` when it is not there or fails.
pub fn call(of: &JsValue, name: &str, argument: &JsValue) -> Option<JsValue> {
    let function: Function = get(of, name)?.dyn_into().ok()?;
    function.call1(of, argument).ok()
}

/// The same for a function that takes its time.
pub async fn wait_for(of: &JsValue, name: &str, argument: &JsValue) -> Option<JsValue> {
    let promise: Promise = call(of, name, argument)?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}
