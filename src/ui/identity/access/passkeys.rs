//! Forms that a passkey goes along with. The browser is asked first, and the form is sent with its answer; where no script runs, the form
//! is sent without one and the server says what is missing.

use crate::api::error::ApiError;
use crate::api::identity::{PasskeyQuestion, PasskeyView, PasskeysView, ask_new_passkey, ask_passkey};
use crate::domain::manage_assister::fill;
use crate::ui::forms::{FormProblems, FormSignal, PlainForm};
use crate::ui::page_of::PageOf;
use crate::ui::parts::{Actions, Button, ButtonKind, Card, Field, Notice, NoticeKind};
use crate::ui::{js, messages};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::{JsCast as _, JsValue};
use leptos::web_sys::js_sys::{JSON, Object, Reflect};
use leptos::web_sys::{FormData, HtmlFormElement};

/// What the browser is asked for.
#[derive(Clone, Copy)]
enum Wanted {
    /// A new passkey.
    New,
    /// One that is there.
    Known,
}

impl Wanted {
    /// The server's question.
    async fn question(self) -> Result<PasskeyQuestion, ApiError> {
        match self {
            Self::New => ask_new_passkey().await,
            Self::Known => ask_passkey().await,
        }
    }

    /// The browser's answer, as JSON; `None` when it has no passkey to give.
    async fn answer(self, options: &str) -> Option<JsValue> {
        let (read, give) = match self {
            Self::New => ("parseCreationOptionsFromJSON", "create"),
            Self::Known => ("parseRequestOptionsFromJSON", "get"),
        };
        let window = window();
        let kind = js::get(&window, "PublicKeyCredential")?;
        let options = js::call(&kind, read, &JSON::parse(options).ok()?)?;
        let asked = Object::new();
        Reflect::set(&asked, &"publicKey".into(), &options).ok()?;
        let credentials = js::get(&js::get(&window, "navigator")?, "credentials")?;
        let credential = js::wait_for(&credentials, give, &asked).await?;
        JSON::stringify(&credential).ok().map(Into::into)
    }

    /// Puts the answer into the form and sends it as the browser would. `false` when there is none.
    async fn fill_in(self, form: &HtmlFormElement) -> bool {
        let options = match self.question().await {
            Ok(PasskeyQuestion::Options(options)) => options,
            Ok(PasskeyQuestion::Elsewhere(to)) => return window().location().set_href(&to).is_ok(),
            Err(_) => return false,
        };
        let Some(answer) = self.answer(&options).await else { return false };
        let Some(field) = js::get(form, "elements").and_then(|fields| js::get(&fields, "answer")) else { return false };
        Reflect::set(&field, &"value".into(), &answer).is_ok() && form.submit().is_ok()
    }
}

/// A form that is sent with a passkey's answer.
#[component]
fn PasskeyForm(action: &'static str, wanted: Wanted, children: Children) -> impl IntoView {
    let t = messages();
    let failed = RwSignal::new(false);
    let send = move |event: SubmitEvent| {
        let Some(form) = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok()) else { return };
        // Without the name that it needs the form is sent as it is, and the server says so: nothing was made in vain.
        let name = FormData::new_with_form(&form).ok().and_then(|fields| fields.get("name").as_string());
        if name.is_some_and(|name| name.trim().is_empty()) {
            return;
        }
        event.prevent_default();
        failed.set(false);
        spawn_local(async move {
            if !wanted.fill_in(&form).await {
                failed.try_set(true);
            }
        });
    };
    view! {
        <div role="alert">
            {move || {
                failed
                    .get()
                    .then(|| {
                        view! {
                            <Notice kind=NoticeKind::Warning label=t.passkeys_cancelled_title()><p>{t.passkeys_cancelled()}</p></Notice>
                        }
                    })
            }}
        </div>
        <form method="post" action=action novalidate on:submit=send>
            <PageOf />
            <input type="hidden" name="answer" />
            {children()}
        </form>
    }
}

/// The passkeys of who is signed in.
#[component]
pub fn Passkeys(view: PasskeysView) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<crate::api::identity::AddPasskey>(view.form);
    let passkeys = if view.passkeys.is_empty() {
        view! { <p>{t.passkeys_none()}</p> }.into_any()
    } else {
        let rows = view.passkeys.into_iter().map(|passkey| view! { <Row passkey /> }).collect_view();
        view! { <ul>{rows}</ul> }.into_any()
    };
    view! {
        <Card title=t.passkeys_heading()>
            <p>{t.passkeys_text()}</p>
            {passkeys}
            <FormProblems form />
            <PasskeyForm action="/api/add-passkey" wanted=Wanted::New>
                <Field
                    name="name"
                    label=t.passkeys_name()
                    hint=t.passkeys_name_hint()
                    value=form.value("name")
                    error=form.error("name")
                />
                <Actions>
                    <Button label=t.passkeys_add() kind=ButtonKind::Secondary />
                </Actions>
            </PasskeyForm>
        </Card>
    }
}

/// Since when there is a passkey, and when it was used.
pub fn dates(passkey: &PasskeyView) -> String {
    let t = messages();
    let added = fill(t.passkeys_added(), &[("date", &passkey.added)]);
    let used = passkey.used.as_ref().map_or_else(|| t.passkeys_never_used().to_owned(), |date| fill(t.passkeys_used(), &[("date", date)]));
    format!("{added}, {used}")
}

#[component]
fn Row(passkey: PasskeyView) -> impl IntoView {
    let t = messages();
    let dates = dates(&passkey);
    view! {
        <li>
            <PlainForm action="/api/remove-passkey">
                <input type="hidden" name="passkey" value=passkey.id.to_string() />
                <p><strong>{passkey.name.clone()}</strong> <br /> {dates}</p>
                <Actions>
                    <Button label=t.passkeys_remove() kind=ButtonKind::Secondary what=passkey.name />
                </Actions>
            </PlainForm>
        </li>
    }
}

/// The way in with a passkey, beside that with a code.
#[component]
pub fn UsePasskey() -> impl IntoView {
    let t = messages();
    view! {
        <PasskeyForm action="/api/use-passkey" wanted=Wanted::Known>
            <p>{t.passkeys_use_text()}</p>
            <Actions>
                <Button label=t.passkeys_use() kind=ButtonKind::Secondary />
            </Actions>
        </PasskeyForm>
    }
}
