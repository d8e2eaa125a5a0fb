use super::*;
use std::fmt::Write as _;

fn printed() -> String {
    let mut text =
        String::from("# role × action × relation → decision. Printed by domain/access; a change here is a change of who may do what.\n");
    for action in Action::ALL.iter().copied() {
        let _ = writeln!(text, "\n{action:?}");
        for role in std::iter::once(None).chain(Role::ALL.into_iter().map(Some)) {
            let name = role.map_or("not signed in".to_owned(), |role| format!("{role:?}"));
            let _ = write!(text, "  {name:<16}");
            for relation in Relation::ALL {
                let _ = write!(text, " {relation:?}={:?}", decide(role, action, relation));
            }
            text.push('\n');
        }
    }
    text.push_str("\n# server function → action\n");
    for (path, action) in FUNCTIONS {
        let _ = writeln!(text, "{path} {action:?}");
    }
    text.push_str("\n# other address → action\n");
    for (method, path, action) in ROUTES {
        let _ = writeln!(text, "{method} {path} {action:?}");
    }
    text
}

#[test]
fn the_reviewed_table_is_the_one_in_force() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/access.txt");
    let printed = printed();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(file, &printed).unwrap();
    }
    assert_eq!(std::fs::read_to_string(file).unwrap_or_default(), printed, "run with UPDATE_GOLDEN=1 and review the difference");
}

#[test]
fn the_laws_of_the_consumers_side_hold() {
    for role in std::iter::once(None).chain(Role::ALL.into_iter().map(Some)) {
        for relation in Relation::ALL {
            assert_ne!(decide(role, Action::ResignFromClient, relation), Decision::Allow);
            if role != Some(Role::Consumer) {
                assert_ne!(decide(role, Action::AuthorizeAssister, relation), Decision::Allow);
                assert_ne!(decide(role, Action::RemoveAssister, relation), Decision::Allow);
            }
            if role.is_none() {
                let all: Vec<_> = Relation::ALL.iter().map(|r| decide(None, Action::OpenClient, *r)).collect();
                assert!(all.iter().all(|d| *d == Decision::SignIn));
            }
        }
        assert_ne!(decide(role, Action::ActOnApplication, Relation::OwnEnded), Decision::Allow);
        assert_ne!(decide(role, Action::ActOnApplication, Relation::NotTheirs), Decision::Allow);
        assert_ne!(decide(role, Action::OpenClient, Relation::OwnEnded), Decision::Allow);
        assert_ne!(decide(role, Action::OpenClient, Relation::NotTheirs), Decision::Allow);
    }
}

fn everybody() -> impl Iterator<Item = (Option<Role>, Relation)> {
    std::iter::once(None).chain(Role::ALL.into_iter().map(Some)).flat_map(|role| Relation::ALL.map(|relation| (role, relation)))
}

#[test]
fn only_the_consumer_and_their_current_assister_keep_an_application() {
    let functions: Vec<_> = FUNCTIONS.iter().filter(|(path, _)| path.contains("application") || path.contains("-in-plan")).collect();
    let (clients, own): (Vec<_>, Vec<_>) = functions.into_iter().partition(|(path, _)| path.contains("client"));
    assert_eq!((clients.len(), own.len()), (5, 5));
    for (role, relation) in everybody() {
        let current = matches!(relation, Relation::OwnNew | Relation::OwnInProgress);
        for (path, action) in &own {
            assert_eq!(decide(role, *action, relation) == Decision::Allow, role == Some(Role::Consumer), "{path} {role:?} {relation:?}");
        }
        for (path, action) in &clients {
            let allowed = role == Some(Role::Assister) && current;
            assert_eq!(decide(role, *action, relation) == Decision::Allow, allowed, "{path} {role:?} {relation:?}");
        }
    }
}

#[test]
fn only_staff_record_a_status_and_only_of_whom_they_found() {
    let (path, action) = FUNCTIONS.iter().find(|(path, _)| path.contains("record-status")).unwrap();
    for (role, relation) in everybody() {
        let staff = matches!(role, Some(Role::Arc | Role::Bsl | Role::ResourceManager));
        let allowed = staff && relation != Relation::NotTheirs;
        assert_eq!(decide(role, *action, relation) == Decision::Allow, allowed, "{path} {role:?} {relation:?}");
    }
}
