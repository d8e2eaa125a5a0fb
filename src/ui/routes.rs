//! The pages as lazy routes. The program of a page, its loading of data included, is not part of the frame that every first visit
//! fetches, but of a group that the browser fetches when somebody goes there.
//!
//! A group is what one visitor goes through in one sitting: a piece for every page alone costs more bytes in seams (about a hundred
//! small files that import from each other) than it leaves out.
//!
//! To add a page: its component in its feature's folder, a line here in its group, a route in `app.rs`.

use super::applications::{ClientApplication, Notices as NoticesPage, OwnApplication};
use super::clients::{ClientSection, ClientsPage};
use super::identity::{AccessSection, CreateAccountPage, SessionsPage, SignInPage, Welcome as WelcomePage};
use super::learning::LearningSection;
use super::mail::DemoMailPage;
use super::manage_assister as consumer;
use super::parts_route::PartsRoute;
use super::resource_center::ResourceCenterSection;
use super::roster::AgencySection;
use leptos::prelude::*;
use leptos_router::LazyRoute;

macro_rules! pages {
    ($($group:ident {$($(#[$doc:meta])* $route:ident, $load:ident => $page:path;)+})+) => {$($(
        $(#[$doc])*
        pub struct $route;

        #[lazy($group)]
        fn $load() -> AnyView {
            $page().into_any()
        }

        impl LazyRoute for $route {
            fn data() -> Self {
                Self
            }

            async fn view(_this: Self) -> AnyView {
                $load().await
            }
        }
    )+)+};
}

pages! {
    start {
        /// `/`
        Welcome, welcome => WelcomePage;
        /// `/sign-in`
        SignIn, sign_in => SignInPage;
        /// `/create-account`
        CreateAccount, create_account => CreateAccountPage;
        /// `/sessions`
        Sessions, sessions => SessionsPage;
        /// `/set-up/TOKEN`, `/set-up/email/TOKEN`, `/password/…`, `/sign-in/…`, `/security`
        Access, access => AccessSection;
    }
    work {
        /// `/agency` and what is under it
        Agency, agency => AgencySection;
        /// `/learning` and what is under it
        Learning, learning => LearningSection;
        /// `/resource-center` and what is under it
        ResourceCenter, resource_center => ResourceCenterSection;
        /// `/demo/mail`
        DemoMail, demo_mail => DemoMailPage;
        /// `/parts`
        Parts, parts => PartsRoute;
    }
    account {
        /// `/account`
        Account, account => consumer::Account;
        /// `/account/assister`
        Details, details => consumer::Details;
        /// `/account/application` and what is under it
        Application, application => OwnApplication;
        /// `/clients/ID/application` and what is under it
        ActingApplication, acting_application => ClientApplication;
        /// `/account/notices`
        Notices, notices => NoticesPage;
    }
    authorize {
        /// `/account/assister/add`
        AddNumber, add_number => consumer::AddNumber;
        /// `/account/assister/add/check`
        AddCard, add_card => consumer::AddCard;
        /// `/account/assister/add/agree`
        AddAgree, add_agree => consumer::AddAgree;
        /// `/account/assister/add/done`
        Added, added => consumer::Added;
        /// `/account/assister/receipts/ID`
        Receipt, receipt => consumer::Receipt;
        /// `/account/assister/remove`
        Remove, remove => consumer::Remove;
    }
    clients {
        /// `/clients`
        Clients, clients => ClientsPage;
        /// `/clients/ID` and `/clients/agent-of-record`
        Client, client => ClientSection;
    }
}
