//! The key that encrypts secrets: where it must be given, the file beside an embedded database, and what happens without it.

use crate::http::cut_off::sign_in;
use crate::http::starting::{Running, portal, program, started_as, status};
use crate::http::support::{database, run, sqlite};
use crate::program::SECRET_KEY;
use assister_portal::domain::instant::Instant;
use assister_portal::server::config::read_keys;
use assister_portal::server::random;
use assister_portal::store::{DbKind, Keys, NewSession, Store};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

const OTHER_KEY: &str = "c1f4a07e2d9b83561e40fd72ba659c3817d2e5906b48fa3dc92e71508b6da4f3";
const SESSION: [u8; 32] = [5; 32];

/// The program without a key from outside.
fn keyless(command: &str, url: &str) -> Output {
    program(command, &[("DATABASE_URL", url), ("LISTEN", "127.0.0.1:0"), ("RUST_LOG", "warn")]).env_remove("SECRET_KEY").output().unwrap()
}

fn served(url: &str) -> (Running, String) {
    let vars = [("DATABASE_URL", url), ("LISTEN", "127.0.0.1:0"), ("RUST_LOG", "warn")];
    started_as(program("serve", &vars).env_remove("SECRET_KEY").stderr(Stdio::null()))
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn key_file(url: &str) -> PathBuf {
    PathBuf::from(format!("{}.key", url.strip_prefix("sqlite:").unwrap()))
}

fn now() -> Instant {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    Instant::from_micros(i64::try_from(since.as_micros()).unwrap())
}

/// Keeps a secret with these keys.
async fn keep(url: &str, keys: &str) {
    let store = Store::open(url).await.unwrap().sealed_with(Keys::new(&read_keys(keys).unwrap(), random::bytes));
    let session = NewSession { token_hash: SESSION, user: None, learner: None, now: now() };
    let _ = store.start_session(session, None, None).await;
    store.draft_authenticator(SESSION, b"secret", now()).await.unwrap();
    store.close().await;
}

/// Whether these keys read it.
async fn reads(url: &str, keys: &str) -> bool {
    let store = Store::open(url).await.unwrap().sealed_with(Keys::new(&read_keys(keys).unwrap(), random::bytes));
    let read = store.authenticator_draft(SESSION).await;
    store.close().await;
    read.is_ok_and(|secret| secret.as_deref() == Some(b"secret"))
}

#[test]
fn a_database_on_a_server_needs_a_key() {
    run(async {
        let url = database(DbKind::Postgres).await;
        for demo in ["on", "off"] {
            let refused = program("serve", &[("DATABASE_URL", &url), ("LISTEN", "127.0.0.1:0"), ("DEMO", demo)])
                .env_remove("SECRET_KEY")
                .output()
                .unwrap();
            let said = said(&refused);
            assert!(!refused.status.success() && said.contains("SECRET_KEY (or SECRET_KEY_FILE) must be set"), "{said}");
        }
        let checked = keyless("check", &url);
        assert!(!checked.status.success() && said(&checked).contains("Error: SECRET_KEY"), "{}", said(&checked));
        let short = portal("check", &[("DATABASE_URL", &url), ("SECRET_KEY", "abc123")]);
        assert!(!short.status.success() && said(&short).contains("64 hexadecimal digits") && !said(&short).contains("abc123"));

        // A new one fits, and its file is as good as the variable.
        let made = portal("secret-key new", &[]);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("key");
        fs::write(&file, &made.stdout).unwrap();
        let vars = [("DATABASE_URL", url.as_str()), ("SECRET_KEY_FILE", file.to_str().unwrap()), ("LISTEN", "127.0.0.1:0")];
        let (server, address) = started_as(program("serve", &vars).env_remove("SECRET_KEY").stderr(Stdio::null()));
        assert_eq!(status(&address, "/readyz"), "HTTP/1.1 200 OK");
        drop(server);
        // Another one is refused from then on, before anything is kept.
        let another = portal("serve", &[("DATABASE_URL", &url), ("LISTEN", "127.0.0.1:0"), ("SECRET_KEY", OTHER_KEY)]);
        assert!(!another.status.success() && said(&another).contains("was encrypted with the key"), "{}", said(&another));
        let checked = portal("check", &[("DATABASE_URL", &url), ("SECRET_KEY", OTHER_KEY)]);
        assert!(!checked.status.success() && said(&checked).contains("was encrypted with the key"), "{}", said(&checked));
    });
}

#[test]
fn an_embedded_database_gets_a_key_beside_it_at_the_first_start() {
    run(async {
        let url = sqlite();
        let (database, key) = (PathBuf::from(url.strip_prefix("sqlite:").unwrap()), key_file(&url));
        let checked = keyless("check", &url);
        assert!(checked.status.success() && !key.exists() && !database.exists(), "it makes nothing: {}", said(&checked));
        drop(served(&url));
        assert_eq!(key.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        let first = fs::read_to_string(&key).unwrap();
        keep(&url, &first).await;
        drop(served(&url));
        assert_eq!(fs::read_to_string(&key).unwrap(), first, "it stays");
        let holds = fs::read(&database).unwrap();
        assert!(!holds.windows(64).any(|part| first.contains(std::str::from_utf8(part).unwrap_or("-"))), "the key is not in the database");

        let backup = keyless(&format!("backup {}", database.with_extension("saved").display()), &url);
        assert!(said(&backup).contains(&key.display().to_string()) && said(&backup).contains("can be read"), "{}", said(&backup));
        fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(said(&keyless("check", &url)).contains("others on this machine may read"), "and the key is among it");

        // Without the key: refused in words, by all that would need it, and nothing is made in its place.
        let kept = database.with_extension("kept");
        fs::rename(&key, &kept).unwrap();
        for command in ["serve", "check", "secret-key rotate"] {
            let refused = keyless(command, &url);
            let said = said(&refused);
            assert!(!refused.status.success() && said.contains(".key is not there") && said.contains("put it back"), "{command}: {said}");
            assert!(!key.exists(), "{command}");
        }
        for (text, why) in [("not a key", "64 hexadecimal digits"), (OTHER_KEY, "was encrypted with the key")] {
            fs::write(&key, text).unwrap();
            let refused = keyless("serve", &url);
            assert!(!refused.status.success() && said(&refused).contains(why), "{}", said(&refused));
        }
        fs::rename(&kept, &key).unwrap();
        drop(served(&url));

        // The database is gone and the key is there: that is no first start.
        for end in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{end}", database.display()));
        }
        for command in ["serve", "migrate", "demo"] {
            let refused = keyless(command, &url);
            let said = said(&refused);
            assert!(!refused.status.success() && said.contains(&database.display().to_string()), "{command}: {said}");
            assert!(said.contains("migrate --create") && !database.exists(), "{command}: {said}");
        }
        assert!(keyless("check", &url).status.code() == Some(1), "{}", said(&keyless("check", &url)));
        let told = keyless("migrate --create", &url);
        assert!(told.status.success() && database.exists(), "{}", said(&told));
        drop(served(&url));
    });
}

#[test]
fn a_database_that_was_made_and_is_gone_is_made_anew_only_when_told() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("notes.txt"), "other things in the folder mean nothing").unwrap();
    let file = folder.path().join("portal.db");
    let url = format!("sqlite:{}", file.display());
    // With a key of its own beside it, and with one that is given.
    for key in [None, Some(SECRET_KEY)] {
        let run = |command: &str| match key {
            None => keyless(command, &url),
            Some(key) => portal(command, &[("DATABASE_URL", &url), ("SECRET_KEY", key), ("RUST_LOG", "warn")]),
        };
        let first = if key.is_none() { "migrate" } else { "migrate --create" };
        assert!(run(first).status.success());
        for end in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(folder.path().join(format!("portal.db{end}")));
        }
        for command in ["serve", "check", "migrate"] {
            let refused = run(command);
            assert!(!refused.status.success() && said(&refused).contains("portal.db, which is not there"), "{command}: {}", said(&refused));
            assert!(!file.exists(), "{command}");
        }
        assert!(run("migrate --create").status.success());
        assert!(file.exists());
        fs::remove_file(&file).unwrap();
    }
}

#[test]
fn a_database_that_came_from_a_backup_or_is_of_before_is_not_made_anew_either() {
    let folder = tempfile::tempdir().unwrap();
    let [first, restored] = ["first.db", "restored.db"].map(|name| folder.path().join(name));
    let saved = folder.path().join("saved");
    let run = |command: &str, file: &Path| {
        let url = format!("sqlite:{}", file.display());
        portal(command, &[("DATABASE_URL", &url), ("SECRET_KEY", SECRET_KEY), ("RUST_LOG", "warn")])
    };
    let mark = |file: &Path| PathBuf::from(format!("{}.made", file.display()));
    let lose = |file: &Path| {
        for end in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{end}", file.display()));
        }
    };
    let refused = |file: &Path| {
        for command in ["serve", "check", "migrate"] {
            let refused = run(command, file);
            assert!(!refused.status.success() && said(&refused).contains("was made there before"), "{command}: {}", said(&refused));
            assert!(!file.exists(), "{command}");
        }
    };
    assert!(run("migrate", &first).status.success());
    assert!(run(&format!("backup {}", saved.display()), &first).status.success());

    // Restored into a new place.
    let came = run(&format!("restore {}", saved.display()), &restored);
    assert!(came.status.success(), "{}", said(&came));
    lose(&restored);
    refused(&restored);
    // What is lost is restored where it was.
    let came = run(&format!("restore {}", saved.display()), &restored);
    assert!(came.status.success(), "{}", said(&came));

    // An earlier version left no mark: the next start does.
    fs::remove_file(mark(&first)).unwrap();
    assert!(run("migrate", &first).status.success());
    assert_eq!(mark(&first).metadata().unwrap().permissions().mode() & 0o777, 0o600);
    lose(&first);
    refused(&first);
}

#[test]
fn the_key_beside_the_database_changes_while_the_server_runs() {
    run(async {
        let url = sqlite();
        let (server, address) = served(&url);
        let first = fs::read_to_string(key_file(&url)).unwrap();
        keep(&url, &first).await;
        let rotated = keyless("secret-key rotate", &url);
        assert!(rotated.status.success(), "{}", said(&rotated));
        let second = fs::read_to_string(key_file(&url)).unwrap();
        let (old, new) = (read_keys(&first).unwrap(), read_keys(&second).unwrap());
        assert_eq!((new.len(), new[1]), (2, old[0]), "the one from before stays for what a server is just writing");
        let alone = |keys: &[[u8; 32]]| keys.iter().map(|key| assister_portal::server::hex(key)).collect::<String>();
        assert!(reads(&url, &alone(&new[..1])).await && !reads(&url, &alone(&old)).await);
        // A refused sign-in is noted with a hash whose key is encrypted, and made with the new key now.
        assert_eq!(sign_in(&address, "wrong"), "HTTP/1.1 303 See Other");
        let store = Store::open(&url).await.unwrap().sealed_with(Keys::new(&new, random::bytes));
        let values = store.sealed_values().await.unwrap();
        store.close().await;
        assert_eq!((values.readable, values.with_older_keys), (3, 0), "the secret, the hashes' key, and the words that tell a key");
        drop(server);
        let again = keyless("secret-key rotate", &url);
        assert!(again.status.success(), "{}", said(&again));
        let third = read_keys(&fs::read_to_string(key_file(&url)).unwrap()).unwrap();
        assert_eq!((third.len(), third[1]), (2, new[0]), "the oldest one is needed by nothing any more");
        assert!(reads(&url, &alone(&third[..1])).await);
        drop(served(&url));
        assert!(Path::new(&key_file(&url)).metadata().unwrap().permissions().mode() & 0o077 == 0);
    });
}

#[test]
fn a_key_that_is_given_changes_by_a_line_before_it() {
    run(async {
        for kind in [DbKind::Sqlite, DbKind::Postgres] {
            let url = database(kind).await;
            let both = format!("{OTHER_KEY}\n{SECRET_KEY}");
            let run = |command: &str, keys: &str| portal(command, &[("DATABASE_URL", &url), ("SECRET_KEY", keys), ("RUST_LOG", "warn")]);
            assert!(run("migrate", SECRET_KEY).status.success());
            let begun = run("secret-key rotate", SECRET_KEY);
            assert!(begun.status.success(), "{}", said(&begun));
            keep(&url, SECRET_KEY).await;
            let older = run("check", &both);
            assert!(older.status.success() && said(&older).contains("2 secrets are encrypted with a key from before"), "{}", said(&older));
            let rotated = run("secret-key rotate", &both);
            assert!(rotated.status.success() && said(&rotated).contains("2 values were encrypted"), "{}", said(&rotated));
            assert!(said(&rotated).contains("No value needs the key") && !said(&rotated).contains(SECRET_KEY), "{}", said(&rotated));
            assert!(!said(&run("check", &both)).contains("from before"));
            assert!(run("check", OTHER_KEY).status.success() && !run("check", SECRET_KEY).status.success());
            assert!(reads(&url, OTHER_KEY).await);
        }
    });
}
