//! The demo's catalog: made-up plans of made-up companies, in every county. To add a company or a plan: a row in [`ISSUERS`] or [`OFFERS`].

use super::DemoInput;
use super::cast::PLANS_SEED;
use super::generate::id_millis;
use super::people::Chance;
use super::rows::Account;
use crate::domain::applications::coverage_year;
use crate::domain::audit::Actor;
use crate::domain::county::County;
use crate::domain::identity::Role;
use crate::domain::ids::{AuditId, CatalogId, PlanId};
use crate::domain::money::Cents;
use crate::domain::plans::{AGES, Area, MetalLevel, Plan, Premiums};
use crate::store::db::{Write, fetch_all};
use crate::store::plans::write_catalog;
use crate::store::{Audit, NewCatalog, StoreError};
use std::collections::BTreeMap;
use std::time::Duration;

const NAME: &str = "Sample plans (not real)";

/// How long ago the catalog was imported.
const AGO: Duration = Duration::from_secs(14 * 24 * 60 * 60);

/// What every company offers.
struct Offer {
    metal: MetalLevel,
    name: &'static str,
    /// In dollars.
    deductible: i64,
    limit: i64,
    /// What somebody of 40 pays a month in the Twin Cities, in dollars.
    at_40: i64,
}

const fn offer(metal: MetalLevel, name: &'static str, deductible: i64, limit: i64, at_40: i64) -> Offer {
    Offer { metal, name, deductible, limit, at_40 }
}

const OFFERS: [Offer; 8] = [
    offer(MetalLevel::Catastrophic, "Catastrophic", 10_600, 10_600, 205),
    offer(MetalLevel::Bronze, "Bronze Saver", 8_200, 10_000, 252),
    offer(MetalLevel::Bronze, "Bronze Plus", 6_900, 9_600, 271),
    offer(MetalLevel::Silver, "Silver Basic", 4_900, 9_200, 342),
    offer(MetalLevel::Silver, "Silver Plus", 3_600, 8_700, 368),
    offer(MetalLevel::Gold, "Gold Basic", 1_900, 8_000, 415),
    offer(MetalLevel::Gold, "Gold Plus", 1_000, 7_000, 439),
    offer(MetalLevel::Platinum, "Platinum", 0, 3_500, 520),
];

struct Issuer {
    name: &'static str,
    /// What its plans' names begin with.
    brand: &'static str,
    network: &'static str,
    areas: &'static [u8],
    /// Its prices in thousandths of the offers'.
    price: i64,
    /// How far its deductibles lie from the offers', in dollars, where there is one.
    deductible: i64,
}

const ISSUERS: [Issuer; 4] = [
    Issuer {
        name: "Agate Shore Health Plan",
        brand: "Agate",
        network: "Agate Statewide",
        areas: &[1, 2, 3, 4, 5, 6, 7, 8, 9],
        price: 1_000,
        deductible: 0,
    },
    Issuer {
        name: "Pinecone Mutual Health",
        brand: "Pinecone",
        network: "Pinecone Select",
        areas: &[1, 2, 3, 4, 5, 6, 7, 8, 9],
        price: 975,
        deductible: 200,
    },
    Issuer {
        name: "Heron Cove Health Cooperative",
        brand: "Heron Cove",
        network: "Heron Cove Open",
        areas: &[1, 3, 5, 7, 8],
        price: 1_080,
        deductible: -300,
    },
    Issuer {
        name: "Wild Rice Health",
        brand: "Wild Rice",
        network: "Wild Rice Northern",
        areas: &[2, 4, 6, 7, 8, 9],
        price: 1_035,
        deductible: 100,
    },
];

/// The prices of each rating area in thousandths of those of the Twin Cities, which are area 8.
const AREAS: [i64; County::RATING_AREAS as usize] = [1_200, 1_040, 1_080, 1_100, 1_090, 1_050, 1_030, 1_000, 1_070];

/// The federal default age curve (45 CFR 147.102(e)): what each age from 14 to 64 pays, in thousandths of what somebody of 21 pays.
const CURVE: [i64; 51] = [
    765, 833, 859, 885, 913, 941, 970, 1_000, 1_000, 1_000, 1_000, 1_004, 1_024, 1_048, 1_087, 1_119, 1_135, 1_159, 1_183, 1_198, 1_214,
    1_222, 1_230, 1_238, 1_246, 1_262, AT_40, 1_302, 1_325, 1_357, 1_397, 1_444, 1_500, 1_563, 1_635, 1_706, 1_786, 1_865, 1_952, 2_040,
    2_135, 2_230, 2_333, 2_437, 2_548, 2_603, 2_714, 2_810, 2_873, 2_952, 3_000,
];
const AT_40: i64 = 1_278;

fn premiums(issuer: &Issuer, offer: &Offer, area: i64) -> Option<Premiums> {
    let cents = |curve: i64| {
        let (all, parts) = (Cents::dollars(offer.at_40).0 * issuer.price * area * curve, 1_000 * 1_000 * AT_40);
        Cents((all + parts / 2) / parts)
    };
    Premiums::of(AGES.zip(CURVE).map(|(_, curve)| cents(curve)).collect())
}

/// Every company's plans, in every area where it sells them.
pub(super) fn plans() -> Vec<Plan> {
    let mut plans = Vec::new();
    for (issuer, number) in ISSUERS.iter().zip(1..) {
        for (offer, place) in OFFERS.iter().zip(1..) {
            let same = offer.deductible == 0 || offer.deductible == offer.limit;
            let deductible = Cents::dollars(if same { offer.deductible } else { offer.deductible + issuer.deductible });
            let of = |area: u8| {
                let price = AREAS.get(usize::from(area).checked_sub(1)?)?;
                Some(Plan {
                    code: format!("9990{number}MN{place:03}0001"),
                    name: format!("{} {}", issuer.brand, offer.name),
                    issuer: issuer.name.to_owned(),
                    metal: offer.metal,
                    network: issuer.network.to_owned(),
                    area: Area::Rating(area),
                    premiums: premiums(issuer, offer, *price)?,
                    deductible,
                    out_of_pocket_limit: Cents::dollars(offer.limit),
                })
            };
            plans.extend(issuer.areas.iter().filter_map(|area| of(*area)));
        }
    }
    plans
}

/// Writes the catalog of the year for which people apply now, as if the resource manager had imported it.
pub(super) async fn insert_plans(tx: &mut Write, manager: &Account<'_>, input: DemoInput<'_>) -> Result<(), StoreError> {
    let (mut chance, millis, at) = (Chance::new(PLANS_SEED), id_millis(input.now, 0), input.now - AGO);
    let new = NewCatalog {
        id: CatalogId(chance.id(millis)),
        coverage_year: coverage_year(input.today()),
        name: NAME.to_owned(),
        is_sample: true,
    };
    let actor = Actor { user: manager.id, role: Role::ResourceManager };
    let audit = Audit { id: AuditId(chance.id(millis)), actor, request: "demo".to_owned() };
    let plans = plans();
    let plans: Vec<(PlanId, &Plan)> = plans.iter().map(|plan| (PlanId(chance.id(millis)), plan)).collect();
    write_catalog(tx, &new, &plans, (manager.id, &manager.name), &audit, at).await?;
    Ok(())
}

/// The plans of a catalog, by the code of their area and their own.
pub(super) type PlanIds = BTreeMap<(String, String), PlanId>;

/// The plans that are sold for the year; none when no catalog was written.
pub(super) async fn plan_ids(tx: &mut Write, year: u16) -> Result<PlanIds, StoreError> {
    let sql = "SELECT p.area, p.code, p.id FROM plans p JOIN current_plan_catalogs c ON c.catalog_id = p.catalog_id
               WHERE c.coverage_year = $1";
    let rows = fetch_all!(tx.on(), (String, String, PlanId), sql, i64::from(year))?;
    Ok(rows.into_iter().map(|(area, code, id)| ((area, code), id)).collect())
}
