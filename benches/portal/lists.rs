//! (a) the client list with 100 and with many clients, and a search; (b) the hand-written twin; (c) is measured by the build.

use super::Plan;
use super::child::{Server, demo, postgres, sqlite};
use super::client::Client;
use super::load::{Measured, pages, sign_in};
use std::error::Error;
use std::net::SocketAddr;

const CONNECTIONS: usize = 8;
const BUSY: &str = "busy@demo.test";

/// Both databases.
pub async fn measure(plan: Plan) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let databases = [
        ("SQLite", sqlite(folder.path(), "short.db"), sqlite(folder.path(), "long.db")),
        ("Postgres", postgres("short").await?, postgres("long").await?),
    ];
    for (name, short, long) in databases {
        println!("\n# Client list on {name}: 50 rows a page, {CONNECTIONS} connections");
        demo(&short, 100)?;
        demo(&long, plan.long_list)?;
        one(plan, &short, &long).await?;
    }
    Ok(())
}

async fn one(plan: Plan, short: &str, long: &str) -> Result<(), Box<dyn Error>> {
    let few = Server::portal(short).await?;
    let many = Server::portal(long).await?;
    let few_cookie = sign_in(few.address, BUSY).await.map_err(|e| e.to_string())?;
    let many_cookie = sign_in(many.address, BUSY).await.map_err(|e| e.to_string())?;
    let twin = Server::twin(short, "listen").await?;

    let list = run(plan, "100 clients", few.address, "/clients", &few_cookie).await?;
    let long_list = run(plan, &format!("{} clients", plan.long_list), many.address, "/clients", &many_cookie).await?;
    bar("list, many ÷ 100, time a page", list.rate / long_list.rate, 1.2, true);

    let mut client = Client::connect(many.address, &many_cookie).await.map_err(|e| e.to_string())?;
    for (what, words) in [("search, narrow", "words=johnson+mar"), ("search, broad", "words=jo")] {
        let answer = client.post("/api/search-clients", words).await.map_err(|e| e.to_string())?;
        let found = answer.location().ok_or("no search")?.to_owned();
        let search = run(plan, what, many.address, &found, &many_cookie).await?;
        bar(&format!("{what} ÷ list, time a page"), long_list.rate / search.rate, 2.0, true);
    }

    let twin_list = run(plan, "askama twin", twin.address, "/clients", &few_cookie).await?;
    bar("portal ÷ twin, throughput (aim 0.8)", list.rate / twin_list.rate, 0.6, false);
    Ok(())
}

async fn run(plan: Plan, what: &str, address: SocketAddr, path: &str, cookie: &str) -> Result<Measured, Box<dyn Error>> {
    let measured = pages(address, path, cookie, CONNECTIONS, plan.run).await.map_err(|e| e.to_string())?;
    println!("{what:<38} {measured}");
    Ok(measured)
}

/// Prints a ratio with its bar.
pub fn bar(what: &str, ratio: f64, bar: f64, at_most: bool) {
    let met = if at_most { ratio <= bar } else { ratio >= bar };
    let (sign, verdict) = (if at_most { "at most" } else { "at least" }, if met { "met" } else { "MISSED" });
    println!("{what:<38} {ratio:8.2}   bar: {sign} {bar:.2}   {verdict}");
}
