//! The wizard: `/account/assister/add`, `/check` and `/agree` under it. One question a page; the server keeps how far somebody came.

use super::assister_summary::AssisterSummary;
use crate::api::forms::FormState;
use crate::api::manage_assister::{
    AgreePage, AssisterView, ConfirmAssister, ContinueWithAssister, FindAssister, WizardPage, WizardStep, add_assister_page,
};
use crate::domain::ids::DraftId;
use crate::domain::manage_assister::fill;
use crate::ui::forms::{FormProblems, FormSignal, PostForm, retry};
use crate::ui::messages;
use crate::ui::page::{PageHeading, go, page};
use crate::ui::parts::{Actions, Blocks, Button, Card, Checkbox, Field, Notice, NoticeKind};
use leptos::prelude::*;

/// Step 1.
#[component]
pub fn AddNumber() -> impl IntoView {
    page(retry(), |retry| add_assister_page(WizardStep::Number, retry), step)
}

/// Step 2.
#[component]
pub fn AddCard() -> impl IntoView {
    page(retry(), |retry| add_assister_page(WizardStep::Card, retry), step)
}

/// Step 3.
#[component]
pub fn AddAgree() -> impl IntoView {
    page(retry(), |retry| add_assister_page(WizardStep::Agree, retry), step)
}

fn step(page: WizardPage) -> AnyView {
    match page {
        WizardPage::GoTo(address) => go(address),
        WizardPage::Number { form } => view! { <NumberStep form /> }.into_any(),
        WizardPage::Card { draft, assister } => view! { <CardStep draft assister /> }.into_any(),
        WizardPage::Agree(page) => view! { <AgreeStep page /> }.into_any(),
    }
}

fn caption(step: &str) -> String {
    fill(messages().number_step(), &[("n", step)])
}

#[component]
fn NumberStep(form: FormState) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<FindAssister>(form);
    view! {
        <PageHeading text=t.number_heading() caption=caption("1") />
        <FormProblems form />
        <p class="lead">{t.number_lead()}</p>
        <PostForm form>
            <Field
                name="number"
                label=t.number_label()
                hint=t.number_hint()
                inputmode="numeric"
                autocomplete="off"
                short=true
                value=form.value("number")
                error=form.error("number")
            />
            <Actions>
                <Button label=t.number_button() busy=form.busy() />
                <a href="/account/assister">{t.site_cancel()}</a>
            </Actions>
        </PostForm>
    }
}

#[component]
fn CardStep(draft: DraftId, assister: AssisterView) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<ContinueWithAssister>(FormState::default());
    view! {
        <PageHeading text=t.card_heading() caption=caption("2") />
        <FormProblems form />
        <p class="lead">{t.card_lead()}</p>
        <Card title=assister.name.clone()>
            <AssisterSummary assister />
        </Card>
        <PostForm form>
            <input type="hidden" name="draft" value=draft.to_string() />
            <Actions>
                <Button label=t.card_button() busy=form.busy() />
                <a href="/account/assister/add">{t.card_different()}</a>
            </Actions>
        </PostForm>
    }
}

#[component]
fn AgreeStep(page: AgreePage) -> impl IntoView {
    let t = messages();
    let checked = page.form.value("agreed") == "yes";
    let form = FormSignal::new::<ConfirmAssister>(page.form);
    view! {
        <PageHeading text=t.agree_heading() caption=caption("3") />
        <FormProblems form />
        {page
            .replaces
            .map(|name| {
                let text = fill(t.agree_replaces(), &[("name", &name)]);
                view! { <Notice kind=NoticeKind::Warning label=t.agree_replaces_title()><p>{text}</p></Notice> }
            })}
        <div class="document">
            <Blocks blocks=page.text />
        </div>
        <PostForm form>
            <input type="hidden" name="draft" value=page.draft.to_string() />
            <input type="hidden" name="text" value=page.sha256 />
            <Checkbox name="agreed" label=t.agree_check() checked error=form.error("agreed") />
            <Field
                name="full_name"
                label=t.agree_name()
                hint=fill(t.agree_name_hint(), &[("name", &page.account_name)])
                autocomplete="name"
                value=form.value("full_name")
                error=form.error("full_name")
            />
            <Actions>
                <Button label=t.agree_button() busy=form.busy() />
                <a href="/account/assister">{t.site_cancel()}</a>
            </Actions>
        </PostForm>
    }
}
