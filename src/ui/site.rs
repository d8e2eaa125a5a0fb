//! The header and the footer of every page.

use super::forms::PlainForm;
use super::messages;
use super::parts::{Button, ButtonKind, CopyButton, Footer, Header, SkipLink};
use crate::api::identity::{Me, Person};
use leptos::prelude::*;

/// The service's name, the person's role, an assister's reference number, and signing in or out.
#[component]
pub fn SiteHeader(me: Me) -> impl IntoView {
    let t = messages();
    let person = me.person;
    let home = person.as_ref().map_or("/", |person| person.role.home());
    let role = person.as_ref().map(role).unwrap_or_default();
    view! {
        <SkipLink text=t.site_skip() />
        <Header service=t.site_name() home role>{end(person)}</Header>
    }
}

fn role(person: &Person) -> String {
    messages().role(person.role, person.assister.as_ref().map(|(kind, _)| *kind)).to_owned()
}

fn end(person: Option<Person>) -> AnyView {
    let t = messages();
    let Some(person) = person else {
        return view! { <a href="/sign-in">{t.site_sign_in()}</a> }.into_any();
    };
    let number = person.assister.map(|(_, number)| {
        view! {
            <p class="header__item">
                {t.site_your_number()} " " <strong>{number.clone()}</strong> " "
                <CopyButton text=number label=t.site_copy() what=t.site_your_number() done=t.site_copied() />
            </p>
        }
    });
    view! {
        {number}
        <span class="header__item">{person.name}</span>
        <PlainForm action="/api/sign-out">
            <Button label=t.site_sign_out() kind=ButtonKind::Quiet />
        </PlainForm>
    }
    .into_any()
}

/// What the service is; with demo data, that the people are made up.
#[component]
pub fn SiteFooter(
    /// Whether there are sessions to look at.
    signed_in: bool,
    /// Whether they may be learning, or see where they stand: assisters, and who is not signed in.
    learner: bool,
    /// Whether demo data is present.
    demo: bool,
) -> impl IntoView {
    let t = messages();
    view! {
        <Footer>
            <p>{t.site_footer()}</p>
            {signed_in.then(|| view! { <p><a href="/sessions">{t.sessions_heading()}</a></p> })}
            {learner.then(|| view! { <p><a href="/learning">{t.site_learning()}</a></p> })}
            {demo.then(|| view! { <p>{t.site_demo()}</p> })}
        </Footer>
    }
}
