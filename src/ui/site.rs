//! The header and the footer of every page: of those that the application draws, and of those that the server writes by itself.

use super::applications::linked;
use super::copy_number::offer_copy;
use super::forms::PlainForm;
use super::messages;
use super::navigation::{follow, own_places, places, texts};
use super::parts::{Bar, BarItem, BarTexts, Button, ButtonKind, CopyButton, Footer, Header, Menu, MenuForm, SkipLink, escaped};
use crate::ON_SERVER;
use crate::api::identity::{Me, Person};
use crate::api::page_of::PAGE_OF;
use crate::domain::identity::{AssisterKind, Role};
use crate::domain::manage_assister::fill;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Where the sign-out form goes.
const SIGN_OUT: &str = "/api/sign-out";

/// Given by the server: when somebody answers at the numbers that pages name, as far as that was set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hours {
    /// The MNsure Contact Center.
    pub center: Option<String>,
    /// The Assister Resource Center and the Broker Service Line.
    pub assisters: Option<String>,
}

/// The service's name, the person's role, an assister's reference number, where they may go, and signing in or out.
#[component]
pub fn SiteHeader(me: Me) -> impl IntoView {
    let path = use_location().pathname;
    // The server marked the links for the page that came with them.
    Effect::new(move |_| path.with(|path| follow(path)));
    Effect::new(|_| offer_copy());
    as_drawn("top", if ON_SERVER { top(Some(me), &path.get_untracked()).to_html().replace("<!>", "") } else { String::new() })
}

/// What the server drew, which the browser takes as it is: a first visit fetches no program for it.
fn as_drawn(class: &'static str, html: String) -> AnyView {
    view! { <div class=class inner_html=html></div> }.into_any()
}

/// The same; nobody's, where it is not known who asks.
fn top(me: Option<Me>, path: &str) -> AnyView {
    let t = messages();
    let person = me.as_ref().and_then(|me| me.person.as_ref());
    let home = person.map_or("/", |person| person.role.home());
    let role = person.map(role).unwrap_or_default();
    let links = me.as_ref().map(places).unwrap_or_default();
    let own = person.map(|person| own_places(person.role)).unwrap_or_default();
    let texts = BarTexts { label: t.nav_label(), menu: t.nav_menu(), waiting: t.nav_waiting() };
    let bar = person.is_some().then(|| view! { <Bar texts items=links path=path.to_owned() /> }.into_any());
    let end = me.map(|me| end(me.person, own, path));
    view! {
        <SkipLink text=t.site_skip() />
        <Header service=t.site_name() home role bar>{end}</Header>
    }
    .into_any()
}

fn role(person: &Person) -> String {
    messages().role(person.role, person.assister.as_ref().map(|(kind, _)| *kind)).to_owned()
}

fn end(person: Option<Person>, own: Vec<BarItem>, path: &str) -> AnyView {
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
    let form = MenuForm { action: SIGN_OUT, hidden: Some((PAGE_OF, person.page_of)), button: t.site_sign_out() };
    view! {
        {number}
        <Menu name=person.name items=own form path=path.to_owned() />
        // Beside the menu, too: who shares a computer leaves by one press.
        <PlainForm action=SIGN_OUT>
            <Button label=t.site_sign_out() kind=ButtonKind::Quiet />
        </PlainForm>
    }
    .into_any()
}

/// What the service is, whom to call, and the pages of texts; with demo data, that the people are made up.
#[component]
pub fn SiteFooter(me: Me) -> impl IntoView {
    as_drawn("foot", if ON_SERVER { bottom(me) } else { String::new() })
}

fn bottom(me: Me) -> String {
    let t = messages();
    let hours = use_context::<Hours>().unwrap_or_default();
    let role = me.person.as_ref().map(|person| person.role);
    let kind = me.person.and_then(|person| person.assister).map(|(kind, _)| kind);
    let (whom, hours) = match role {
        None | Some(Role::Consumer) => (t.contact_center(), hours.center),
        Some(_) if kind == Some(AssisterKind::Broker) => (t.contact_bsl(), hours.assisters),
        Some(_) => (t.contact_arc(), hours.assisters),
    };
    let when = hours.map_or_else(|| t.nav_hours_unknown().to_owned(), |hours| fill(t.nav_hours(), &[("hours", &hours)]));
    let call = linked(format!("{} {when}", fill(t.nav_call(), &[("whom", whom)]))).to_html().replace("<!>", "");
    // Written by the server as whole pages.
    let whole = texts().map(|(text, href)| format!("<li><a href=\"{href}\" rel=\"external\">{}</a></li>", escaped(text))).concat();
    let learning = role.is_none_or(|role| matches!(role, Role::Assister | Role::Learner));
    let learning = learning.then(|| format!("<li><a href=\"{}\">{}</a></li>", Role::Learner.home(), escaped(t.site_learning())));
    let demo = me.demo.then(|| format!("<p>{}</p>", escaped(t.site_demo())));
    // Where `public/start.js` says how many a list has now: in the page before it speaks, whatever is drawn anew.
    let html = format!(
        "<p id=\"said\" class=\"visually-hidden\" aria-live=\"polite\"></p><p>{}</p><p>{call}</p><ul class=\"footer__links\">{whole}{}</ul>{}",
        escaped(t.site_footer()),
        learning.unwrap_or_default(),
        demo.unwrap_or_default()
    );
    view! { <Footer><div class="footer__all" inner_html=html></div></Footer> }.to_html().replace("<!>", "")
}

/// The header and the footer as markup, for a page that the server writes by itself; nobody's, where it is not known who asks.
#[must_use]
pub fn draw_frame(me: Option<Me>, hours: Hours, path: &str) -> (String, String) {
    // Nobody's child: what leptos takes for the one at work may be another request's, who would be in the frame.
    Owner::new_root(None).with(|| {
        provide_context(hours);
        if let Some(me) = me.clone() {
            provide_context(me);
        }
        // What the application needs to take a page over is of no use here.
        (top(me.clone(), path).to_html().replace("<!>", ""), bottom(me.unwrap_or_default()))
    })
}
