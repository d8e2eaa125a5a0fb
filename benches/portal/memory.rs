//! (e) resident memory after many requests.

use super::Plan;
use super::child::{Server, demo, sqlite};
use super::load::{pages, sign_in};
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
    let mut done = 0_u64;
    while done < plan.memory_requests {
        let run = Duration::from_secs(5);
        let measured = pages(server.address, "/clients", &cookie, 8, run).await.map_err(|e| e.to_string())?;
        done += (measured.rate * run.as_secs_f64()) as u64;
    }
    println!("{:<38} {:8.1} MB", format!("after {done} client lists"), server.resident()?);
    Ok(())
}
