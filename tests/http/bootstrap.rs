//! `bootstrap-manager`: the first resource manager, once.

use crate::http::starting::portal;
use crate::http::support::{database, run};
use assister_portal::domain::identity::Role;
use assister_portal::store::{DbKind, Store};
use std::process::Output;

fn said(output: &Output) -> (bool, String) {
    let text = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    (output.status.success(), String::from_utf8(text).unwrap())
}

fn bootstrap(url: &str, email: &str) -> (bool, String) {
    said(&portal(&format!("bootstrap-manager --email {email} --name Hodan"), &[("DATABASE_URL", url)]))
}

#[test]
fn the_first_resource_manager_is_made_once_and_told_on_the_terminal_where_to_set_up() {
    run(async {
        for kind in [DbKind::Sqlite, DbKind::Postgres] {
            let url = database(kind).await;
            let (made, text) = bootstrap(&url, "not-an-address");
            assert!(!made && text.contains("--email"), "{text}");
            let (made, text) = bootstrap(&url, "Hodan.Ali@mnsure.test");
            assert!(made && text.contains("http://127.0.0.1:3000/set-up/"), "{text}");
            let (again, text) = bootstrap(&url, "other@mnsure.test");
            assert!(!again && text.contains("there is a resource manager already") && text.contains("still opens"), "{text}");

            let store = Store::open(&url).await.unwrap();
            let accounts = store.staff_accounts().await.unwrap();
            assert_eq!(accounts.len(), 1);
            assert_eq!(
                (accounts[0].email.as_str(), accounts[0].role, accounts[0].set_up),
                ("hodan.ali@mnsure.test", Role::ResourceManager, false)
            );
            store.close().await;
        }
    });
}
