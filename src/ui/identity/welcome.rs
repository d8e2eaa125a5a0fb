//! `/`

use crate::api::identity::{Me, Person};
use crate::domain::identity::Role;
use crate::domain::manage_assister::fill;
use crate::ui::applications::{WEBSITE, call};
use crate::ui::messages;
use crate::ui::page::PageHeading;
use crate::ui::parts::{Actions, ButtonKind, ButtonLink, Card};
use leptos::prelude::*;

/// The start page: what this is, and the two ways in; or the way on, for who is in already.
#[component]
pub fn Welcome() -> impl IntoView {
    let t = messages();
    let person = use_context::<Me>().and_then(|me| me.person);
    view! {
        <PageHeading text=t.welcome_heading() />
        <p class="lead">{t.welcome_lead()}</p>
        {match person {
            Some(person) => view! { <WayOn person /> }.into_any(),
            None => view! { <WaysIn /> }.into_any(),
        }}
    }
}

#[component]
fn WayOn(person: Person) -> impl IntoView {
    let t = messages();
    let label = match person.role {
        Role::Consumer => t.welcome_to_account(),
        Role::Assister => t.welcome_to_clients(),
        _ => t.welcome_to_home(),
    };
    view! {
        <Card title=fill(t.welcome_signed_in(), &[("name", &person.name)])>
            <Actions>
                <ButtonLink href=person.role.home() label />
            </Actions>
        </Card>
    }
}

#[component]
fn WaysIn() -> impl IntoView {
    let t = messages();
    view! {
        <div class="columns">
            <Card title=t.welcome_consumer_title()>
                <p>{t.welcome_consumer_text()}</p>
                <Actions>
                    <ButtonLink href="/sign-in" label=t.site_sign_in() />
                    <ButtonLink href="/create-account" label=t.welcome_create_account() kind=ButtonKind::Secondary />
                </Actions>
            </Card>
            <Card title=t.welcome_assister_title()>
                <p>{t.welcome_assister_text()}</p>
                <Actions>
                    <ButtonLink href="/sign-in" label=t.site_sign_in() kind=ButtonKind::Secondary />
                </Actions>
            </Card>
        </div>
        <section inner_html=without_a_number()></section>
    }
}

/// For who has nobody to help them yet: who assisters are, and the three steps to one. As markup, which costs a first page least.
fn without_a_number() -> String {
    let t = messages();
    let (website, phone) = (t.contact_website(), t.contact_center_phone());
    let links =
        [("website", format!("<a href=\"{WEBSITE}\">{website}</a>")), ("phone", format!("<a href=\"{}\">{phone}</a>", call(phone)))];
    let links = links.each_ref().map(|(name, link)| (*name, link.as_str()));
    format!(
        "<h2>{}</h2><p>{}</p><ol><li>{}</li><li>{}</li><li>{}</li></ol>",
        t.welcome_number_heading(),
        t.welcome_number_what(),
        fill(t.welcome_number_find(), &links),
        t.welcome_number_ask(),
        t.welcome_number_enter()
    )
}
