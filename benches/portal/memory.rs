//! (e) resident memory after many requests.

use super::Plan;
use super::child::{Server, demo, sqlite};
use super::load::{Page, in_turn, sign_in};
use std::error::Error;
use std::time::Duration;

/// Before and after.
pub async fn measure(plan: Plan) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let database = sqlite(folder.path(), "memory.db");
    demo(&database, 1_000)?;
    let server = Server::portal(&database).await?;
    let cookie = sign_in(server.address, "busy@demo.test").await.map_err(|e| e.to_string())?;
    println!("\n# Resident memory on SQLite");
    println!("{:<38} {:8.1} MB", "after signing in", server.resident()?);
    let page = Page { what: String::new(), address: server.address, path: "/clients".to_owned(), cookie };
    let mut done = 0_u64;
    while done < plan.memory_requests {
        let run = Duration::from_secs(5);
        let measured = in_turn(std::slice::from_ref(&page), 8, run).await.map_err(|e| e.to_string())?;
        done += measured.iter().map(|measured| (measured.rate * run.as_secs_f64()) as u64).sum::<u64>();
    }
    println!("{:<38} {:8.1} MB", format!("after {done} client lists"), server.resident()?);
    Ok(())
}
