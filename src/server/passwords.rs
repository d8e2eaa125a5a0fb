//! Passwords: Argon2id, on threads of its own that step back for those that serve requests, behind a bounded line. How strong one must
//! be: `strength`.

use super::line::{Full, Line, Party};
use super::random;
use crate::domain::identity::PASSWORD_MAX_BYTES;
use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot;
use unicode_normalization::UnicodeNormalization as _;

/// How far the hashing threads step back (the system's niceness): while pages are asked for, a tenth of a core is theirs.
const NICENESS: i32 = 10;

/// Hashes and verifies. Cheap to clone; all clones share the threads, which end with the last of them.
#[derive(Clone)]
pub struct Passwords {
    desk: Arc<Desk>,
    /// How new passwords are hashed.
    params: Params,
}

/// Ends the threads when the last who could ask is gone.
struct Desk(Arc<Queue>);

impl Drop for Desk {
    fn drop(&mut self) {
        self.0.waiting().closed = true;
        self.0.come.notify_all();
    }
}

#[derive(Default)]
struct Queue {
    waiting: Mutex<Waiting>,
    come: Condvar,
}

#[derive(Default)]
struct Waiting {
    line: Line<Job>,
    closed: bool,
}

impl Queue {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next job, when there is one; `None` when nobody can ask any more.
    fn next(&self) -> Option<Job> {
        let mut waiting = self.waiting();
        loop {
            if let Some(job) = waiting.line.take_next() {
                return Some(job);
            }
            if waiting.closed {
                return None;
            }
            waiting = self.come.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

type Job = Box<dyn FnOnce(&Hasher) + Send>;

struct Hasher {
    argon2: Argon2<'static>,
    /// Verified when there is no account, so that the answer takes the same time.
    dummy: String,
}

/// A password was not hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HashError {
    /// Too many wait already. It was not begun.
    #[error("too many passwords wait to be hashed")]
    Busy,
    /// It did not work: out of memory, or the server is stopping.
    #[error("a password could not be hashed")]
    Failed,
}

impl Passwords {
    /// With the parameters that OWASP recommends (19 MiB, two passes): as many at once as there are cores.
    ///
    /// # Errors
    /// When not even one password can be hashed.
    pub fn new() -> Result<Self, HashError> {
        Self::with(Params::default())
    }

    /// As cheap as can be. For tests, where hundreds of accounts are made.
    ///
    /// # Errors
    /// When not even one password can be hashed.
    pub fn cheap() -> Result<Self, HashError> {
        Self::with(Params::new(Params::MIN_M_COST, 1, 1, None).map_err(|_| HashError::Failed)?)
    }

    fn with(params: Params) -> Result<Self, HashError> {
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
        let dummy = hash(&argon2, "nobody's password")?;
        let hasher = Arc::new(Hasher { argon2, dummy });
        let desk = Desk(Arc::default());
        // Each hash takes 19 MiB and a core: a flood of sign-ins waits in line and takes neither from everybody else.
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            let (hasher, queue) = (Arc::clone(&hasher), Arc::clone(&desk.0));
            std::thread::Builder::new().name("passwords".to_owned()).spawn(move || work(&hasher, &queue)).map_err(|_| HashError::Failed)?;
        }
        Ok(Self { desk: Arc::new(desk), params })
    }

    /// Whether a stored form is hashed as new passwords are; else it is hashed anew when its owner next gives it.
    #[must_use]
    pub fn is_current(&self, stored: &str) -> bool {
        let Ok(parsed) = PasswordHash::new(stored) else { return true };
        let algorithm = (parsed.algorithm, parsed.version) == (Algorithm::Argon2id.ident(), Some(Version::V0x13.into()));
        let params = Params::try_from(&parsed);
        let costs = |params: &Params| (params.m_cost(), params.t_cost(), params.p_cost());
        algorithm && params.is_ok_and(|params| costs(&params) == costs(&self.params))
    }

    /// The stored form of a password of the server's own: it waits for its turn, and is not turned away.
    ///
    /// # Errors
    /// See [`HashError`].
    pub async fn hash(&self, password: &str) -> Result<String, HashError> {
        self.hash_for(Party::Server, password).await
    }

    /// The stored form of a password that somebody chose.
    ///
    /// # Errors
    /// See [`HashError`].
    pub async fn hash_for(&self, party: Party, password: &str) -> Result<String, HashError> {
        let password = password.to_owned();
        self.ask(party, move |hasher| hash(&hasher.argon2, &password)).await?
    }

    /// Whether the password is the one that was hashed. Without a hash the answer is no, in the same time.
    ///
    /// # Errors
    /// See [`HashError`].
    pub async fn verify(&self, party: Party, stored: Option<&str>, password: &str) -> Result<bool, HashError> {
        let (stored, password) = (stored.map(str::to_owned), password.to_owned());
        self.ask(party, move |hasher| {
            // Longer than any account's: nothing is compared, but the work is done all the same.
            let fits = password.len() <= PASSWORD_MAX_BYTES;
            let password = normal(if fits { &password } else { "" });
            let known = stored.is_some();
            let Ok(parsed) = PasswordHash::new(stored.as_deref().unwrap_or(&hasher.dummy)) else { return false };
            let same = hasher.argon2.verify_password(password.as_bytes(), &parsed).is_ok();
            known && fits && same
        })
        .await
    }

    async fn ask<T: Send + 'static>(&self, party: Party, job: impl FnOnce(&Hasher) -> T + Send + 'static) -> Result<T, HashError> {
        let (answer, waiting) = oneshot::channel();
        let job: Job = Box::new(move |hasher| {
            // Who went away while waiting in line needs no answer.
            if !answer.is_closed() {
                let _ = answer.send(job(hasher));
            }
        });
        let queue = &self.desk.0;
        queue.waiting().line.join(party, job).map_err(|Full| HashError::Busy)?;
        queue.come.notify_one();
        waiting.await.map_err(|_| HashError::Failed)
    }
}

/// A thread that hashes, until nobody can ask any more.
fn work(hasher: &Hasher, queue: &Queue) {
    // Of a thread only on Linux; elsewhere it would be the whole program's.
    if cfg!(target_os = "linux") {
        // Where the system refuses, pages wait a little longer.
        let _ = rustix::process::setpriority_process(None, NICENESS);
    }
    while let Some(job) = queue.next() {
        job(hasher);
    }
}

fn hash(argon2: &Argon2<'_>, password: &str) -> Result<String, HashError> {
    let salt = SaltString::encode_b64(&random::bytes::<16>()).map_err(|_| HashError::Failed)?;
    let hash = argon2.hash_password(normal(password).as_bytes(), &salt).map_err(|_| HashError::Failed)?;
    Ok(hash.to_string())
}

/// One form for what keyboards and systems encode differently: é typed on one machine is é on another.
fn normal(password: &str) -> String {
    password.nfkc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::line::MOST_EACH;

    /// Somebody who is not known.
    fn stranger(address: &str) -> Party {
        Party::stranger(address.parse().unwrap())
    }

    #[tokio::test]
    async fn a_burst_from_one_address_is_turned_away_at_once_and_keeps_nobody_else_waiting() {
        let passwords = Passwords::cheap().unwrap();
        // Every thread is held until it is let go, so that what comes meanwhile waits in line.
        let (hold, held) = std::sync::mpsc::channel::<()>();
        let held = Arc::new(Mutex::new(held));
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let (busy, at_work) = std::sync::mpsc::channel();
        let holding: Vec<_> = (0..threads)
            .map(|_| {
                let (passwords, held, busy) = (passwords.clone(), Arc::clone(&held), busy.clone());
                tokio::spawn(async move {
                    let job = move |_: &Hasher| {
                        busy.send(()).unwrap();
                        assert!(held.lock().unwrap().recv().is_err());
                    };
                    passwords.ask(Party::Server, job).await
                })
            })
            .collect();
        tokio::task::spawn_blocking(move || (0..threads).for_each(|_| at_work.recv().unwrap())).await.unwrap();

        let order = Arc::new(Mutex::new(Vec::new()));
        let asks = |address: &'static str| {
            let (passwords, order) = (passwords.clone(), Arc::clone(&order));
            async move { passwords.ask(stranger(address), move |_| order.lock().unwrap().push(address)).await }
        };
        let mut burst: Vec<_> = (0..2_000).map(|_| Box::pin(asks("203.0.113.7"))).collect();
        let mut refused = 0;
        let mut waiting = Vec::new();
        for mut one in burst.drain(..) {
            match polled(&mut one) {
                Some(answer) => {
                    assert_eq!(answer, Err(HashError::Busy));
                    refused += 1;
                }
                None => waiting.push(one),
            }
        }
        assert_eq!((refused, waiting.len()), (2_000 - MOST_EACH, MOST_EACH), "answered at once, or in line");
        let mut other = Box::pin(asks("198.51.100.9"));
        assert_eq!(polled(&mut other), None, "there is room for another");
        drop(hold);
        other.await.unwrap();
        for one in waiting {
            one.await.unwrap();
        }
        for one in holding {
            one.await.unwrap().unwrap();
        }
        let order = order.lock().unwrap();
        let place = order.iter().position(|address| *address == "198.51.100.9").unwrap();
        assert_eq!(order.len(), MOST_EACH + 1);
        assert!(place <= threads, "served after one of the burst for each thread, and not after {place}");
    }

    /// Polls once.
    fn polled<F: Future + Unpin>(future: &mut F) -> Option<F::Output> {
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        match std::pin::Pin::new(future).poll(&mut context) {
            std::task::Poll::Ready(answer) => Some(answer),
            std::task::Poll::Pending => None,
        }
    }

    #[tokio::test]
    async fn a_password_opens_only_its_own_hash() {
        let passwords = Passwords::cheap().unwrap();
        let stored = passwords.hash("pl\u{e9}nty of loons 10000").await.unwrap();
        assert!(stored.starts_with("$argon2id$"));
        assert!(passwords.verify(Party::Server, Some(&stored), "ple\u{301}nty of loons 10000").await.unwrap());
        assert!(!passwords.verify(Party::Server, Some(&stored), "plenty of loons 10000").await.unwrap());
        assert!(!passwords.verify(Party::Server, None, "nobody's password").await.unwrap());
        assert!(!passwords.verify(Party::Server, Some("broken"), "broken").await.unwrap());
        assert!(!passwords.verify(Party::Server, Some(&stored), &"x".repeat(PASSWORD_MAX_BYTES + 1)).await.unwrap());
    }

    #[tokio::test]
    async fn what_is_hashed_in_another_way_than_today_is_told() {
        let (today, before) = (Passwords::new().unwrap(), Passwords::cheap().unwrap());
        let (stored, cheap) = (today.hash("plenty of loons 10000").await.unwrap(), before.hash("plenty of loons 10000").await.unwrap());
        assert!(today.is_current(&stored) && !today.is_current(&cheap) && before.is_current(&cheap));
        assert!(!today.is_current(&stored.replace("argon2id", "argon2i")) && !today.is_current(&stored.replace("v=19", "v=16")));
        // What can't be read opens nothing, so that nothing comes of it.
        assert!(today.is_current("broken"));
    }

    #[tokio::test]
    async fn an_unknown_user_takes_as_long_as_a_wrong_password() {
        let passwords = Passwords::new().unwrap();
        let stored = passwords.hash("plenty of loons 10000").await.unwrap();
        // The least of several, taken in turn, and of more while the machine is busy with something else: that only adds.
        let (mut wrong, mut unknown) = (f64::MAX, f64::MAX);
        for round in 1..=100 {
            for (stored, least) in [(Some(stored.as_str()), &mut wrong), (None, &mut unknown)] {
                let watch = crate::server::clock::Stopwatch::start();
                assert!(!passwords.verify(Party::Server, stored, "another password").await.unwrap());
                *least = least.min(watch.elapsed().as_secs_f64());
            }
            if round >= 5 && (0.67..1.5).contains(&(unknown / wrong)) {
                return;
            }
        }
        panic!("unknown ÷ wrong = {:.2}", unknown / wrong);
    }
}
