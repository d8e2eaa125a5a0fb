//! The pages as lazy routes. A page's whole program, its loading of data included, is a piece of its own that `app.rs` fetches by route.
//!
//! To add a page: its component in its feature's folder, a line here, a route in `app.rs`.

use super::clients::{ClientPage, ClientsPage};
use super::identity::{AgencyHome as Agency, CreateAccountPage, ResourceCenterHome, SignInPage, Welcome as WelcomePage};
use super::manage_assister as consumer;
use super::parts_route::PartsRoute;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

macro_rules! pages {
    ($($(#[$doc:meta])* $route:ident => $page:path;)+) => {$(
        $(#[$doc])*
        pub struct $route;

        #[lazy_route]
        impl LazyRoute for $route {
            fn data() -> Self {
                Self
            }

            fn view(_this: Self) -> AnyView {
                $page().into_any()
            }
        }
    )+};
}

pages! {
    /// `/`
    Welcome => WelcomePage;
    /// `/sign-in`
    SignIn => SignInPage;
    /// `/create-account`
    CreateAccount => CreateAccountPage;
    /// `/account`
    Account => consumer::Account;
    /// `/account/assister`
    Details => consumer::Details;
    /// `/account/assister/add`
    AddNumber => consumer::AddNumber;
    /// `/account/assister/add/check`
    AddCard => consumer::AddCard;
    /// `/account/assister/add/agree`
    AddAgree => consumer::AddAgree;
    /// `/account/assister/add/done`
    Added => consumer::Added;
    /// `/account/assister/receipts/ID`
    Receipt => consumer::Receipt;
    /// `/account/assister/remove`
    Remove => consumer::Remove;
    /// `/clients`
    Clients => ClientsPage;
    /// `/clients/ID`
    Client => ClientPage;
    /// `/agency`
    AgencyHome => Agency;
    /// `/resource-center`
    ResourceCenter => ResourceCenterHome;
    /// `/parts`
    Parts => PartsRoute;
}
