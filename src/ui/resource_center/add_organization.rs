//! `/resource-center/organizations/add`, for the resource manager.

use crate::api::forms::FormState;
use crate::api::resource_center::{AddOrganization, add_organization_page as load};
use crate::ui::forms::{FormProblems, FormSignal, PostForm, retry};
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{Actions, BackLink, Button, Choice, Field, InputKind, Radios};
use leptos::prelude::*;

/// "Add an organization".
pub fn add_organization_page() -> AnyView {
    page(retry(), load, |form| view! { <AddView form /> }.into_any())
}

#[component]
fn AddView(form: FormState) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<AddOrganization>(form);
    let rosters = vec![
        Choice::new("navigators", t.agency_roster_navigator()),
        Choice::new("cacs", t.agency_roster_cac()),
        Choice::new("both", t.resource_organization_both()),
    ];
    let field = move |name, label| view! { <Field name label autocomplete="off" value=form.value(name) error=form.error(name) /> };
    view! {
        <BackLink href="/resource-center/staff" label=t.resource_staff_back() />
        <PageHeading text=t.resource_organization_add() />
        <FormProblems form />
        <p class="lead">{t.resource_organization_lead()}</p>
        <PostForm form>
            {field("organization", t.resource_organization_name())}
            <Radios
                name="rosters"
                legend=t.resource_organization_rosters()
                choices=rosters
                value=form.value("rosters")
                error=form.error("rosters")
            />
            {field("name", t.resource_organization_contact())}
            <Field
                name="email"
                label=t.resource_organization_email()
                kind=InputKind::Email
                autocomplete="off"
                value=form.value("email")
                error=form.error("email")
            />
            <Actions>
                <Button label=t.resource_organization_button() busy=form.busy() />
                <a href="/resource-center/staff">{t.site_cancel()}</a>
            </Actions>
        </PostForm>
    }
}
