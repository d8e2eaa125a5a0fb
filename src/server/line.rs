//! The line in front of work that costs much: bounded in all and for each who waits, and served in turn, so that nobody's many keep
//! others' few waiting.

use super::limits::networks;
use crate::domain::ids::UserId;
use std::collections::{BTreeMap, VecDeque};
use std::net::IpAddr;

/// How many may wait in all.
pub const MOST: usize = 256;
/// How many strangers may wait in all: the rest of the places is for whom the portal knows.
pub const MOST_STRANGERS: usize = 192;
/// How many may wait of one address, one IPv6 network of a customer (/64), one account or one known browser.
pub const MOST_EACH: usize = 16;
/// How many may wait of one IPv6 network of a site (/48).
pub const MOST_SITE: usize = 48;

/// Who waits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
    /// The server itself.
    Server,
    /// Somebody who is signed in.
    User(UserId),
    /// A browser in which the account was signed in to before: SHA-256 of what names it.
    Browser([u8; 32]),
    /// Anybody else, by the network of the address; with an IPv6 address also by its site's.
    Stranger(String, Option<String>),
}

impl Party {
    /// Somebody whom only the address tells from others.
    #[must_use]
    pub fn stranger(address: IpAddr) -> Self {
        let mut networks = networks(address).into_iter();
        Self::Stranger(networks.next().unwrap_or_default(), networks.next())
    }

    const fn rank(&self) -> usize {
        match self {
            Self::Stranger(..) => 1,
            _ => 0,
        }
    }
}

/// There is no room in the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Full;

/// A line. Whom the portal knows and strangers are served alternately, and of each kind one party after the other.
#[derive(Debug)]
pub struct Line<T> {
    /// Of whom the portal knows, and of strangers.
    kinds: [Kind<T>; 2],
    /// Of which kind the next one is served, if there is one.
    turn: usize,
    /// How many wait of each site.
    sites: BTreeMap<String, usize>,
}

#[derive(Debug)]
struct Kind<T> {
    waiting: BTreeMap<Party, VecDeque<T>>,
    /// Whose turn it is: each who waits, once.
    turns: VecDeque<Party>,
    count: usize,
}

impl<T> Default for Kind<T> {
    fn default() -> Self {
        Self { waiting: BTreeMap::new(), turns: VecDeque::new(), count: 0 }
    }
}

impl<T> Kind<T> {
    fn next(&mut self) -> Option<(Party, T)> {
        let party = self.turns.pop_front()?;
        let waiting = self.waiting.get_mut(&party)?;
        let work = waiting.pop_front()?;
        self.count -= 1;
        if waiting.is_empty() {
            self.waiting.remove(&party);
        } else {
            self.turns.push_back(party.clone());
        }
        Some((party, work))
    }
}

impl<T> Default for Line<T> {
    fn default() -> Self {
        Self { kinds: [Kind::default(), Kind::default()], turn: 0, sites: BTreeMap::new() }
    }
}

impl<T> Line<T> {
    /// Takes a place in the line.
    ///
    /// # Errors
    /// [`Full`] at once, when there is none.
    pub fn join(&mut self, party: Party, work: T) -> Result<(), Full> {
        let own = self.kinds[party.rank()].waiting.get(&party).map_or(0, VecDeque::len);
        let all = self.kinds[0].count + self.kinds[1].count;
        let full = match &party {
            Party::Server => false,
            Party::User(_) | Party::Browser(_) => own >= MOST_EACH || all >= MOST,
            Party::Stranger(_, site) => {
                let of_site = site.as_ref().and_then(|site| self.sites.get(site)).copied().unwrap_or(0);
                own >= MOST_EACH || of_site >= MOST_SITE || self.kinds[1].count >= MOST_STRANGERS || all >= MOST
            }
        };
        if full {
            return Err(Full);
        }
        if let Party::Stranger(_, Some(site)) = &party {
            *self.sites.entry(site.clone()).or_default() += 1;
        }
        let kind = &mut self.kinds[party.rank()];
        kind.count += 1;
        if own == 0 {
            kind.turns.push_back(party.clone());
        }
        kind.waiting.entry(party).or_default().push_back(work);
        Ok(())
    }

    /// The next one to serve.
    pub fn take_next(&mut self) -> Option<T> {
        let first = self.turn;
        self.turn = 1 - first;
        let (party, work) = self.kinds[first].next().or_else(|| self.kinds[1 - first].next())?;
        if let Party::Stranger(_, Some(site)) = &party {
            if let Some(count) = self.sites.get_mut(site).filter(|count| **count > 1) {
                *count -= 1;
            } else {
                self.sites.remove(site);
            }
        }
        Some(work)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stranger(address: &str) -> Party {
        Party::stranger(address.parse().unwrap())
    }

    /// Everybody who waits, in the order in which they are served.
    fn served<T>(line: &mut Line<T>) -> Vec<T> {
        std::iter::from_fn(|| line.take_next()).collect()
    }

    #[test]
    fn one_address_has_few_places_and_others_do_not_wait_for_all_of_them() {
        let mut line = Line::default();
        let taken = (0..2_000).filter(|_| line.join(stranger("203.0.113.7"), "many").is_ok()).count();
        assert_eq!(taken, MOST_EACH);
        line.join(stranger("198.51.100.9"), "one").unwrap();
        let order = served(&mut line);
        assert_eq!(order.len(), MOST_EACH + 1);
        assert_eq!(order.iter().position(|who| *who == "one"), Some(1), "after one of the many, not after all: {order:?}");
        assert!(line.sites.is_empty() && line.join(stranger("203.0.113.7"), "again").is_ok(), "a place that was left is free");
    }

    #[test]
    fn who_has_an_ipv6_network_has_no_more_and_a_site_not_as_many_as_it_has_networks() {
        let mut line = Line::default();
        let of_one = (0..100).filter(|host| line.join(stranger(&format!("2001:db8::{host:x}")), 0).is_ok()).count();
        assert_eq!(of_one, MOST_EACH, "a /64 is one");
        let of_site = (1..100).filter(|net| line.join(stranger(&format!("2001:db8:0:{net:x}::1")), 0).is_ok()).count();
        assert_eq!(of_one + of_site, MOST_SITE);
        line.join(stranger("2001:db8:1::1"), 0).unwrap();
        assert_eq!(served(&mut line).len(), MOST_SITE + 1);
        assert!(line.sites.is_empty());
    }

    #[test]
    fn strangers_from_everywhere_leave_places_to_who_is_known_and_every_second_turn() {
        let mut line = Line::default();
        let strangers = (0..1_000).filter(|n| line.join(stranger(&format!("10.0.{}.{}", n / 250, n % 250)), 's').is_ok()).count();
        assert_eq!(strangers, MOST_STRANGERS);
        for n in 0..3 {
            line.join(Party::Browser([n; 32]), 'k').unwrap();
        }
        line.join(Party::User(UserId(uuid::Uuid::nil())), 'k').unwrap();
        let order: String = served(&mut line).into_iter().collect();
        assert!(order.starts_with("kskskskss"), "{order}");
        let known = (0..100).filter(|_| line.join(Party::Browser([7; 32]), 'k').is_ok()).count();
        assert_eq!(known, MOST_EACH);
        // The server's own work is not turned away.
        assert!((0..500).all(|_| line.join(Party::Server, 'o').is_ok()));
        assert_eq!(line.join(stranger("203.0.113.7"), 's'), Err(Full), "and yet the line ends somewhere");
    }
}
