//! The rosters of the demo's first organization: with its two assisters of the cast, thirty people in every state of the gates and
//! of the account. Only those of the cast are for signing in.

use super::generate::id_millis;
use super::people::Chance;
use super::rows::{Account, organization};
use super::{DemoInput, rows};
use crate::domain::identity::{AssisterKind, AssisterState, Role};
use crate::domain::ids::{AssisterId, UserId};
use crate::domain::instant::{Date, Instant};
use crate::domain::manage_assister::ReferenceNumber;
use crate::domain::text;
use crate::store::StoreError;
use crate::store::clients::adjust_counts;
use crate::store::db::{Write, execute};
use crate::store::roster::write_words;
use AssisterKind::{Cac, Navigator};
use AssisterState::{Active, Closed, Enrolled, NotEnrolled, Suspended};
use Certified::{Ended, New, Not, Now};
use Learned::{Course, Everything, Nothing};
use std::time::Duration;

/// A seed of its own.
const SEED: u64 = 30_000;
/// The first six digits of the first reference number.
const FIRST_SIX: u32 = 810_300;
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Certified {
    New,
    Not,
    Now,
    Ended,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Learned {
    Nothing,
    Course,
    Everything,
}

struct Member {
    first: &'static str,
    last: &'static str,
    kind: AssisterKind,
    access: bool,
    employed: bool,
    certified: Certified,
    learned: Learned,
    state: AssisterState,
    confirmed: bool,
    city: &'static str,
    languages: &'static str,
}

const fn member(
    (first, last): (&'static str, &'static str),
    kind: AssisterKind,
    (access, certified, learned): (bool, Certified, Learned),
    (city, languages): (&'static str, &'static str),
) -> Member {
    Member { first, last, kind, access, employed: true, certified, learned, state: NotEnrolled, confirmed: false, city, languages }
}

impl Member {
    const fn gone(self) -> Self {
        Self { employed: false, ..self }
    }

    const fn account(self, state: AssisterState, confirmed: bool) -> Self {
        Self { state, confirmed, ..self }
    }
}

/// The one who has only the assessment before them.
const TRAINEE: (&str, &str) = ("Linnea", "Sandberg");
/// The one in ARC's queue.
const READY: (&str, &str) = ("Hawa", "Jama");

const MEMBERS: [Member; 28] = [
    // Before enrollment: every way the gates can stand.
    member(("Arne", "Aamodt"), Navigator, (false, New, Nothing), ("Duluth", "English")),
    member(("Pa Houa", "Vang"), Navigator, (false, New, Course), ("Duluth", "English, Hmong")),
    member(("Diego", "Flores"), Cac, (false, Not, Everything), ("Cloquet", "English, Spanish")),
    member(("Greta", "Ness"), Navigator, (false, Now, Nothing), ("Hermantown", "English, Norwegian")),
    member(("Omar", "Sheikh"), Navigator, (false, Now, Course), ("Duluth", "English, Somali, Arabic")),
    member(("Carol", "Beaulieu"), Cac, (false, Now, Everything), ("Cloquet", "English, Ojibwe")),
    member(("Nils", "Lundgren"), Navigator, (true, New, Nothing), ("Two Harbors", "English")),
    member(("Fadumo", "Osman"), Navigator, (true, New, Course), ("Duluth", "English, Somali")),
    member(("Thomas", "Krause"), Cac, (true, New, Everything), ("Proctor", "English")),
    member(("Kou", "Xiong"), Navigator, (true, Not, Nothing), ("Duluth", "English, Hmong")),
    member(("Eleanor", "Doyle"), Navigator, (true, Now, Nothing), ("Grand Marais", "English")),
    member(TRAINEE, Navigator, (true, Now, Course), ("Duluth", "English, Swedish")),
    member(READY, Navigator, (true, Now, Everything), ("Duluth", "English, Somali")),
    member(("Javier", "Ortiz"), Cac, (true, Now, Course), ("Cloquet", "English, Spanish")),
    member(("Ruth", "Palmquist"), Navigator, (true, Ended, Everything), ("Virginia", "English")),
    member(("Sean", "Murphy"), Navigator, (true, Now, Everything), ("Ely", "English")).gone(),
    // With an account.
    member(("Astrid", "Holm"), Navigator, (true, Now, Everything), ("Duluth", "English, Norwegian")).account(Enrolled, false),
    member(("Teng", "Lor"), Cac, (true, Now, Everything), ("Proctor", "English, Hmong")).account(Enrolled, false),
    member(("Sagal", "Hussein"), Navigator, (true, Now, Everything), ("Duluth", "English, Somali")).account(Active, false),
    member(("Mark", "Peltier"), Navigator, (true, Now, Everything), ("Cloquet", "English, Ojibwe")).account(Active, false),
    member(("Lucía", "Ramírez"), Cac, (true, Now, Everything), ("Duluth", "English, Spanish")).account(Active, true),
    member(("Bjørn", "Grøn"), Navigator, (true, Now, Everything), ("Hibbing", "English, Danish")).account(Active, true),
    member(("Naomi", "O'Brien"), Navigator, (true, Now, Everything), ("Duluth", "English")).account(Active, true),
    member(("Yusuf", "Farah"), Navigator, (false, Now, Everything), ("Duluth", "English, Somali")).account(Active, true),
    member(("Helen", "Kowalski"), Cac, (true, Now, Everything), ("Proctor", "English, Polish")).gone().account(Active, true),
    member(("Leif", "Iverson"), Navigator, (true, Ended, Everything), ("Virginia", "English")).account(Active, true),
    member(("Donna", "St. Clair"), Navigator, (true, Now, Everything), ("Ely", "English")).account(Suspended, true),
    member(("Harold", "Winter"), Cac, (false, Now, Everything), ("Duluth", "English")).gone().account(Closed, true),
];

impl Member {
    fn email(&self) -> String {
        match (self.first, self.last) {
            TRAINEE => "trainee@demo.test".to_owned(),
            READY => "ready@demo.test".to_owned(),
            (first, last) => format!("{}.{}@northernlights.demo.test", text::fold(first), text::fold(last)).replace(' ', "-"),
        }
    }

    /// As other certifications of the demo, or over for more than a year.
    fn certification(&self, certified: (Date, Instant)) -> (&'static str, Option<Date>, Option<Instant>) {
        let (until, end) = certified;
        match self.certified {
            New => ("new", None, None),
            Not => ("not_certified", None, None),
            Now => ("certified", Some(until), Some(end)),
            // The clocks don't change on the days around: the same moment of the year is that day's end.
            Ended => {
                let leap = (until.year - 1..=until.year).any(|year| year % 4 == 0 && Date::new(year, 2, 29).is_some());
                ("certified", Date::new(until.year - 2, until.month, until.day), Some(end - DAY * if leap { 731 } else { 730 }))
            }
        }
    }
}

/// Writes the rosters.
pub(super) async fn insert_rosters(tx: &mut Write, input: DemoInput<'_>) -> Result<(), StoreError> {
    let mut chance = Chance::new(SEED);
    for (place, member) in (0_u32..).zip(&MEMBERS) {
        insert_member(tx, place, member, &mut chance, input).await?;
    }
    Ok(())
}

async fn insert_member(tx: &mut Write, place: u32, member: &Member, chance: &mut Chance, input: DemoInput<'_>) -> Result<(), StoreError> {
    let millis = id_millis(input.now, place);
    let (id, user) = (AssisterId(chance.id(millis)), UserId(chance.id(millis)));
    let (name, email, enrolled) = (format!("{} {}", member.first, member.last), member.email(), member.state != NotEnrolled);
    let set_up = enrolled && member.state != Enrolled;
    if enrolled {
        let password_hash = set_up.then_some(input.password_hash);
        let (name, email, created_at) = (name.clone(), email.clone(), input.now - DAY * 60);
        rows::insert_accounts(
            tx,
            &[&Account { id: user, email, name, role: Role::Assister, organization: None, password_hash, created_at }],
        )
        .await?;
    }
    let training_id =
        if (member.first, member.last) == TRAINEE { "MN-TRAIN-0001".to_owned() } else { format!("MN-DEMO-{}", 1_001 + place) };
    let (certification, until, end) = member.certification(input.certified);
    execute!(
        tx.on(),
        "INSERT INTO assisters (id, user_id, organization_id, kind, state, reference_number, first_name, last_name, display_name,
             sort_name, certification_email, assister_code, training_id, public_phone, public_email, city, languages, portal_access,
             employed, certification, certified_until, certified_end, trained_at, mastered_at, enrolled_at, activated_at, confirmed_at,
             created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26,
             $27, $28)",
        id,
        enrolled.then_some(user),
        organization(0),
        member.kind.code(),
        member.state.code(),
        enrolled.then(|| i64::from(ReferenceNumber::from_six(FIRST_SIX + place).as_u32())),
        member.first,
        member.last,
        &name,
        text::sort_key(&name),
        &email,
        format!("NLHN{:05}", 20_001 + place * 7),
        training_id,
        format!("218-555-{:04}", 100 + place * 3),
        "help@northernlights.demo.test",
        member.city,
        member.languages,
        member.access,
        member.employed,
        certification,
        until,
        end,
        (member.learned != Nothing).then_some(input.now - DAY * 90),
        (member.learned == Everything).then_some(input.now - DAY * 89),
        enrolled.then_some(input.now - DAY * 60),
        set_up.then_some(input.now - DAY * 58),
        member.confirmed.then_some(input.now - DAY * 57),
        input.now - DAY * 120,
    )?;
    if enrolled {
        adjust_counts(tx, Some((id, 0, 0)), None).await?;
    }
    write_words(tx, id).await
}
