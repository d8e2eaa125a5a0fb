//! Mail, for people to look at: the demo's outbox, and the queue for staff.

mod queue;

pub use queue::mail_queue_page;

use super::messages;
use super::page::{PageHeading, page};
use super::parts::{Card, EmptyState, SummaryList, SummaryRow};
use crate::api::mail::{DemoMail, MailLine, demo_mail};
use crate::domain::manage_assister::fill;
use leptos::prelude::*;

/// `/demo/mail`
#[component]
pub fn DemoMailPage() -> impl IntoView {
    page(String::new, |_| demo_mail(), |mail| view! { <Outbox mail /> }.into_any())
}

#[component]
fn Outbox(mail: Vec<DemoMail>) -> impl IntoView {
    let t = messages();
    let none = mail.is_empty();
    view! {
        <PageHeading text=t.outbox_demo_heading() />
        <p class="lead">{t.outbox_demo_lead()}</p>
        {none.then(|| view! { <EmptyState title=t.outbox_demo_none()><p>{t.outbox_demo_none_text()}</p></EmptyState> })}
        {mail.into_iter().map(message).collect_view()}
    }
}

fn message(mail: DemoMail) -> AnyView {
    let t = messages();
    let lines = mail.lines.into_iter().map(|line| match line {
        MailLine::Text(text) => view! { <p>{text}</p> }.into_any(),
        // A page of the portal itself is gone to as a whole: it may set a cookie.
        MailLine::Link(address) => {
            let href = address.clone();
            view! { <p><a href=href rel="external">{address}</a></p> }.into_any()
        }
    });
    let (title, to) = (fill(t.outbox_demo_message(), &[("subject", &mail.subject), ("to", &mail.to)]), mail.to.clone());
    view! {
        <Card title>
            <div data-mail=mail.code data-to=to>
                <SummaryList>
                    <SummaryRow label=t.outbox_demo_kind()>{mail.kind}</SummaryRow>
                    <SummaryRow label=t.outbox_demo_to()>{mail.to}</SummaryRow>
                    <SummaryRow label=t.outbox_demo_at()>{mail.at}</SummaryRow>
                    <SummaryRow label=t.outbox_demo_text()>{lines.collect_view()}</SummaryRow>
                </SummaryList>
            </div>
        </Card>
    }
    .into_any()
}
