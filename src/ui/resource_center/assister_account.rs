//! What staff do on an assister's page: enroll, send again, confirm; the certification; and where to suspend, reinstate or close.

use super::account_access::AccessLink;
use super::assister::NameHeading;
use crate::api::forms::FormState;
use crate::api::resource_center::{
    AssisterPage, ConfirmAccount, ConfirmEmail, EmailWaits, Enroll, KeepEmail, SaveCertification, SendActivation, assister_page_address,
};
use crate::domain::ids::AssisterId;
use crate::domain::manage_assister::fill;
use crate::domain::resource_center::{AccountChange, Whose};
use crate::domain::roster::Turn;
use crate::ui::forms::{FormProblems, FormSignal, PostForm};
use crate::ui::messages;
use crate::ui::parts::{Actions, Button, ButtonKind, ButtonLink, Choice, Field, InputKind, Radios, SummaryList, SummaryRow};
use leptos::prelude::*;

/// The heading, and the next step where it is staff's, with what was wrong with it.
#[component]
pub fn Enrollment(data: AssisterPage, caption: String) -> impl IntoView {
    let t = messages();
    let kept = data.enrollment;
    let email = data.email_waits.map(|waits| view! { <Email id=data.id waits after=data.certification_email.clone() /> });
    let step = match data.standing.turn {
        Turn::SetUp => {
            Some((FormSignal::new::<SendActivation>(kept.clone()), t.resource_send_again(), t.resource_send_again_text().to_owned()))
        }
        Turn::Confirmation => {
            Some((FormSignal::new::<ConfirmAccount>(kept.clone()), t.resource_confirm(), t.resource_confirm_text().to_owned()))
        }
        Turn::Enrollment => {
            let text = fill(t.resource_enroll_text(), &[("email", &data.certification_email)]);
            Some((FormSignal::new::<Enroll>(kept.clone()), t.resource_enroll(), text))
        }
        _ => None,
    };
    // What was refused is said even where the step is not to be taken any more.
    let problems = step.as_ref().map_or_else(|| FormSignal::new::<Enroll>(kept), |(form, ..)| *form);
    let step = step.map(|(form, label, text)| {
        let kind = if data.standing.turn == Turn::SetUp { ButtonKind::Secondary } else { ButtonKind::Primary };
        view! {
            <p>{text}</p>
            <PostForm form>
                <input type="hidden" name="assister" value=data.id.to_string() />
                <Actions>
                    <Button label kind busy=form.busy() />
                </Actions>
            </PostForm>
        }
    });
    view! {
        <NameHeading name=data.name caption />
        <FormProblems form=problems />
        {step}
        {email}
    }
}

/// An email that was changed on the roster: to confirm, or not.
#[component]
fn Email(id: AssisterId, waits: EmailWaits, after: String) -> impl IntoView {
    let t = messages();
    let (confirm, keep) = (FormSignal::new::<ConfirmEmail>(FormState::default()), FormSignal::new::<KeepEmail>(FormState::default()));
    let (id, again) = (id.to_string(), id.to_string());
    view! {
        <h2>{t.resource_email_waits_heading()}</h2>
        <p>{fill(t.resource_email_waits_text(), &[("before", &waits.before), ("after", &after), ("date", &waits.date)])}</p>
        <Actions>
            <PostForm form=confirm>
                <input type="hidden" name="assister" value=id />
                <Button label=t.resource_email_confirm() kind=ButtonKind::Secondary busy=confirm.busy() />
            </PostForm>
            <PostForm form=keep>
                <input type="hidden" name="assister" value=again />
                <Button label=t.resource_email_keep() kind=ButtonKind::Secondary busy=keep.busy() />
            </PostForm>
        </Actions>
    }
}

/// The account, and what may be done to it.
#[component]
pub fn Account(data: AssisterPage) -> impl IntoView {
    let t = messages();
    let rows = [
        (t.details_number(), data.number),
        (t.resource_fact_enrolled(), data.enrolled),
        (t.resource_fact_activated(), data.activated),
        (t.resource_fact_confirmed(), data.confirmed),
        (t.resource_fact_reason(), data.reason),
    ];
    let rows: Vec<_> = rows.into_iter().filter_map(|(label, value)| Some((label, value?))).collect();
    let none = rows.is_empty();
    let rows = rows.into_iter().map(|(label, value)| view! { <SummaryRow label>{value}</SummaryRow> }).collect_view();
    let address = assister_page_address(data.id);
    let changes = data.changes.into_iter().map(|change| {
        let kind = if change == AccountChange::Close { ButtonKind::Danger } else { ButtonKind::Secondary };
        view! { <ButtonLink href=format!("{address}/{}", change.code()) label=label(change) kind /> }
    });
    let changes: Vec<_> = changes.collect();
    view! {
        <h2>{t.resource_account_heading()}</h2>
        {if none { view! { <p>{t.resource_no_account()}</p> }.into_any() } else { view! { <SummaryList>{rows}</SummaryList> }.into_any() }}
        {(!changes.is_empty()).then(|| view! { <Actions>{changes} <AccessLink whose=Whose::Assister id=data.id.to_string() /></Actions> })}
    }
}

/// What a change is called.
pub fn label(change: AccountChange) -> &'static str {
    let t = messages();
    match change {
        AccountChange::Suspend => t.resource_suspend(),
        AccountChange::Reinstate => t.resource_reinstate(),
        AccountChange::Close => t.resource_close(),
    }
}

/// The certification.
#[component]
pub fn Certification(id: AssisterId, form: FormState) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<SaveCertification>(form);
    view! {
        <FormProblems form />
        <h2>{t.resource_certification_heading()}</h2>
        <PostForm form>
            <input type="hidden" name="assister" value=id.to_string() />
            <CertificationFields form />
            <Actions>
                <Button label=t.resource_certification_save() kind=ButtonKind::Secondary busy=form.busy() />
            </Actions>
        </PostForm>
    }
}

/// Where a certification stands, and until when.
#[component]
pub fn CertificationFields(form: FormSignal) -> impl IntoView {
    let t = messages();
    let choices = vec![
        Choice::new("new", t.resource_certification_new()),
        Choice::new("not_certified", t.resource_certification_not_certified()),
        Choice::new("certified", t.resource_certification_certified()),
    ];
    view! {
        <Radios
            name="certification"
            legend=t.resource_certification_legend()
            choices
            value=form.value("certification")
            error=form.error("certification")
        />
        <Field
            name="until"
            label=t.resource_certification_until()
            hint=t.resource_certification_until_hint()
            kind=InputKind::Date
            value=form.value("until")
            error=form.error("until")
        />
    }
}
