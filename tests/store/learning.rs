//! The Learning Center's rows: what was handed in stays, and a gate opens with its audit row or not at all.

use crate::store::support::{TestDb, at, audit_of, fresh, id, letter, on_both};
use assister_portal::domain::identity::{AssisterKind, AssisterState, Role};
use assister_portal::domain::ids::{AssisterId, AttemptId, ChangeId, UserId};
use assister_portal::domain::learning::Score;
use assister_portal::domain::mail::MailKind;
use assister_portal::store::{
    Audit, By, Change, DbKind, HandIn, ImportedTraining, LinkFor, LinkPurpose, LinkState, Milestone, ModuleRead, NewAttempt, NewLink,
    NewSession,
};

/// Somebody whose training is still to come.
async fn learner(db: &TestDb, name: &str, six: u32) -> AssisterId {
    let id = db.assister(name, AssisterKind::Navigator, AssisterState::Active, six).await.id;
    db.sql("UPDATE assisters SET trained_at = NULL, mastered_at = NULL").await;
    id
}

fn by(learner: AssisterId) -> Audit {
    audit_of(UserId(learner.0), Role::Learner)
}

fn change(field: &'static str) -> Change {
    Change { id: ChangeId(id()), field, before: String::new(), after: "November 20, 2026".into() }
}

async fn begun(db: &TestDb, learner: AssisterId) -> AttemptId {
    let questions = vec![("a".to_owned(), vec![2, 0, 1]), ("b".to_owned(), vec![0, 1, 2])];
    let new = NewAttempt { id: AttemptId(id()), assister: learner, questions, replaces: None, now: at(5) };
    db.store.start_attempt(new).await.unwrap()
}

/// A link with the hash `[1; 32]`.
async fn sent_a_link(db: &TestDb, learner: AssisterId) {
    let link = NewLink {
        token_hash: [1; 32],
        purpose: LinkPurpose::Learning,
        of: LinkFor::Assister(learner),
        secret_hash: None,
        now: at(5),
        expires_at: at(100),
    };
    let mail = letter(MailKind::Learning, "ann@example.test", at(5));
    db.store.send_link(link, &mail).await.unwrap();
}

async fn break_the_log(db: &TestDb) {
    match db.store.kind() {
        DbKind::Sqlite => {
            db.sql("CREATE TRIGGER broken BEFORE INSERT ON audit_events BEGIN SELECT RAISE(ABORT, 'the log is broken'); END").await;
        }
        DbKind::Postgres => {
            db.sql("CREATE TRIGGER broken BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION refuse('the log is broken')").await;
        }
    }
}

#[tokio::test]
async fn an_assessment_that_was_handed_in_does_not_change() {
    on_both(async |db| {
        let ann = learner(db, "Ann Berg", 1).await;
        let attempt = begun(db, ann).await;
        let hand_in = HandIn { attempt, assister: ann, answers: vec![(2, true), (1, false)], now: at(6) };
        let change = change("assessment");
        let score = db.store.hand_in(hand_in, Milestone { change: &change, by: "Ann Berg" }, &by(ann)).await.unwrap();
        assert_eq!(score, Some(Score { correct: 1, total: 2 }));
        let (taken, asked) = db.store.attempt(ann, attempt).await.unwrap().unwrap();
        assert_eq!(taken.handed_in, Some((at(6), Score { correct: 1, total: 2 })));
        assert_eq!((asked[0].options.as_slice(), asked[0].chosen, asked[1].chosen), (&[2, 0, 1][..], Some((2, true)), Some((1, false))));
        for (sql, reason) in [
            ("UPDATE assessment_attempts SET correct = 2", "does not change"),
            ("DELETE FROM assessment_attempts", "is kept"),
            ("UPDATE assessment_questions SET is_right = TRUE", "does not change"),
            ("DELETE FROM assessment_questions", "is kept"),
        ] {
            let refused = db.try_sql(sql).await.unwrap_err();
            assert!(refused.contains(reason), "{sql}: {refused}");
        }
        let bo = learner(db, "Bo Dahl", 2).await;
        begun(db, bo).await;
        for (sql, reason) in [
            ("UPDATE assessment_attempts SET correct = 1 WHERE handed_in_at IS NULL", "assessment_attempts_score_check"),
            ("UPDATE assessment_questions SET chosen = 1 WHERE chosen IS NULL", "assessment_questions_answer_check"),
        ] {
            let refused = db.try_sql(sql).await.unwrap_err();
            assert!(refused.contains(reason), "{sql}: {refused}");
        }
        assert!(db.store.attempt(bo, attempt).await.unwrap().is_none(), "not theirs");
    })
    .await;
}

#[tokio::test]
async fn a_running_assessment_is_gone_on_with_unless_it_can_not_be() {
    on_both(async |db| {
        let ann = learner(db, "Ann Berg", 1).await;
        let first = begun(db, ann).await;
        assert_eq!(begun(db, ann).await, first);
        let new = |replaces| {
            let questions = vec![("c".to_owned(), vec![1, 0])];
            db.store.start_attempt(NewAttempt { id: AttemptId(id()), assister: ann, questions, replaces, now: at(7) })
        };
        assert_eq!(new(Some(AttemptId(id()))).await.unwrap(), first, "another one is not in the way");
        let second = new(Some(first)).await.unwrap();
        assert_ne!(second, first);
        let (running, asked) = db.store.running_attempt(ann).await.unwrap().unwrap();
        assert_eq!((running.id, asked.len(), asked[0].question.as_str()), (second, 1, "c"));
        assert_eq!(db.store.attempts_of(ann).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn without_its_audit_row_no_gate_opens_and_no_link_is_used() {
    on_both(async |db| {
        let ann = learner(db, "Ann Berg", 1).await;
        let attempt = begun(db, ann).await;
        sent_a_link(db, ann).await;
        break_the_log(db).await;

        let completed = change("training");
        let milestone = Milestone { change: &completed, by: "Ann Berg" };
        let read = ModuleRead { assister: ann, module: "one", course: &["one"], now: at(6) };
        assert!(db.store.read_module(read, milestone, &by(ann)).await.is_err());
        let hand_in = HandIn { attempt, assister: ann, answers: vec![(0, true), (1, true)], now: at(6) };
        assert!(db.store.hand_in(hand_in, milestone, &by(ann)).await.is_err());
        let session = NewSession { token_hash: [2; 32], user: None, learner: Some(ann), now: at(6) };
        assert!(db.store.enter_learning([1; 32], ann, session, None, by(ann)).await.is_err());
        let told = ImportedTraining {
            assister: ann,
            completed_at: at(4),
            passed: true,
            training: change("training"),
            assessment: change("assessment"),
        };
        assert!(
            db.store
                .import_trainings(vec![told], &By { actor: by(ann).actor, request: "test", name: "Hodan Ali", fresh }, at(6))
                .await
                .is_err()
        );

        let standing = db.store.standing(ann).await.unwrap().unwrap();
        assert_eq!((standing.trained_at, standing.mastered_at), (None, None));
        assert!(db.store.modules_read(ann).await.unwrap().is_empty());
        assert!(db.store.running_attempt(ann).await.unwrap().is_some());
        assert_eq!(db.number("SELECT COUNT(*) FROM assessment_questions WHERE chosen IS NOT NULL").await, 0);
        assert!(db.store.assister_history(ann).await.unwrap().is_empty());
        assert_eq!(db.store.link([1; 32], LinkPurpose::Learning, at(7)).await.unwrap().unwrap().state, LinkState::Open);
        assert!(db.store.session([2; 32], at(7)).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn a_link_lets_in_nobody_but_whom_it_was_sent_to() {
    on_both(async |db| {
        let (ann, bo) = (learner(db, "Ann Berg", 1).await, learner(db, "Bo Dahl", 2).await);
        sent_a_link(db, ann).await;
        let enter = async |who: AssisterId, seconds| {
            let session = NewSession { token_hash: [2; 32], user: None, learner: None, now: at(seconds) };
            db.store.enter_learning([1; 32], who, session, None, by(who)).await.unwrap()
        };
        assert!(!enter(bo, 6).await, "somebody else's");
        assert!(!enter(ann, 100).await, "too late");
        assert!(enter(ann, 7).await, "the tries before used nothing up");
        assert!(!enter(ann, 8).await, "once");
        let principal = db.store.session([2; 32], at(8)).await.unwrap().unwrap().principal.unwrap();
        assert_eq!((principal.role(), principal.user.0), (Role::Learner, ann.0));
        db.sql("UPDATE assisters SET employed = FALSE").await;
        assert!(db.store.session([2; 32], at(9)).await.unwrap().is_none(), "over when they leave");
    })
    .await;
}
