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
