//! (a) the client list with 100 and with many clients, and a search; (b) the hand-written twin; (c) is measured by the build tool.

use super::Plan;
use super::child::{Server, demo, postgres, sqlite};
use super::client::Client;
use super::load::{Page, in_turn, sign_in};
use std::error::Error;

const CONNECTIONS: usize = 8;
const BUSY: &str = "busy@demo.test";

/// Both databases. Fails when a bar is missed.
pub async fn measure(plan: Plan) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let databases = [
        ("SQLite", sqlite(folder.path(), "short.db"), sqlite(folder.path(), "long.db")),
        ("Postgres", postgres("short").await?, postgres("long").await?),
    ];
    let mut met = true;
    for (name, short, long) in databases {
        println!("\n# Client list on {name}: 50 rows a page, {CONNECTIONS} connections");
        demo(&short, 100)?;
        demo(&long, plan.long_list)?;
        met &= one(plan, &short, &long).await?;
    }
    if met { Ok(()) } else { Err("the client list is too slow".into()) }
}

/// Whether the list is fast enough.
async fn one(plan: Plan, short: &str, long: &str) -> Result<bool, Box<dyn Error>> {
    let few = Server::portal(short).await?;
    let many = Server::portal(long).await?;
    let few_cookie = sign_in(few.address, BUSY).await.map_err(|e| e.to_string())?;
    let many_cookie = sign_in(many.address, BUSY).await.map_err(|e| e.to_string())?;
    let twin = Server::twin(short).await?;

    let mut client = Client::connect(many.address, &many_cookie).await.map_err(|e| e.to_string())?;
    let mut searches = Vec::new();
    for words in ["johnson+mar", "jo"] {
        let answer = client.post("/api/search-clients", &format!("words={words}")).await.map_err(|e| e.to_string())?;
        searches.push(answer.location().ok_or("no search")?.to_owned());
    }
    let page = |what: &str, address, path: &str, cookie: &str| Page {
        what: what.to_owned(),
        address,
        path: path.to_owned(),
        cookie: cookie.to_owned(),
    };
    let pages = [
        page("100 clients", few.address, "/clients", &few_cookie),
        page(&format!("{} clients", plan.long_list), many.address, "/clients", &many_cookie),
        page("search, narrow", many.address, &searches[0], &many_cookie),
        page("search, broad", many.address, &searches[1], &many_cookie),
        page("askama twin", twin.address, "/clients", &few_cookie),
    ];
    let measured = in_turn(&pages, CONNECTIONS, plan.run).await.map_err(|e| e.to_string())?;
    for (page, measured) in pages.iter().zip(&measured) {
        println!("{:<38} {measured}", page.what);
    }
    let [list, long_list, narrow, broad, twin_list] = measured.as_slice() else { return Err("a page was not measured".into()) };
    let mut met = bar("list, many ÷ 100, time a page", list.rate / long_list.rate, 1.2, true);
    met &= bar("search, narrow ÷ list, time a page", long_list.rate / narrow.rate, 2.0, true);
    met &= bar("search, broad ÷ list, time a page", long_list.rate / broad.rate, 2.0, true);
    met &= bar("portal ÷ twin, throughput (aim 0.8)", list.rate / twin_list.rate, 0.6, false);
    Ok(met)
}

/// Prints a ratio with its bar. Gives whether it is met.
pub fn bar(what: &str, ratio: f64, bar: f64, at_most: bool) -> bool {
    let met = if at_most { ratio <= bar } else { ratio >= bar };
    let (sign, verdict) = (if at_most { "at most" } else { "at least" }, if met { "met" } else { "MISSED" });
    println!("{what:<38} {ratio:8.2}   bar: {sign} {bar:.2}   {verdict}");
    met
}
