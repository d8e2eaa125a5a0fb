//! `/account/assister/remove`

use crate::api::forms::FormState;
use crate::api::manage_assister::{RemoveAssister, RemovePage, remove_assister_page};
use crate::domain::manage_assister::fill;
use crate::ui::forms::{FormProblems, FormSignal, PostForm};
use crate::ui::messages;
use crate::ui::page::{PageHeading, go, page};
use crate::ui::parts::{Actions, Button, ButtonKind};
use leptos::prelude::*;

/// "Remove NAME?" When nobody helps any more, "Assister Details" says so.
#[component]
pub fn Remove() -> impl IntoView {
    page(
        String::new,
        |_| remove_assister_page(),
        |data| match data {
            Some(data) => view! { <RemoveView data /> }.into_any(),
            None => go("/account/assister?removed=before".to_owned()),
        },
    )
}

#[component]
fn RemoveView(data: RemovePage) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<RemoveAssister>(FormState::default());
    let values = [("name", data.name.as_str())];
    let heading = fill(t.remove_heading(), &values);
    view! {
        <PageHeading text=heading title=t.remove_button() />
        <FormProblems form />
        <p>{fill(t.remove_text(), &values)}</p>
        <ul>
            <li>{t.remove_access()}</li>
            <li>{t.remove_application()}</li>
            <li>{t.remove_again()}</li>
        </ul>
        <PostForm form>
            <input type="hidden" name="association" value=data.association.to_string() />
            <Actions>
                <Button label=t.remove_button() kind=ButtonKind::Danger busy=form.busy() />
                <a href="/account/assister">{t.remove_keep()}</a>
            </Actions>
        </PostForm>
    }
}
