//! "Record a status", on the page of the consumer who was found.

use crate::api::resource_center::StatusView;
use crate::ui::applications::section;
use crate::ui::forms::{FormSignal, PostForm};
use crate::ui::messages;
use crate::ui::parts::{Actions, Button, Choice, Select, TextArea};
use leptos::prelude::*;
use leptos::tachys::view::keyed::keyed;

/// What was determined, and the form for what is right now.
#[component]
pub fn Status(
    /// The application, or why there is nothing to record on.
    status: Result<StatusView, String>,
    /// The key of the look-up.
    key: String,
    /// The form.
    form: FormSignal,
) -> impl IntoView {
    let t = messages();
    let status = match status {
        Ok(status) => status,
        Err(why) => return view! { <h2>{t.status_heading()}</h2><p>{why}</p> }.into_any(),
    };
    let hidden = [
        ("found", key),
        ("application", status.application.to_string()),
        ("next", status.next.to_string()),
        ("latest", status.latest.to_string()),
    ];
    let hidden = hidden.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view();
    let mut choices = vec![Choice::new("", t.status_choose())];
    choices.extend(status.choices.into_iter().map(|(value, label)| Choice { value, label }));
    let people = status
        .people
        .into_iter()
        .map(|(field, name)| {
            let (value, error) = (form.value(&field), form.error(field.clone()));
            view! { <Select name=field label=name choices=choices.clone() value error /> }
        })
        .collect_view();
    let fields = view! {
        <PostForm form>
            {hidden} {people}
            <TextArea
                name="why"
                label=t.resource_reason()
                hint=t.status_reason_hint()
                value=form.value("why")
                error=form.error("why")
                rows=3
            />
            <Actions>
                <Button label=t.status_button() busy=form.busy() />
            </Actions>
        </PostForm>
    }
    .into_any();
    let several = !status.others.is_empty();
    let others = status.others.into_iter().map(|link| view! { <li><a href=link.href>{link.text}</a></li> }).collect_view();
    // The form of the next status is another form: what was typed into the one before does not stay in it.
    let form = keyed([(status.next, fields)], |(next, _)| *next, |_, (_, fields)| (|_| (), fields));
    view! {
        {status.sections.into_iter().map(section).collect_view()}
        <h2>{t.status_heading()}</h2>
        <p>{t.status_text()}</p>
        {form}
        {several.then(|| view! { <h2>{t.application_other_years()}</h2><ul>{others}</ul> })}
    }
    .into_any()
}
