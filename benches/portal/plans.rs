//! (h) the page of plans: a household of six, 200 plans, against the client list.

use super::Plan as Runs;
use super::child::{Server, demo, postgres, sqlite};
use super::client::Client;
use super::lists::bar;
use super::load::{Page, in_turn, sign_in};
use assister_portal::domain::applications::{
    Address, Application, Frequency, Income, Member, Page as Question, Relation, Signature, Source, coverage_year,
};
use assister_portal::domain::audit::Actor;
use assister_portal::domain::county::County;
use assister_portal::domain::eligibility::{Filing, Offer, Status};
use assister_portal::domain::identity::Role;
use assister_portal::domain::ids::{ApplicationId, AuditId, CatalogId, ConsumerId, UserId};
use assister_portal::domain::instant::{Date, Instant};
use assister_portal::domain::money::Cents;
use assister_portal::domain::plans::{AGES, Area, MetalLevel, Plan, Premiums};
use assister_portal::server::{Clock, dates, hex};
use assister_portal::store::{Audit, By, EmailProof, NewCatalog, NewConsumer, NewSession, Saver, Side, Store};
use sha2::{Digest as _, Sha256};
use std::error::Error;
use std::time::Duration;
use uuid::Uuid;

const PLANS: i64 = 200;
const CONNECTIONS: usize = 2;
const PATH: &str = "/account/application/plans";

/// Both databases. Fails when the bar is missed.
pub async fn measure(runs: Runs) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    println!("\n# {PLANS} plans for a household of six, and the client list, {CONNECTIONS} connections");
    let mut met = true;
    for (name, database) in [("SQLite", sqlite(folder.path(), "plans.db")), ("Postgres", postgres("plans").await?)] {
        demo(&database, 1_000)?;
        let store = Store::open(&database).await?;
        let shopper = prepare(&store).await?;
        store.close().await;
        let server = Server::portal(&database).await?;
        determined(&server, &shopper).await?;
        let busy = sign_in(server.address, "busy@demo.test").await.map_err(|e| e.to_string())?;
        let page = |what: &str, path: &str, cookie: &str| Page {
            what: format!("{name}, {what}"),
            address: server.address,
            path: path.to_owned(),
            cookie: cookie.to_owned(),
        };
        let pages = [page("client list", "/clients", &busy), page("plans", PATH, &shopper)];
        let measured = in_turn(&pages, CONNECTIONS, runs.run).await.map_err(|e| e.to_string())?;
        for (page, measured) in pages.iter().zip(&measured) {
            println!("{:<38} {measured}", page.what);
        }
        let [list, plans] = measured.as_slice() else { return Err("a page was not measured".into()) };
        met &= bar("plans ÷ list, p99", plans.p99 / list.p99, 3.0, true);
    }
    if met { Ok(()) } else { Err("the page of plans is too slow".into()) }
}

/// Waits until the server determined what was submitted.
async fn determined(server: &Server, cookie: &str) -> Result<(), Box<dyn Error>> {
    let mut client = Client::connect(server.address, cookie).await.map_err(|e| e.to_string())?;
    for _ in 0..300 {
        let answer = client.get(PATH).await.map_err(|e| e.to_string())?;
        if answer.status == 200 && String::from_utf8_lossy(&answer.body).contains(&format!("{PLANS} of {PLANS} plans")) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Err("the application was not determined".into())
}

fn fresh(_: Instant) -> Uuid {
    Uuid::now_v7()
}

fn plan(number: i64, county: County) -> Option<Plan> {
    Some(Plan {
        code: format!("BENCH-{number:03}"),
        name: format!("Bench Plan {number}"),
        issuer: format!("Bench Health {}", number % 5),
        metal: *MetalLevel::ALL.get(usize::try_from(1 + number % 4).ok()?)?,
        network: "Bench".to_owned(),
        area: Area::County(county),
        premiums: Premiums::of(AGES.map(|age| Cents(i64::from(age) * (900 + number))).collect())?,
        deductible: Cents::dollars(number * 20),
        out_of_pocket_limit: Cents::dollars(9_000),
    })
}

/// A consumer whose application is submitted, and the plans of their county. Gives the cookie.
async fn prepare(store: &Store) -> Result<String, Box<dyn Error>> {
    let now = Clock::system().now();
    let today = dates::today(now).ok_or("today")?;
    let (year, county) = (coverage_year(today), County::from_name("Hennepin").ok_or("county")?);
    let manager = store.credentials("manager@demo.test", now).await?.ok_or("no manager")?.user;
    let by = By { actor: Actor { user: manager, role: Role::ResourceManager }, request: "bench", name: "Bench", fresh };
    let plans = (0..PLANS).map(|number| plan(number, county)).collect::<Option<Vec<_>>>().ok_or("plans")?;
    let new = NewCatalog { id: CatalogId(Uuid::now_v7()), coverage_year: year, name: "bench.csv".into(), is_sample: false };
    store.import_catalog(&new, &plans, &by, now).await?;

    let (user, consumer) = (UserId(Uuid::now_v7()), ConsumerId(Uuid::now_v7()));
    let token: [u8; 32] = Sha256::digest(user.0.as_bytes()).into();
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
    let audit = || Audit { id: AuditId(Uuid::now_v7()), actor: Actor { user, role: Role::Consumer }, request: "bench".into() };
    let session = NewSession { token_hash: Sha256::digest(token).into(), user: Some(user), learner: None, now };
    store.create_consumer(account, session, audit()).await?;
    let (side, saver) = (Side::Consumer(consumer), Saver { name: "Bench Person".into(), role: Role::Consumer, kind: None });
    store.start_application(side, (ApplicationId(Uuid::now_v7()), year), &saver, now, &audit()).await?;
    let six = |answers: &mut Application| answer(answers, county);
    store.edit_application(side, year, &saver, (now, &audit()), six).await?;
    let application = store.application_file(side, year).await?.and_then(|file| file.application).ok_or("no application")?;
    let signed = (&Signature::Consumer { name: "Bench Person".into() }, &*application.answers.seen(Question::Sign, false));
    store.submit_application(side, year, signed, now, &audit()).await?;
    Ok(format!("session={}", hex(&token)))
}

/// Six people who all qualify for a plan with a tax credit.
fn answer(answers: &mut Application, county: County) -> Result<(), ()> {
    answers.help = Some(true);
    let born = |id: u16| Date::new(if id < 3 { 1980 } else { 2010 }, 1, 1).ok_or(());
    answers.members = (1..=6)
        .map(|id| {
            Ok(Member {
                id,
                name: format!("Bench Person {id}"),
                relation: match id {
                    1 => Relation::Myself,
                    2 => Relation::Spouse,
                    _ => Relation::Child,
                },
                born: born(id)?,
                pregnant: false,
                expecting: None,
                applies: Some(true),
                coverage: Some((false, Offer::None)),
                status: Some(Status::Citizen),
            })
        })
        .collect::<Result<_, ()>>()?;
    answers.address = Some(Address { street: "1 Lake St".into(), city: "Edina".into(), zip: "55401".into(), county });
    let (amount, frequency) = (Cents::dollars(150_000), Frequency::Yearly);
    answers.incomes = vec![Income { id: 7, member: 1, source: Source::Job, amount, frequency }];
    (answers.household_done, answers.income_done, answers.filing, answers.last_id) = (true, true, Some(Filing::Files), 7);
    Ok(())
}
