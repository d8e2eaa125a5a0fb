//! The database's files, mail in files and backups are their owner's alone, whatever the process leaves to others by default.

use crate::http::starting::{portal, program, started_as};
use std::fs::{self, File, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// The program with this umask.
fn with_umask(umask: &str, command: &str, vars: &[(&str, &str)]) -> Command {
    let told = program(command, vars);
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("umask {umask}; exec \"$0\" \"$@\"")]).arg(told.get_program()).args(told.get_args());
    for (name, value) in told.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    shell
}

fn rights(path: &Path) -> u32 {
    path.metadata().unwrap_or_else(|error| panic!("{}: {error}", path.display())).permissions().mode() & 0o777
}

#[test]
fn files_of_the_database_and_backups_are_their_owners_alone() {
    for umask in ["000", "022", "077"] {
        let folder = tempfile::tempdir().unwrap();
        let made = folder.path().join("made/by us");
        let file = made.join("portal.db");
        let url = format!("sqlite:{}", file.display());
        let vars = [("DATABASE_URL", url.as_str()), ("LISTEN", "127.0.0.1:0"), ("RUST_LOG", "warn")];
        {
            let _server = started_as(with_umask(umask, "serve", &vars).stderr(Stdio::null()));
            for end in ["", "-wal", "-shm"] {
                assert_eq!(rights(Path::new(&format!("{}{end}", file.display()))), 0o600, "{umask}: portal.db{end}");
            }
            assert_eq!((rights(&made), rights(made.parent().unwrap()) & 0o077), (0o700, 0), "{umask}");
            let kept = folder.path().join("kept");
            let saved = with_umask(umask, &format!("backup {}", kept.display()), &vars).output().unwrap();
            assert!(saved.status.success(), "{}", String::from_utf8_lossy(&saved.stderr));
            assert_eq!(rights(&kept), 0o600, "{umask}: a backup");
        }
        // A backup that came from where anybody can read makes no such database.
        let kept = folder.path().join("kept");
        fs::set_permissions(&kept, Permissions::from_mode(0o644)).unwrap();
        let again = folder.path().join("again/portal.db");
        let url = format!("sqlite:{}", again.display());
        let restored = with_umask(umask, &format!("restore {}", kept.display()), &[("DATABASE_URL", &url)]).output().unwrap();
        assert!(restored.status.success(), "{}", String::from_utf8_lossy(&restored.stderr));
        assert_eq!((rights(&again), rights(again.parent().unwrap())), (0o600, 0o700), "{umask}: restored");
    }
}

#[test]
fn what_others_may_read_is_told_once_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let (file, mail) = (folder.path().join("portal.db"), folder.path().join("outbox"));
    let url = format!("sqlite:{}", file.display());
    assert!(portal("migrate", &[("DATABASE_URL", &url)]).status.success());
    fs::create_dir(&mail).unwrap();
    let log = folder.path().join("log");
    let told = || {
        let mail = mail.display().to_string();
        let vars = [("DATABASE_URL", url.as_str()), ("MAIL_DIR", &mail), ("LISTEN", "127.0.0.1:0"), ("RUST_LOG", "warn")];
        drop(started_as(program("", &vars).stderr(File::create(&log).unwrap())));
        let lines = fs::read_to_string(&log).unwrap();
        lines.lines().filter(|line| line.contains("others on this machine")).map(str::to_owned).collect::<Vec<_>>()
    };
    let set = |path: &Path, mode| fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    let set_all = |mode| {
        for end in ["", "-wal", "-shm"].map(|end| folder.path().join(format!("portal.db{end}"))).iter().filter(|file| file.exists()) {
            set(end, mode);
        }
    };
    for (database, outbox) in [(0o644, 0o755), (0o640, 0o700), (0o600, 0o750)] {
        set_all(database);
        set(&mail, outbox);
        let told = told();
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!((told[0].contains("portal.db"), told[0].contains("outbox")), (database != 0o600, outbox != 0o700), "{told:?}");
    }
    set_all(0o600);
    set(&mail, 0o700);
    assert!(told().is_empty());
}
