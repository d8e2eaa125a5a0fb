//! `/agency/add` and `/agency/assisters/ID/edit`

use super::list::roster_name;
use crate::api::roster::{AddEntry, AddEntryPage, EditEntry, EditEntryPage, add_entry_page, edit_entry_page};
use crate::domain::identity::AssisterKind;
use crate::domain::roster::EntryField;
use crate::ui::forms::{FormProblems, FormSignal, PostForm, retry};
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{Actions, Button, Choice, Field, FieldGroup, InputKind, Notice, NoticeKind, Radios};
use leptos::prelude::*;

/// "Add an assister".
pub fn add_page() -> AnyView {
    page(retry(), add_entry_page, |data| view! { <AddView data /> }.into_any())
}

/// "Edit an assister".
pub fn edit_page(id: String) -> AnyView {
    let retry = retry();
    page(
        move || format!("{id} {}", retry()),
        |address| {
            let (id, retry) = address.split_once(' ').unwrap_or((&address, ""));
            edit_entry_page(id.to_owned(), retry.to_owned())
        },
        |data| view! { <EditView data /> }.into_any(),
    )
}

#[component]
fn AddView(data: AddEntryPage) -> impl IntoView {
    let t = messages();
    let chosen = data.form.value("roster");
    let form = FormSignal::new::<AddEntry>(data.form);
    let choice = |kind: &AssisterKind| Choice::new(kind.code(), roster_name(t, *kind));
    let rosters: Vec<Choice> = data.rosters.iter().map(choice).collect();
    view! {
        <PageHeading text=t.agency_add() />
        <FormProblems form />
        <PostForm form>
            {(rosters.len() > 1)
                .then(|| view! { <Radios name="roster" legend=t.agency_roster() choices=rosters value=chosen error=form.error("roster") /> })}
            <EntryGroups form />
            <Actions>
                <Button label=t.agency_save() busy=form.busy() />
                <a href="/agency">{t.site_cancel()}</a>
            </Actions>
        </PostForm>
    }
}

#[component]
fn EditView(data: EditEntryPage) -> impl IntoView {
    let t = messages();
    let meanwhile = data.form.value("meanwhile");
    let employment = data.form.value("employment");
    let form = FormSignal::new::<EditEntry>(data.form);
    let choices = vec![Choice::new("active", t.standing_employment_active()), Choice::new("inactive", t.standing_employment_inactive())];
    view! {
        <PageHeading text=t.agency_edit_heading() caption=data.name />
        <FormProblems form />
        {(!meanwhile.is_empty())
            .then(|| view! { <Notice kind=NoticeKind::Warning label=t.agency_meanwhile_title()><p>{meanwhile}</p></Notice> })}
        <PostForm form>
            <input type="hidden" name="id" value=data.id.to_string() />
            <input type="hidden" name="seen" value=form.value("seen") />
            <EntryGroups form />
            <Radios
                name="employment"
                legend=t.agency_employment()
                hint=t.agency_employment_hint()
                choices
                value=employment
                error=form.error("employment")
            />
            <Actions>
                <Button label=t.agency_save() busy=form.busy() />
                <a href=format!("/agency/assisters/{}", data.id)>{t.site_cancel()}</a>
            </Actions>
        </PostForm>
    }
}

/// The fields that adding and editing have in common.
#[component]
fn EntryGroups(form: FormSignal) -> impl IntoView {
    let t = messages();
    let choices = vec![Choice::new("yes", t.standing_yes()), Choice::new("no", t.standing_no())];
    view! {
        <EntryFieldsOf form />
        <Radios
            name="portal_access"
            legend=t.agency_access()
            hint=t.agency_access_hint()
            choices
            value=form.value("portal_access")
            error=form.error("portal_access")
        />
    }
}

/// The entry's own fields, in their groups. BSL writes brokers down with the same.
#[component]
pub fn EntryFieldsOf(form: FormSignal) -> impl IntoView {
    let t = messages();
    let field = move |field: EntryField, label: &'static str, hint: &'static str, kind: InputKind, inputmode: &'static str| {
        let name = field.name();
        view! {
            <Field
                name
                label
                hint
                kind
                inputmode
                autocomplete="off"
                value=form.value(name)
                error=form.error(name)
                optional=if matches!(field, EntryField::City | EntryField::Languages) { t.site_optional() } else { "" }
            />
        }
    };
    view! {
        <FieldGroup legend=t.agency_certification_information()>
            {field(EntryField::FirstName, t.agency_first_name(), "", InputKind::Text, "")}
            {field(EntryField::LastName, t.agency_last_name(), t.agency_last_name_hint(), InputKind::Text, "")}
            {field(
                EntryField::CertificationEmail,
                t.agency_certification_email(),
                t.agency_certification_email_hint(),
                InputKind::Text,
                "email",
            )}
            {field(EntryField::TrainingId, t.agency_training_id(), t.agency_training_id_hint(), InputKind::Text, "")}
        </FieldGroup>
        <FieldGroup legend=t.agency_public_information() hint=t.agency_public_information_hint()>
            {field(EntryField::Phone, t.agency_phone(), "", InputKind::Text, "tel")}
            {field(EntryField::Email, t.agency_email(), "", InputKind::Text, "email")}
            {field(EntryField::City, t.agency_city(), "", InputKind::Text, "")}
            {field(EntryField::Languages, t.agency_languages(), t.agency_languages_hint(), InputKind::Text, "")}
        </FieldGroup>
    }
}
