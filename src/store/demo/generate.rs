//! From the cast and from numbers to rows, without a database: the same input gives the same rows.

use super::DemoInput;
use super::cast::{BUSY_SEED, Consumer, Staff};
use super::people::Chance;
use super::rows::{Account, Association, Client, organization};
use crate::domain::identity::Role;
use crate::domain::ids::{AssociationId, AuditId, ConsentId, ConsumerId, DraftId, UserId};
use crate::domain::instant::{Date, Instant};
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const DAY_MICROS: u64 = 24 * 60 * 60 * 1_000_000;
/// New clients came in the last weeks; those in progress since any time in the last year.
const NEW_DAYS: u64 = 20;
const YEAR_DAYS: u64 = 360;

/// The time in the ids made at `now`, in milliseconds since 1970; they count up so that neighbors are written together.
pub(super) fn id_millis(now: Instant, index: u32) -> u64 {
    u64::try_from((now - DAY).as_micros() / 1000).unwrap_or(0) + u64::from(index)
}

pub(super) fn staff<'a>(staff: &Staff, chance: &mut Chance, input: DemoInput<'a>) -> Account<'a> {
    Account {
        id: UserId(chance.id(id_millis(input.now, 0))),
        email: staff.email.to_owned(),
        name: staff.name.to_owned(),
        role: staff.role,
        organization: staff.organization.map(organization),
        password_hash: Some(input.password_hash),
        created_at: input.now - DAY * 400,
    }
}

/// A consumer of the cast, who can sign in.
pub(super) fn consumer<'a>(consumer: &Consumer, chance: &mut Chance, input: DemoInput<'a>) -> Client<'a> {
    let (year, month, day) = consumer.born;
    let millis = id_millis(input.now, 0);
    let account = account(chance, millis, consumer.email.to_owned(), consumer.name.to_owned(), Some(input.password_hash), input.now);
    let association = consumer.authorized.map(|opened| association(chance, millis, opened, input.now));
    client(chance, millis, account, Date { year, month, day }, association)
}

/// Client number `index` of the navigator: `opened` says in which list.
pub(super) fn person<'a>(seed: u64, index: u32, opened: bool, input: DemoInput<'a>) -> Client<'a> {
    let mut chance = Chance::new((seed << 32) + u64::from(index));
    let person = chance.person(seed, index);
    let millis = id_millis(input.now, index);
    let account = account(&mut chance, millis, person.email, person.name, None, input.now);
    let association = association(&mut chance, millis, opened, input.now);
    client(&mut chance, millis, account, person.born, Some(association))
}

/// Client number `index` of the busy navigator: three of five were opened.
pub(super) fn busy(index: u32, input: DemoInput<'_>) -> Client<'_> {
    person(BUSY_SEED, index, index % 5 < 3, input)
}

fn account<'a>(chance: &mut Chance, millis: u64, email: String, name: String, password_hash: Option<&'a str>, now: Instant) -> Account<'a> {
    let id = UserId(chance.id(millis));
    Account { id, email, name, role: Role::Consumer, organization: None, password_hash, created_at: now - DAY * 400 }
}

fn client<'a>(chance: &mut Chance, millis: u64, account: Account<'a>, born: Date, association: Option<Association>) -> Client<'a> {
    Client { consumer: ConsumerId(chance.id(millis)), account, born, association }
}

fn association(chance: &mut Chance, millis: u64, opened: bool, now: Instant) -> Association {
    let days = if opened { YEAR_DAYS } else { NEW_DAYS };
    let ago = DAY_MICROS + chance.below(days * DAY_MICROS);
    let started_at = now - Duration::from_micros(ago);
    Association {
        id: AssociationId(chance.id(millis)),
        consent: ConsentId(chance.id(millis)),
        draft: DraftId(chance.id(millis)),
        started_at,
        first_opened_at: opened.then(|| started_at + Duration::from_micros(chance.below(ago.min(NEW_DAYS * DAY_MICROS)))),
        audit: [AuditId(chance.id(millis)), AuditId(chance.id(millis))],
    }
}
