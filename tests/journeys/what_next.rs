//! "What happens next" on the page of a determination: for each outcome, for the consumer and for their assister.

use crate::journeys::app::{App, on_both};
use crate::journeys::applications::{Desk, client_of};
use crate::journeys::enrollment::{SILVER, chosen, enroll};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn each_outcome_says_what_happens_next() {
    const CHOOSE: &str = "Choose a health plan and enroll: use “Shop for plans” on this page. Coverage that you confirm today starts on \
        January 1, 2027.";
    const WITH_HER: &str = "Choose a health plan with Ann Lee and enroll: use “Shop for plans” on this page.";
    on_both(async |app: App| {
        for (income, status, program, own_words, assister_words) in [
            ("10000", "citizen", "Medical Assistance", ["Your county or Tribal office takes it from here."; 2], "ask Ann Lee for proof"),
            (
                "28000",
                "citizen",
                "MinnesotaCare",
                ["Your county or DHS takes it from here", "call the MNsure Contact Center"],
                "ask Ann Lee for proof",
            ),
            (
                "40000",
                "citizen",
                "Health plan with a premium tax credit",
                [CHOOSE, "The tax credit lowers what you pay each month."],
                WITH_HER,
            ),
            ("90000", "citizen", "Health plan without a tax credit", [CHOOSE, "You pay the full premium each month."], WITH_HER),
            (
                "40000",
                "other",
                "Needs a county or DHS decision",
                ["Your county or DHS decides", "in your notices"],
                "Ann Lee is told of the decision. It is not shown here.",
            ),
        ] {
            let (ann, navigator, id) = client_of(&app, "Ann Lee").await;
            let (own, acting) = (Desk::own(&ann), Desk::client(&navigator, &id));
            own.answer_all("Ann Lee", income).await;
            own.save("status/1", &[("status", status)]).await;
            own.submit(&[("full_name", "Ann Lee")]).await;
            for (desk, words) in [(&own, &own_words[..]), (&acting, &[assister_words][..])] {
                let page = desk.page("determination").await.body;
                let (results, next) = page.split_once("What happens next").unwrap();
                assert!(results.contains("Results"), "after the result: {page}");
                let (next, _) = next.split_once("Figures used").unwrap();
                for said in [program].iter().chain(words) {
                    assert!(next.contains(said), "{said}: {next}");
                }
            }
            if program == "Health plan without a tax credit" {
                enroll(&own, &chosen(&own, SILVER).await).await;
                let page = own.page("determination").await.body;
                assert!(page.contains("A health plan is chosen") && !page.contains("Choose a health plan and enroll"), "{page}");
            }
        }
    })
    .await;
}
