//! How often something may be tried, per account and per address, counted in the database so that a restart forgives nothing.
//!
//! A limit is a list of buckets, each with its window and its most. To add one: a variant of [`Limit`] and its buckets.
//! Buckets hold hashes: neither emails nor addresses stand in the table.

use super::hex;
use super::seldom::Seldom;
use crate::domain::ids::UserId;
use crate::domain::instant::Instant;
use crate::domain::typed::{compared_email, plain};
use crate::store::{Store, StoreError};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

const QUARTER: Duration = Duration::from_secs(15 * 60);
const TEN_MINUTES: Duration = Duration::from_secs(10 * 60);
const FIVE_MINUTES: Duration = Duration::from_secs(5 * 60);
const HOUR: Duration = Duration::from_secs(60 * 60);

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// A site may do as much as so many of its networks.
const SITE: u32 = 4;

/// From where somebody tries.
#[derive(Clone, Copy, Debug)]
pub enum Source {
    /// From this address.
    Address(IpAddr),
    /// From a browser in which the account was signed in to before: SHA-256 of what names it. Strangers have no share in what it may try.
    Browser([u8; 32]),
}

impl Source {
    fn name(self) -> String {
        match self {
            Self::Address(address) => network(address),
            Self::Browser(hash) => hex(&hash),
        }
    }
}

/// Letters that anybody can have sent.
#[derive(Clone, Copy, Debug)]
pub enum Mailing {
    /// Links to choose a new password.
    Reset,
    /// What is written to an email with which somebody makes an account.
    NewAccount,
}

/// What is limited, and for whom.
#[derive(Clone, Copy, Debug)]
pub enum Limit<'a> {
    /// Failed sign-ins to an account from one place: 20 in 15 minutes. Who fails from elsewhere takes nothing of it.
    SignIn {
        /// As typed or as stored: case and spaces around it don't count.
        email: &'a str,
        /// From where.
        source: Source,
    },
    /// Failed sign-ins by strangers that end signing in by a password alone, for strangers: 100 to an account in a day, from anywhere; 80 to an
    /// account in 15 minutes from an IPv6 site (/48); 200 to any accounts in an hour from one address, 800 from a site. After that the right
    /// password from a browser that nobody knows opens nothing by itself: its owner gets a link by mail.
    SignInUnproved {
        /// As typed or as stored: case and spaces around it don't count.
        email: &'a str,
        /// Where the request came from.
        address: IpAddr,
    },
    /// Links that finish signing in: one to an account in five minutes.
    SignInMail {
        /// To whom.
        user: UserId,
    },
    /// Failed sign-ins to an account from anywhere but its own browsers. They slow the next ones down ([`pause`]); the right password is
    /// never refused for what others did.
    SignInAnywhere {
        /// As typed or as stored: case and spaces around it don't count.
        email: &'a str,
    },
    /// Reference numbers that led to nobody: 20 per account and 100 per address in 15 minutes. Seven digits can be tried out.
    ReferenceNumber {
        /// Who searches.
        user: UserId,
        /// Where the request came from.
        address: IpAddr,
    },
    /// Links into the Learning Center: 10 per Training ID and 100 per address in 15 minutes, whether they were sent or not.
    LearningLink {
        /// As typed: case and spaces around it don't count.
        training_id: &'a str,
        /// Where the request came from.
        address: IpAddr,
    },
    /// Consumers whom staff looked for and did not find: 20 per account in 15 minutes.
    ConsumerLookUp {
        /// Who looks.
        user: UserId,
    },
    /// Registration numbers, right or wrong: 10 per link and 100 per address in 15 minutes.
    RegistrationNumber {
        /// The link.
        link: &'a [u8; 32],
        /// Where the request came from.
        address: IpAddr,
    },
    /// Codes at the second step, right or wrong: 10 per account in 15 minutes. Whoever gets there knows the password.
    SecondStep {
        /// Who gave the password.
        user: UserId,
    },
    /// Codes that are sent by mail: 10 per account in an hour.
    SendCode {
        /// To whom.
        user: UserId,
    },
    /// Wrong present passwords of somebody who is signed in: 20 per account in 15 minutes.
    PresentPassword {
        /// Who is signed in.
        user: UserId,
    },
    /// Links to choose a new password, for an account from one place: 5 in an hour, whether there is such an account or not.
    ForgotPassword {
        /// As typed or as stored: case and spaces around it don't count.
        email: &'a str,
        /// From where.
        source: Source,
    },
    /// Letters that anybody can have sent to a mailbox, whoever does: 20 of a kind in an hour.
    Mail {
        /// Which.
        what: Mailing,
        /// As typed or as stored: case and spaces around it don't count.
        email: &'a str,
    },
    /// Beyond those one in ten minutes (see [`may_mail`]).
    MailBeyond {
        /// Which.
        what: Mailing,
        /// As typed or as stored: case and spaces around it don't count.
        email: &'a str,
    },
    /// Links to confirm an email, and changes of it: 5 per account in an hour.
    ConfirmEmail {
        /// Who asks.
        user: UserId,
    },
    /// New accounts: 500 per address (a library has one address) in an hour.
    CreateAccount {
        /// Where the request came from.
        address: IpAddr,
    },
}

struct Bucket {
    key: String,
    window: Duration,
    most: u32,
}

impl Limit<'_> {
    fn buckets(self) -> Vec<Bucket> {
        let bucket = |what: &str, whom: &str, window, most| Bucket { key: key(what, whom), window, most };
        // Of an IPv6 address also its site, which may do more.
        let places = |what: &str, site: &str, address, window, most| -> Vec<Bucket> {
            let networks = networks(address).into_iter().zip([(what, most), (site, SITE * most)]);
            networks.map(|(network, (what, most))| bucket(what, &network, window, most)).collect()
        };
        match self {
            Self::SignInUnproved { email, address } => {
                let mut all = vec![bucket("sign-in-day", &same(email), DAY, 100)];
                if let Some(site) = networks(address).get(1) {
                    all.push(bucket("sign-in-site", &format!("{} {site}", same(email)), QUARTER, SITE * 20));
                }
                all.extend(places("sign-in-network", "sign-in-network-site", address, HOUR, 200));
                all
            }
            Self::SignInMail { user } => vec![bucket("sign-in-mail", &user.to_string(), FIVE_MINUTES, 1)],
            Self::SignIn { email, source } => vec![bucket("sign-in", &at(email, source), QUARTER, 20)],
            Self::SignInAnywhere { email } => vec![bucket("sign-in-account", &same(email), QUARTER, u32::MAX)],
            Self::ReferenceNumber { user, address } => {
                let mut all = vec![bucket("number-account", &user.to_string(), QUARTER, 20)];
                all.extend(places("number-address", "number-site", address, QUARTER, 100));
                all
            }
            Self::LearningLink { training_id, address } => {
                let mut all = vec![bucket("learning-id", &plain(training_id).to_uppercase(), QUARTER, 10)];
                all.extend(places("learning-address", "learning-site", address, QUARTER, 100));
                all
            }
            Self::ConsumerLookUp { user } => vec![bucket("consumer-account", &user.to_string(), QUARTER, 20)],
            Self::RegistrationNumber { link, address } => {
                let mut all = vec![bucket("registration-link", &hex(link), QUARTER, 10)];
                all.extend(places("registration-address", "registration-site", address, QUARTER, 100));
                all
            }
            Self::SecondStep { user } => vec![bucket("second-step", &user.to_string(), QUARTER, 10)],
            Self::SendCode { user } => vec![bucket("send-code", &user.to_string(), HOUR, 10)],
            Self::PresentPassword { user } => vec![bucket("present-password", &user.to_string(), QUARTER, 20)],
            Self::ForgotPassword { email, source } => vec![bucket("forgot", &at(email, source), HOUR, 5)],
            Self::Mail { what: Mailing::Reset, email } => vec![bucket("forgot-account", &same(email), HOUR, 20)],
            Self::MailBeyond { what: Mailing::Reset, email } => vec![bucket("forgot-beyond", &same(email), TEN_MINUTES, 1)],
            Self::Mail { what: Mailing::NewAccount, email } => vec![bucket("new-account-mail", &same(email), HOUR, 20)],
            Self::MailBeyond { what: Mailing::NewAccount, email } => vec![bucket("new-account-beyond", &same(email), TEN_MINUTES, 1)],
            Self::ConfirmEmail { user } => vec![bucket("confirm-email", &user.to_string(), HOUR, 5)],
            Self::CreateAccount { address } => places("account-address", "account-site", address, HOUR, 500),
        }
    }
}

/// What came of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried<T> {
    /// It succeeded.
    Hit(T),
    /// It failed, and was counted.
    Miss,
    /// There were too many failures: whatever it would have given is not told.
    TooMany,
}

/// Makes an attempt of which only failures (`None`) count.
///
/// # Errors
/// The attempt's own, and when the database fails.
pub async fn attempt<T, E: From<StoreError>>(
    store: &Store,
    limit: Limit<'_>,
    now: Instant,
    attempt: impl Future<Output = Result<Option<T>, E>>,
) -> Result<Tried<T>, E> {
    if !allowed(store, limit, now).await? {
        return Ok(Tried::TooMany);
    }
    let Some(hit) = attempt.await? else {
        return Ok(if count(store, limit, now).await? { Tried::Miss } else { Tried::TooMany });
    };
    // Asked again: many that were sent at once all passed the first question before one of them was counted.
    Ok(if allowed(store, limit, now).await? { Tried::Hit(hit) } else { Tried::TooMany })
}

/// Whether another attempt is allowed.
///
/// # Errors
/// When the database fails.
pub async fn allowed(store: &Store, limit: Limit<'_>, now: Instant) -> Result<bool, StoreError> {
    for bucket in limit.buckets() {
        if store.attempts(&bucket.key, window_start(now, bucket.window)).await? >= bucket.most {
            held(&bucket);
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a letter that anybody can have sent may go to a mailbox now. They are counted: nobody fills it, and yet whoever owns it gets one of
/// every ten minutes.
///
/// # Errors
/// When the database fails.
pub async fn may_mail(store: &Store, what: Mailing, email: &str, now: Instant) -> Result<bool, StoreError> {
    Ok(count(store, Limit::Mail { what, email }, now).await? || count(store, Limit::MailBeyond { what, email }, now).await?)
}

/// Counts an attempt. Gives whether it was still within the limit, which several at once can only tell afterwards.
///
/// # Errors
/// When the database fails.
pub async fn count(store: &Store, limit: Limit<'_>, now: Instant) -> Result<bool, StoreError> {
    let mut within = true;
    for bucket in limit.buckets() {
        if store.count_attempt(&bucket.key, window_start(now, bucket.window)).await? > bucket.most {
            held(&bucket);
            within = false;
        }
    }
    Ok(within)
}

/// Says that a limit holds, once a minute for each.
fn held(bucket: &Bucket) {
    static HELD: Mutex<BTreeMap<String, Seldom>> = Mutex::new(BTreeMap::new());
    let limit = bucket.key.split(':').next().unwrap_or_default();
    let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(times) = held.entry(limit.to_owned()).or_default().happened() {
        tracing::warn!(limit, times, most = bucket.most, "a limit holds: more attempts than it allows are refused");
    }
}

/// So many failed sign-ins to an account from anywhere are let pass before the next ones are slowed down, and as many more make one second.
const AT_FULL_SPEED: u32 = 20;
/// The longest that a sign-in is slowed down.
const LONGEST_PAUSE: u64 = 5;

/// How long a sign-in to an account waits before its password is looked at, because of how many others failed: the same whether there is
/// such an account or not.
///
/// # Errors
/// When the database fails.
pub async fn pause(store: &Store, email: &str, now: Instant) -> Result<Duration, StoreError> {
    let mut failed = 0;
    for bucket in (Limit::SignInAnywhere { email }).buckets() {
        failed += store.attempts(&bucket.key, window_start(now, bucket.window)).await?;
    }
    Ok(Duration::from_secs(u64::from(failed / AT_FULL_SPEED).min(LONGEST_PAUSE)))
}

/// An account, in one spelling: everything that finds it counts as its address.
fn same(email: &str) -> String {
    compared_email(email).unwrap_or_else(|| plain(email).to_lowercase())
}

/// An account, tried from one place.
fn at(email: &str, source: Source) -> String {
    format!("{} {}", same(email), source.name())
}

/// Windows are fixed: they begin at whole multiples of their length.
pub(super) fn window_start(now: Instant, window: Duration) -> Instant {
    let length = i64::try_from(window.as_micros()).unwrap_or(i64::MAX);
    Instant::from_micros(now.as_micros().div_euclid(length) * length)
}

/// Who has one IPv6 address has its whole /64.
pub(super) fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).to_string()
        }
    }
}

/// The same, and of an IPv6 address also the /48, which is what a site gets.
pub(super) fn networks(address: IpAddr) -> Vec<String> {
    let mut networks = vec![network(address)];
    if let IpAddr::V6(v6) = address.to_canonical() {
        let [a, b, c, ..] = v6.segments();
        networks.push(format!("{}/48", Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0)));
    }
    networks
}

/// In how many seconds a window is over.
pub(super) fn until(start: Instant, window: Duration, now: Instant) -> u64 {
    let end = start + window;
    u64::try_from((end.as_micros() - now.as_micros()).max(0)).unwrap_or(0).div_ceil(1_000_000).max(1)
}

/// The name of a bucket.
pub(super) fn key(what: &str, whom: &str) -> String {
    format!("{what}:{}", hashed(whom))
}

fn hashed(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_say_nothing_about_anybody() {
        let limit = Limit::SignIn { email: "Ann@Example.org ", source: Source::Address("203.0.113.7".parse().unwrap()) };
        for bucket in limit.buckets() {
            assert!(!bucket.key.to_lowercase().contains("ann") && !bucket.key.contains("203.0"), "{}", bucket.key);
        }
    }

    #[test]
    fn the_same_person_meets_the_same_bucket() {
        let keys = |email, address: &str| -> Vec<String> {
            let limit = Limit::SignIn { email, source: Source::Address(address.parse().unwrap()) };
            limit.buckets().into_iter().map(|bucket| bucket.key).collect()
        };
        assert_eq!(keys(" ANN@example.org", "2001:db8::1"), keys("ann@example.org", "2001:db8::ffff"));
        assert_eq!(keys("ann@m\u{fc}ller.de\u{200b}", "2001:db8::1"), keys("ann@xn--mller-kva.de", "2001:db8::1"));
        assert_eq!(keys("a@b.org", "::ffff:203.0.113.7"), keys("a@b.org", "203.0.113.7"));
        assert_ne!(keys("a@b.org", "2001:db8::1"), keys("a@b.org", "2001:db8:0:1::1"));
        assert_ne!(keys("a@b.org", "203.0.113.7"), keys("c@b.org", "203.0.113.7"), "an address is limited for one account only");
    }

    #[test]
    fn windows_are_fixed() {
        let minute = |minutes: i64| Instant::from_micros(minutes * 60_000_000);
        assert_eq!(window_start(minute(44), QUARTER), minute(30));
        assert_eq!(window_start(minute(45), QUARTER), minute(45));
    }
}
