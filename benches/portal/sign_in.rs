//! (f) 200 sign-ins at once: what they take from everybody else, and how much memory.

use super::Plan;
use super::child::{Server, demo, sqlite};
use super::lists::bar;
use super::load::{Page, in_turn, sign_in, sign_in_from};
use std::error::Error;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

const AT_ONCE: usize = 200;
/// How much more memory they may take, in MB.
const MEMORY: f64 = 150.0;
/// Few enough that the machine has something left when nobody signs in: what is compared is waiting, not throughput.
const CONNECTIONS: usize = 2;

/// The client list while nobody and while 200 people sign in. Fails when a bar is missed.
pub async fn measure(plan: Plan) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let database = sqlite(folder.path(), "sign-in.db");
    demo(&database, 1_000)?;
    let server = Server::portal(&database).await?;
    let cookie = sign_in(server.address, "busy@demo.test").await.map_err(|e| e.to_string())?;
    println!("\n# The client list while {AT_ONCE} people sign in, on SQLite, {CONNECTIONS} connections");
    let page = [Page { what: String::new(), address: server.address, path: "/clients".to_owned(), cookie }];
    let quiet = in_turn(&page, CONNECTIONS, plan.run).await.map_err(|e| e.to_string())?.remove(0);
    println!("{:<38} {quiet}", "quiet");
    let (before, over, done) = (server.resident()?, Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let turned = Arc::new(AtomicU64::new(0));
    let people: Vec<_> = (0..AT_ONCE)
        .map(|person| {
            // Each has an address of their own: of one address few wait at a time.
            let [high, low] = u16::try_from(person + 1).unwrap_or(1).to_be_bytes();
            let from = Ipv4Addr::new(127, 1, high, low);
            let (address, over, done, turned) = (server.address, Arc::clone(&over), Arc::clone(&done), Arc::clone(&turned));
            tokio::spawn(async move {
                while !over.load(Ordering::Relaxed) {
                    match sign_in_from(address, from, "consumer@demo.test").await? {
                        Some(_) => done.fetch_add(1, Ordering::Relaxed),
                        None => {
                            tokio::time::sleep(Duration::from_millis(200)).await;
                            turned.fetch_add(1, Ordering::Relaxed)
                        }
                    };
                }
                Ok::<(), super::client::Failure>(())
            })
        })
        .collect();
    // Until all of them stand in line.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let busy = in_turn(&page, CONNECTIONS, plan.run).await.map_err(|e| e.to_string())?.remove(0);
    over.store(true, Ordering::Relaxed);
    for person in people {
        person.await?.map_err(|e| e.to_string())?;
    }
    println!("{:<38} {busy}", format!("while {AT_ONCE} sign in"));
    let (done, turned) = (done.load(Ordering::Relaxed), turned.load(Ordering::Relaxed));
    println!("{:<38} {done:8} sign-ins, {turned} turned away, {before:.1} MB before", "meanwhile");
    let waiting = bar("list, busy ÷ quiet, p99", busy.p99 / quiet.p99, 3.0, true);
    let memory = bar("most memory above that, MB", server.peak()? - before, MEMORY, true);
    if waiting && memory { Ok(()) } else { Err("200 sign-ins at once take too much from everybody else".into()) }
}
