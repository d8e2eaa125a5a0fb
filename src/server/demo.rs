//! Demonstration data: what the store's generator can't make up itself, and the command `demo`.

use super::config::{Config, demo_is_for_here};
use super::serve::{StartError, open};
use super::telemetry::say;
use super::{Clock, Passwords, consent, dates};
use crate::domain::instant::{Date, Instant};
use crate::messages::Language;
use crate::store::demo::{ACCOUNTS, BUSY, BusyLoad, DemoAccount, DemoInput, DemoLoad, PASSWORD};
use crate::store::{AgreedText, AssisterCard, Store};

/// Loads the demonstration accounts.
pub async fn fill(store: &Store, passwords: &Passwords, now: Instant) -> Result<DemoLoad, StartError> {
    let password_hash = passwords.hash(PASSWORD).await?;
    let load = store.load_demo(input(now, &password_hash)).await?;
    Ok(load)
}

/// The command `demo`.
pub async fn load(config: &Config, clients: Option<u32>) -> Result<(), StartError> {
    demo_is_for_here(config.listen, &config.public_url)?;
    let store = open(config).await?;
    let (passwords, now) = (Passwords::new()?, Clock::system().now());
    match fill(&store, &passwords, now).await? {
        DemoLoad::Loaded => say(format_args!("Loaded {} demonstration accounts, all with the password {PASSWORD}.", ACCOUNTS.len())),
        DemoLoad::AlreadyThere => say("The demonstration accounts were there before."),
        DemoLoad::NotEmpty => return Err(StartError::NotEmpty),
    }
    if let Some(clients) = clients {
        let password_hash = passwords.hash(PASSWORD).await?;
        match store.load_busy(input(now, &password_hash), clients).await? {
            BusyLoad::Loaded { clients, added, .. } => say(format_args!("{} has {clients} clients, {added} of them new.", BUSY.email)),
            BusyLoad::NotEmpty => return Err(StartError::NotEmpty),
        }
    }
    store.close().await;
    Ok(())
}

/// Certifications of the demonstration last through next October, before the open enrollment after the one that is on.
fn input(now: Instant, password_hash: &str) -> DemoInput<'_> {
    DemoInput { now, day, certified: certified(now), password_hash, agreed: &agreed }
}

/// The day in Minnesota.
#[must_use]
pub fn day(at: Instant) -> Date {
    dates::today(at).unwrap_or(Date { year: 2027, month: 1, day: 1 })
}

/// The last day of the demonstration's certifications, and its end.
#[must_use]
pub fn certified(now: Instant) -> (Date, Instant) {
    let year = day(now).year + 1;
    let last = Date { year, month: 10, day: 31 };
    (last, dates::end_of_day(last))
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
