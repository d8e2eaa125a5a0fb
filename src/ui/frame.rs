//! The frame around a page that the server draws (`drawn.rs`), for `server/frames.rs`, which has leptos draw the frame once for everybody
//! of a kind: which function draws the page at an address, and what in the frame is one person's, one page's or one address's.

use super::drawn::{Drawing, brief};
use super::page::{here, plain_title};
use super::page_data::PageData;
use super::title::in_error;
use crate::api::applications::LoadNotices;
use crate::api::clients::ClientList;
use crate::api::drawn::{Drawn, Reply};
use crate::api::error::ApiError;
use crate::api::learning::LoadLearningPage;
use crate::api::manage_assister::{LoadAccount, LoadAssisterDetails};
use crate::api::resource_center::LoadQueue;
use crate::api::roster::LoadRoster;
use crate::api::wire;
use crate::domain::next::way_in;
use crate::domain::query;
use leptos::server_fn::ServerFn;

/// Has the page at an address drawn by its function; nothing at the addresses of all other pages. `query` is the address's, or empty.
pub fn draw_at(path: &str, query: &str) -> Option<Drawing> {
    let query = query.to_owned();
    Some(match path {
        "/clients" => Box::pin(ClientList { query }.run_body()),
        "/agency" => Box::pin(LoadRoster { query }.run_body()),
        "/resource-center" => Box::pin(LoadQueue { query }.run_body()),
        "/learning" => Box::pin(LoadLearningPage { query }.run_body()),
        "/account" => Box::pin(LoadAccount {}.run_body()),
        "/account/notices" => Box::pin(LoadNotices {}.run_body()),
        "/account/assister" => {
            let said = |name| query::pairs(&query).find(|(said, _)| *said == name).map(|(_, value)| value).unwrap_or_default();
            Box::pin(LoadAssisterDetails { removed: said("removed"), window: said("window") }.run_body())
        }
        _ => return None,
    })
}

/// The text of the page's title, as markup. `wrong` says whether [`problems_mark`](super::problems_mark) is in the page.
#[must_use]
pub fn title_of(drawn: &Drawn, wrong: bool) -> String {
    let title = plain_title(&drawn.title);
    if wrong { in_error(&title) } else { title }
}

/// What of the page goes along to the program in the browser.
///
/// # Errors
/// When it can't be written as bytes, which all of it can.
pub fn brief_of(drawn: &Drawn) -> Result<Vec<u8>, postcard::Error> {
    let page = Drawn { title: drawn.title.clone(), html: String::new() };
    wire::to_bytes(&Ok::<_, ApiError>(PageData::loaded(Reply::Show(page), brief)))
}

/// Where the dialog at the end of a session leads from the page at an address.
#[must_use]
pub fn way_back(path: &str, query: &str) -> String {
    way_in(&here(path.to_owned(), query.to_owned()), true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_is_text_and_says_that_something_is_wrong() {
        let of = |title: &str, wrong| title_of(&Drawn { title: title.to_owned(), html: String::new() }, wrong);
        assert_eq!(of("Your clients", false), "Your clients – Assister Portal");
        assert_eq!(of("A <b> & C", false), "A b  C – Assister Portal");
        assert_eq!(of("Your account", true), "Error: Your account – Assister Portal");
    }

    #[test]
    fn the_way_back_is_the_address_or_for_learners_their_own_way_in() {
        assert_eq!(way_back("/clients", "list=new&sort=-name"), "/sign-in?why=ended&next=/clients%3Flist%3Dnew%26sort%3D-name");
        assert_eq!(way_back("/clients", ""), "/sign-in?why=ended&next=/clients");
        assert_eq!(way_back("/learning", "x"), "/learning?why=ended");
    }
}
