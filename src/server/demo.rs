//! Demonstration data: what the store's generator can't make up itself, and the command `demo`.

use super::config::{Config, demo_is_for_loopback};
use super::serve::{StartError, open};
use super::telemetry::say;
use super::{Clock, Passwords, consent};
use crate::domain::instant::Instant;
use crate::messages::Language;
use crate::store::demo::{ACCOUNTS, BUSY, BusyLoad, DemoAccount, DemoInput, DemoLoad, PASSWORD};
use crate::store::{AgreedText, AssisterCard, Store};

/// Loads the demonstration accounts.
pub async fn fill(store: &Store, passwords: &Passwords, now: Instant) -> Result<DemoLoad, StartError> {
    let password_hash = passwords.hash(PASSWORD).await?;
    let load = store.load_demo(DemoInput { now, password_hash: &password_hash, agreed: &agreed }).await?;
    Ok(load)
}

/// The command `demo`.
pub async fn load(config: &Config, clients: Option<u32>) -> Result<(), StartError> {
    if !config.listen.ip().is_loopback() {
        return Err(demo_is_for_loopback(config.listen).into());
    }
    let store = open(config).await?;
    let (passwords, now) = (Passwords::new()?, Clock::system().now());
    match fill(&store, &passwords, now).await? {
        DemoLoad::Loaded => say(format_args!("Loaded {} demonstration accounts, all with the password {PASSWORD}.", ACCOUNTS.len())),
        DemoLoad::AlreadyThere => say("The demonstration accounts were there before."),
        DemoLoad::NotEmpty => return Err(StartError::NotEmpty),
    }
    if let Some(clients) = clients {
        let password_hash = passwords.hash(PASSWORD).await?;
        match store.load_busy(DemoInput { now, password_hash: &password_hash, agreed: &agreed }, clients).await? {
            BusyLoad::Loaded { clients, added, .. } => say(format_args!("{} has {clients} clients, {added} of them new.", BUSY.email)),
            BusyLoad::NotEmpty => return Err(StartError::NotEmpty),
        }
    }
    store.close().await;
    Ok(())
}

/// The authorization text that the demonstration's consumers agreed to.
fn agreed(card: &AssisterCard) -> AgreedText {
    consent::text_for(Language::default(), card)
}

/// The accounts for the sign-in page.
#[must_use]
pub fn accounts() -> Vec<crate::api::identity::DemoAccount> {
    let line = |account: &DemoAccount| crate::api::identity::DemoAccount {
        email: account.email.to_owned(),
        who: account.about.to_owned(),
        number: account.number().map(|number| number.to_string()),
    };
    ACCOUNTS.iter().map(line).collect()
}
