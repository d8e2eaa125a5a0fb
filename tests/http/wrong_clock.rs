//! A clock that jumps a day ahead and back locks nobody out: not when it is set right, nor when that day comes.

use crate::http::support::{PASSWORD, run, services};
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

#[test]
fn what_was_tried_on_a_day_that_was_not_locks_nobody_out() {
    run(async {
        for service in services().await {
            service.consumer("ann@example.org").await;
            let signs_in = async |password: &str| {
                let answer = service.form("/api/sign-in", &format!("email=ann@example.org&password={password}"), "").await;
                answer.header("location").split(['?', '&']).next().unwrap().to_owned()
            };
            service.wait(DAY);
            for _ in 0..30 {
                assert_eq!(signs_in("wrong").await, "/sign-in");
            }
            assert_eq!(signs_in(PASSWORD).await, "/sign-in", "{}: the limit holds", service.name);
            service.back(DAY);
            assert_eq!(signs_in(PASSWORD).await, "/account", "{}: on the day before it does not", service.name);
            service.state.store.sweep(service.state.clock.now()).await.unwrap();
            service.wait(DAY);
            assert_eq!(signs_in(PASSWORD).await, "/account", "{}: nor on the day itself", service.name);
        }
    });
}
