//! The program behind a pooler in transaction mode: it migrates past it, and serves through it.

use crate::databases::pooler::{CONNECTIONS, Pooler};
use crate::http::starting::{portal, program, started_as};
use crate::http::support::{database, run};
use crate::store::killed::client::Client;
use assister_portal::store::DbKind;
use sqlx::{Connection as _, PgConnection};
use std::process::Stdio;

#[test]
fn the_program_migrates_past_a_pooler_and_serves_through_it() {
    run(async {
        let direct = database(DbKind::Postgres).await;
        let pooler = Pooler::before(&direct).await;
        let through = pooler.url(&direct);
        let vars = [("DATABASE_URL", through.as_str()), ("DATABASE_POOLER", "on"), ("LISTEN", "127.0.0.1:0"), ("RUST_LOG", "warn")];
        let with_direct = [&vars[..], &[("DATABASE_DIRECT_URL", direct.as_str())]].concat();
        let said = |command: &str, vars: &[(&str, &str)]| {
            let output = portal(command, vars);
            (output.status.success(), String::from_utf8(output.stderr).unwrap())
        };

        let (served, why) = said("serve", &with_direct);
        assert!(!served && why.contains("DATABASE_POOLER is on: run `migrate`"), "{why}");
        let (migrated, why) = said("migrate", &vars);
        assert!(!migrated && why.contains("DATABASE_DIRECT_URL must be set"), "{why}");
        let (migrated, why) = said("migrate", &with_direct);
        assert!(migrated, "{why}");
        let (fine, why) = said("check", &vars);
        assert!(fine, "{why}");

        let (_server, address) = started_as(program("serve", &vars).stderr(Stdio::null()));
        let mut browsers = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let address = address.parse().unwrap();
            browsers.spawn(async move {
                let mut client = Client::connect(address, "").await.unwrap();
                for _ in 0..10 {
                    for page in ["/readyz", "/sign-in"] {
                        assert_eq!(client.get(page).await.unwrap().status, 200, "{page}");
                    }
                }
            });
        }
        browsers.join_all().await;
        let mut server = PgConnection::connect(&direct).await.unwrap();
        let sql = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
        let connections: i64 = sqlx::query_scalar(sql).fetch_one(&mut server).await.unwrap();
        assert!(connections > 0 && connections <= i64::from(CONNECTIONS), "{connections} connections of the server");
    });
}
