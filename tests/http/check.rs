//! `check`: what the program runs with and what is odd about it, before it is started.

use crate::http::starting::{portal, program};
use crate::http::support::{database, run};
use assister_portal::store::{DbKind, Store};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Output;

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn doubts(output: &Output) -> Vec<String> {
    said(output).lines().filter_map(|line| line.strip_prefix("Doubt: ")).map(str::to_owned).collect()
}

#[test]
fn every_setting_is_shown_with_its_source_and_a_doubt_is_no_error() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("portal.db");
    let url = format!("sqlite:{}", file.display());
    let public = [
        ("DATABASE_URL", url.as_str()),
        ("PUBLIC_URL", "https://portal.example.org"),
        ("SMTP_URL", "smtp://portal:s3cret@127.0.0.1"),
        ("LOGIN_MN_ISSUER", "https://login.example.org"),
        ("LOGIN_MN_CLIENT_ID", "portal"),
        ("LOGIN_MN_CLIENT_SECRET", "s3cret"),
    ];
    let checked = portal("check", &public);
    let all = said(&checked);
    assert!(checked.status.success() && !file.exists(), "it makes nothing: {all}");
    for line in [
        "  LISTEN = 127.0.0.1:3000 (default)",
        "  PUBLIC_URL = https://portal.example.org (from the environment)",
        "  SMTP_URL = smtp://portal:-@127.0.0.1 (from the environment)",
        "  LOGIN_MN_CLIENT_SECRET = set, not shown (from the environment)",
        "  ELIGIBILITY_ENGINE_TOKEN = none (default)",
        "  DATABASE_TLS = on (default)",
    ] {
        assert!(all.lines().any(|said| said == line), "{line} in {all}");
    }
    assert!(!all.contains("s3cret"));
    for odd in ["TRUSTED_PROXY is off", "there is no database yet"] {
        assert_eq!(doubts(&checked).iter().filter(|doubt| doubt.contains(odd)).count(), 1, "{odd}: {all}");
    }
    let trusted = portal("check", &[&public[..], &[("TRUSTED_PROXY", "on")]].concat());
    assert!(!said(&trusted).contains("TRUSTED_PROXY is off") && trusted.status.success());
    let reached = portal("check", &[&public[..], &[("TRUSTED_PROXY", "on"), ("LISTEN", "0.0.0.0:3000")]].concat());
    assert!(doubts(&reached).iter().any(|doubt| doubt.starts_with("TRUSTED_PROXY is on")), "{}", said(&reached));
    let open = portal(
        "check",
        &[&public[1..], &[("DATABASE_URL", "postgres://portal@database.invalid/portal"), ("DATABASE_TLS", "off")]].concat(),
    );
    assert!(doubts(&open).iter().any(|doubt| doubt.starts_with("DATABASE_TLS is off")), "{}", said(&open));
    // Beside no program of the browser's.
    let bare = program("check", &[public[0]]).current_dir(folder.path()).output().unwrap();
    assert!(doubts(&bare).iter().any(|doubt| doubt.starts_with("the browser's part is not built")), "{}", said(&bare));
    let unsent = portal("check", &[public[0], public[1], ("SECOND_FACTOR", "off")]);
    assert!(doubts(&unsent).iter().any(|doubt| doubt.starts_with("SMTP_URL is not set")), "{}", said(&unsent));
    assert!(doubts(&unsent).iter().any(|doubt| doubt.starts_with("SECOND_FACTOR is off")), "{}", said(&unsent));
}

#[test]
fn what_keeps_the_portal_from_starting_is_an_error() {
    run(async {
        for url in [database(DbKind::Sqlite).await, database(DbKind::Postgres).await] {
            assert!(portal("demo", &[("DATABASE_URL", &url)]).status.success());
            let here = portal("check", &[("DATABASE_URL", &url)]);
            assert!(here.status.success() && doubts(&here).iter().any(|doubt| doubt.contains("demonstration data")), "{}", said(&here));
            let open = portal("check", &[("DATABASE_URL", &url), ("PUBLIC_URL", "https://portal.example.org")]);
            assert_eq!(open.status.code(), Some(1));
            assert!(said(&open).contains("Error: PUBLIC_URL is https://portal.example.org"), "{}", said(&open));
        }
        let gone = portal("check", &[("DATABASE_URL", "postgres://postgres:s3cret@127.0.0.1:1/x")]);
        assert!(
            gone.status.code() == Some(1) && said(&gone).contains("Error: DATABASE_URL names a database that can't be used"),
            "{}",
            said(&gone)
        );
        assert_eq!(portal("check", &[("SITE_ROOT", "/nowhere/at/all")]).status.code(), Some(1));
        let wrong = portal("check", &[("LISTEN", "everywhere")]);
        assert!(wrong.status.code() == Some(1) && String::from_utf8_lossy(&wrong.stderr).starts_with("LISTEN"));
    });
}

#[test]
fn a_backup_is_missed_until_it_is_made_and_when_it_is_old() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        for (name, url) in [("sqlite", database(DbKind::Sqlite).await), ("postgres", database(DbKind::Postgres).await)] {
            let about = || {
                doubts(&portal("check", &[("DATABASE_URL", &url)])).into_iter().filter(|doubt| doubt.contains("backup")).collect::<Vec<_>>()
            };
            assert!(portal("bootstrap-manager --email ann@example.org --name Hodan", &[("DATABASE_URL", &url)]).status.success());
            assert_eq!(about(), ["no backup was made yet by the command `backup`"], "{name}");
            let kept = folder.path().join(name);
            let saved = portal(&format!("backup {}", kept.display()), &[("DATABASE_URL", &url)]);
            assert!(saved.status.success(), "{}", String::from_utf8_lossy(&saved.stderr));
            assert!(about().is_empty(), "{name}: {:?}", about());
            let store = Store::open(&url).await.unwrap();
            store.note_backup(assister_portal::domain::instant::Instant::from_micros(1_000_000_000_000_000)).await.unwrap();
            store.close().await;
            assert_eq!(about(), ["the last backup by the command `backup` was made on September 8, 2001"], "{name}");
        }
    });
}

#[test]
fn files_of_another_build_stop_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let program = crate::program::program();
    let program = Path::new(program.get_program()).canonicalize().unwrap();
    // A copy with a list of files beside it, as a build leaves it. A link would lead to where the program really is.
    let own = folder.path().join("portal");
    if fs::hard_link(&program, &own).is_err() {
        fs::copy(&program, &own).unwrap();
    }
    fs::write(folder.path().join("hash.txt"), "js: aaaa\nwasm: aaaa\ncss: cccc\n").unwrap();
    let site = folder.path().join("site");
    fs::create_dir_all(site.join("pkg")).unwrap();
    let url = format!("sqlite:{}", folder.path().join("data/portal.db").display());
    let check = |command: &str| {
        let told = crate::http::starting::program(
            command,
            &[("DATABASE_URL", &url), ("LISTEN", "127.0.0.1:0"), ("SITE_ROOT", site.to_str().unwrap())],
        );
        let mut copy = std::process::Command::new(&own);
        copy.args(told.get_args());
        for (name, value) in told.get_envs().filter_map(|(name, value)| Some((name, value?))) {
            copy.env(name, value);
        }
        copy.output().unwrap()
    };
    fs::write(site.join("start.js"), "").unwrap();
    for file in ["portal.bbbb.js", "portal.bbbb.wasm", "portal.cccc.css"] {
        fs::write(site.join("pkg").join(file), "").unwrap();
    }
    let another = check("check");
    assert_eq!(another.status.code(), Some(1));
    assert!(said(&another).contains("Error: SITE_ROOT") && said(&another).contains("/pkg/portal.aaaa.js"), "{}", said(&another));
    let served = check("serve");
    assert!(!served.status.success() && String::from_utf8_lossy(&served.stderr).contains("SITE_ROOT"));
    assert!(!folder.path().join("data").exists(), "it is said before anything is made");
    for file in ["portal.aaaa.js", "portal.aaaa.wasm"] {
        symlink(site.join("pkg/portal.cccc.css"), site.join("pkg").join(file)).unwrap();
    }
    assert!(check("check").status.success(), "{}", said(&check("check")));
}
