//! `/resource-center/brokers/add`

use super::assister_account::CertificationFields;
use crate::api::forms::FormState;
use crate::api::resource_center::{AddBroker, add_broker_page as load};
use crate::ui::forms::{FormProblems, FormSignal, PostForm, retry};
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{Actions, Button, Field, FieldGroup};
use crate::ui::roster::EntryFieldsOf;
use leptos::prelude::*;

/// "Add a broker".
pub fn add_broker_page() -> AnyView {
    page(retry(), load, |form| view! { <AddView form /> }.into_any())
}

#[component]
fn AddView(form: FormState) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<AddBroker>(form);
    let field = move |name: &'static str, label: &'static str, hint: &'static str, inputmode: &'static str| {
        view! { <Field name label hint inputmode autocomplete="off" value=form.value(name) error=form.error(name) /> }
    };
    view! {
        <PageHeading text=t.resource_broker_add() />
        <FormProblems form />
        <p class="lead">{t.resource_broker_lead()}</p>
        <PostForm form>
            <FieldGroup legend=t.resource_broker_group()>
                {field("npn", t.resource_field_npn(), t.resource_broker_npn_hint(), "numeric")}
                {field("license", t.resource_field_license(), "", "")}
            </FieldGroup>
            <EntryFieldsOf form />
            {field("agency", t.resource_broker_agency(), t.resource_broker_agency_hint(), "")}
            <CertificationFields form />
            <Actions>
                <Button label=t.resource_broker_button() busy=form.busy() />
                <a href="/resource-center">{t.site_cancel()}</a>
            </Actions>
        </PostForm>
    }
}
