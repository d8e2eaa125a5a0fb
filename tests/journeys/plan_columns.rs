//! The list of plans says of each plan what the catalog says of it, each amount in the column that is called so.

use crate::journeys::app::{App, hidden, on_both};
use crate::journeys::applications::Desk;
use crate::journeys::enrollment::{GOLD, chosen, drawn, qualifies, rows, words};
use assister_portal::domain::county::County;
use assister_portal::domain::money::Cents;
use std::collections::BTreeSet;

const COLUMNS: [&str; 7] = ["Plan", "Company", "Level", "Premium a month", "After tax credit", "Deductible", "Out-of-pocket limit"];

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn each_amount_of_a_plan_is_in_its_column() {
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        let own = Desk::own(&ann);
        qualifies(&own).await;
        let credit: i64 = hidden(&chosen(&own, GOLD).await, "credit").parse().unwrap();
        let page = drawn(&own, "plans", "").await;
        let (_, table) = page.split_once("<table").unwrap();
        let heads: Vec<String> = table.split("<th scope=\"col\"").skip(1).map(words).collect();
        for (head, column) in heads.iter().zip(COLUMNS) {
            assert!(head.starts_with(column), "{heads:?}");
        }
        let shown = rows(table);
        assert_eq!(shown.len(), 21);
        let sold = app.store.plans_in(2027, County::from_name("St. Louis").unwrap()).await.unwrap();
        for row in &shown {
            let plan = &sold.iter().find(|sold| sold.plan.name == row[0]).unwrap_or_else(|| panic!("{row:?}")).plan;
            let premium = plan.premium(&[42]);
            assert!(credit > 0 && premium.0 > credit);
            let amounts = [premium, Cents(premium.0 - credit), plan.deductible, plan.out_of_pocket_limit].map(|cents| cents.to_string());
            let metal = format!("{:?}", plan.metal);
            assert_eq!(row[..3], [&plan.name, &plan.issuer, &metal].map(String::clone));
            assert_eq!(row[3..7], amounts);
        }
        // Nothing is in two columns: each would be missed in another one.
        let apart = |row: &&Vec<String>| row[3..7].iter().collect::<BTreeSet<_>>().len() == 4;
        assert!(shown.iter().filter(apart).count() > 15);
    })
    .await;
}
