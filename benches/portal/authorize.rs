//! (d) confirmed authorizations per second, one at a time and 32 at once.

use super::Plan;
use super::child::{Server, demo, postgres, sqlite};
use super::client::Client;
use super::load::measured;
use assister_portal::domain::audit::Actor;
use assister_portal::domain::identity::Role;
use assister_portal::domain::ids::{AssisterId, AuditId, ConsumerId, DraftId, UserId};
use assister_portal::domain::instant::{Date, Instant as When};
use assister_portal::domain::manage_assister::{Draft, ReferenceNumber};
use assister_portal::messages::Language;
use assister_portal::server::{Clock, consent, hex};
use assister_portal::store::{Audit, EmailProof, NewConsumer, NewSession, Store};
use sha2::{Digest as _, Sha256};
use std::error::Error;
use std::sync::Arc;
use std::time::{Instant, SystemTime};
use tokio::sync::Mutex;
use uuid::Uuid;

/// The navigator of the demo data.
const NAVIGATOR: u32 = 204_816;

/// Both databases.
pub async fn measure(plan: Plan) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    println!("\n# Confirmed authorizations (POST /api/confirm-assister answered with the done page)");
    for (name, database) in [("SQLite", sqlite(folder.path(), "authorize.db")), ("Postgres", postgres("authorize").await?)] {
        demo(&database, 1)?;
        let store = Store::open(&database).await?;
        let server = Server::portal(&database).await?;
        let card =
            store.assister_by_number(ReferenceNumber::from_six(NAVIGATOR), Clock::system().now()).await?.ok_or("no demo navigator")?;
        let text = hex(&consent::text_for(Language::default(), &card).sha256);
        for at_once in [1, 32] {
            let ready = prepare(&store, card.id, plan.confirmations).await?;
            let queue = Arc::new(Mutex::new(ready));
            let started = Instant::now();
            let mut workers = Vec::new();
            for _ in 0..at_once {
                let (queue, address, text) = (Arc::clone(&queue), server.address, text.clone());
                workers.push(tokio::spawn(async move {
                    let mut times = Vec::new();
                    loop {
                        let Some((cookie, draft)) = queue.lock().await.pop() else { break };
                        let mut client = Client::connect(address, &cookie).await.map_err(|e| e.to_string())?;
                        let start = Instant::now();
                        let form = format!("draft={draft}&text={text}&agreed=yes&full_name=Bench+Person");
                        let answer = client.post("/api/confirm-assister", &form).await.map_err(|e| e.to_string())?;
                        times.push(start.elapsed());
                        if !answer.location().is_some_and(|l| l.contains("/done?receipt=")) {
                            return Err(format!("a confirmation was answered {} {:?}", answer.status, answer.location()));
                        }
                    }
                    Ok(times)
                }));
            }
            let mut times = Vec::new();
            for worker in workers {
                times.extend(worker.await??);
            }
            println!("{:<38} {}", format!("{name}, {at_once} at once"), measured(times, started.elapsed(), 0));
        }
    }
    Ok(())
}

/// Consumers who stand before "Confirm": cookie and draft.
async fn prepare(store: &Store, assister: AssisterId, how_many: usize) -> Result<Vec<(String, DraftId)>, Box<dyn Error>> {
    let now = When::from_micros(i64::try_from(SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?.as_micros())?);
    let mut ready = Vec::with_capacity(how_many);
    for _ in 0..how_many {
        let (user, consumer, draft) = (UserId(Uuid::now_v7()), ConsumerId(Uuid::now_v7()), DraftId(Uuid::now_v7()));
        let mut token = [0_u8; 32];
        token[..16].copy_from_slice(user.0.as_bytes());
        token[16..].copy_from_slice(consumer.0.as_bytes());
        let account = NewConsumer {
            user,
            consumer,
            name: "Bench Person".into(),
            born: Date::new(1980, 1, 1).ok_or("date")?,
            email: format!("{user}@bench.example"),
            password_hash: String::new(),
            proof: EmailProof::Confirmed,
            now,
        };
        let session = NewSession { token_hash: Sha256::digest(token).into(), user: Some(user), learner: None, now };
        let audit = Audit { id: AuditId(Uuid::now_v7()), actor: Actor { user, role: Role::Consumer }, request: "bench".into() };
        store.create_consumer(account, session, audit).await?;
        store.save_draft(consumer, Draft { id: draft, assister, card_confirmed: true }, now).await?;
        ready.push((format!("session={}", hex(&token)), draft));
    }
    Ok(ready)
}
