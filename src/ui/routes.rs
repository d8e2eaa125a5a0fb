//! The pages and their addresses. The program of a page, its loading of data included, is not part of the frame that every first visit
//! fetches, but of a group that the browser fetches when somebody goes there.
//!
//! A group is what one visitor goes through in one sitting: a piece for every page alone costs more bytes in seams (about a hundred
//! small files that import from each other) than it leaves out.
//!
//! To add a page: its component in its feature's folder, a line here in its group. Of two lines that an address fits the first counts.

use super::applications::{ClientApplication, Notices as NoticesPage, OwnApplication};
use super::clients::{ClientSection, ClientsPage};
use super::identity::{AccessSection, CreateAccountPage, SessionsPage, SignInPage, Welcome as WelcomePage};
use super::learning::{LearningHome, LearningSection};
use super::mail::DemoMailPage;
use super::manage_assister as consumer;
use super::parts_route::PartsRoute;
use super::resource_center::{Queues, ResourceCenterSection};
use super::roster::{AgencySection, Roster};
use crate::sendable;
use leptos::prelude::*;
use std::pin::Pin;

/// A page, or all pages under an address.
pub struct Route {
    /// The address; `:` stands for any one part.
    at: &'static str,
    reach: Reach,
    fetch: fn() -> Loading<()>,
    load: fn() -> Loading<AnyView>,
}

/// What is there when the program of a page has been fetched.
pub type Loading<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Which addresses are a route's.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Its own.
    Itself,
    /// What is under it.
    Below,
    /// Both.
    Both,
}

impl Route {
    /// Whether the page at this path is this route's.
    pub fn has(&self, path: &str) -> bool {
        if path.len() > 1 && path.ends_with('/') {
            return false;
        }
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        let fits = self.at.split('/').filter(|part| !part.is_empty()).all(|own| parts.next().is_some_and(|part| own == ":" || own == part));
        let more = parts.next().is_some();
        fits && match self.reach {
            Reach::Itself => !more,
            Reach::Below => more,
            Reach::Both => true,
        }
    }

    /// Whether another path of the same route is the same page, which follows the path by itself.
    pub fn follows_path(&self) -> bool {
        self.reach != Reach::Itself
    }

    /// Fetches the page's program.
    pub fn fetch(&self) -> Loading<()> {
        (self.fetch)()
    }

    /// Fetches the page's program, and begins the page.
    pub fn load(&self) -> Loading<AnyView> {
        (self.load)()
    }

    /// Its addresses, as axum writes them.
    fn addresses(&self) -> impl Iterator<Item = String> {
        let at = self.at.replace("/:", "/{id}");
        let itself = (self.reach != Reach::Below).then(|| at.clone());
        itself.into_iter().chain((self.reach != Reach::Itself).then(|| format!("{at}/{{*any}}")))
    }
}

/// The addresses of all pages, as axum writes them.
pub fn addresses() -> impl Iterator<Item = String> {
    ROUTES.iter().flat_map(Route::addresses)
}

/// Fetches the program of the page at this path.
pub async fn fetch(path: &str) {
    if let Some(route) = ROUTES.iter().find(|route| route.has(path)) {
        route.fetch().await;
    }
}

macro_rules! pages {
    ($($group:ident {$($at:literal $reach:ident, $load:ident => $page:path;)+})+) => {
        /// What does nothing but be in the piece of the program that it is named after.
        mod pieces {
            use leptos::prelude::*;

            $(
                #[lazy($group)]
                pub fn $group() {}
            )+
        }

        $($(
            #[lazy($group)]
            fn $load() -> AnyView {
                $page().into_any()
            }
        )+)+

        /// Every page.
        pub const ROUTES: &[Route] = &[$($(Route {
            at: $at,
            reach: Reach::$reach,
            fetch: || Box::pin(sendable(pieces::$group())),
            load: || Box::pin(sendable($load())),
        },)+)+];
    };
}

pages! {
    start {
        "/" Itself, welcome => WelcomePage;
        "/sign-in" Itself, sign_in => SignInPage;
        "/create-account" Itself, create_account => CreateAccountPage;
        "/sessions" Itself, sessions => SessionsPage;
        "/sign-in" Below, finish_sign_in => AccessSection;
        "/set-up" Below, set_up => AccessSection;
        "/password" Below, password => AccessSection;
        "/security" Both, security => AccessSection;
    }
    work {
        "/agency" Below, agency => AgencySection;
        "/learning" Below, learning => LearningSection;
        "/resource-center" Below, resource_center => ResourceCenterSection;
        "/demo/mail" Itself, demo_mail => DemoMailPage;
        "/parts" Itself, parts => PartsRoute;
    }
    drawn {
        "/clients" Itself, clients => ClientsPage;
        "/agency" Itself, roster => Roster;
        "/resource-center" Itself, queues => Queues;
        "/learning" Itself, learning_home => LearningHome;
        "/account" Itself, account => consumer::Account;
        "/account/assister" Itself, details => consumer::Details;
        "/account/application" Both, application => OwnApplication;
        "/clients/:/application" Both, acting_application => ClientApplication;
        "/account/notices" Itself, notices => NoticesPage;
    }
    authorize {
        "/account/assister/add" Itself, add_number => consumer::AddNumber;
        "/account/assister/add/check" Itself, add_card => consumer::AddCard;
        "/account/assister/add/agree" Itself, add_agree => consumer::AddAgree;
        "/account/assister/add/done" Itself, added => consumer::Added;
        "/account/assister/receipts/:" Itself, receipt => consumer::Receipt;
        "/account/assister/remove" Itself, remove => consumer::Remove;
    }
    clients {
        "/clients/:" Itself, client => ClientSection;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(path: &str) -> Option<(&'static str, bool)> {
        ROUTES.iter().find(|route| route.has(path)).map(|route| (route.at, route.follows_path()))
    }

    #[test]
    fn an_address_is_its_first_routes() {
        for (path, route) in [
            ("/", Some(("/", false))),
            ("/sign-in", Some(("/sign-in", false))),
            ("/sign-in/sent", Some(("/sign-in", true))),
            ("/security", Some(("/security", true))),
            ("/security/email", Some(("/security", true))),
            ("/set-up", None),
            ("/set-up/email/done", Some(("/set-up", true))),
            ("/clients", Some(("/clients", false))),
            ("/clients/", None),
            ("/clients/7", Some(("/clients/:", false))),
            ("/clients/7/application/sign", Some(("/clients/:/application", true))),
            ("/clients/7/other", None),
            ("/account/assister/receipts/7", Some(("/account/assister/receipts/:", false))),
            ("/accounts", None),
        ] {
            assert_eq!(at(path), route, "{path}");
        }
    }

    #[test]
    fn no_two_routes_have_an_address() {
        let mut all: Vec<_> = addresses().collect();
        let many = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), many);
        assert!(all.contains(&"/clients/{id}/application/{*any}".to_owned()));
    }
}
