//! Manage Assister: finding, drafting, authorizing, changing, removing, receipts.

use crate::store::support::{AGREED, at, audit_of, id, on_both};
use assister_portal::domain::association::EndedBy;
use assister_portal::domain::clients::Counts;
use assister_portal::domain::identity::{AssisterKind, AssisterState, Role};
use assister_portal::domain::ids::{AssociationId, ConsentId, DraftId};
use assister_portal::domain::manage_assister::{Draft, ReferenceNumber};
use assister_portal::store::{Authorized, Removed};

#[tokio::test]
async fn only_active_assisters_are_found_by_number() {
    on_both(async |db| {
        let ann = db.navigator("Ann Berg", 1).await;
        db.assister("Sus Pended", AssisterKind::Broker, AssisterState::Suspended, 2).await;
        db.assister("Not Yet", AssisterKind::Cac, AssisterState::Enrolled, 3).await;
        assert_eq!(db.store.assister_by_number(ann.number, at(0)).await.unwrap(), Some(ann));
        for six in [2, 3, 4] {
            assert_eq!(db.store.assister_by_number(ReferenceNumber::from_six(six), at(0)).await.unwrap(), None);
        }
    })
    .await;
}

#[tokio::test]
async fn a_consumer_has_one_draft_and_it_needs_an_active_assister() {
    on_both(async |db| {
        let (ann, bo) = (db.navigator("Ann Berg", 1).await, db.navigator("Bo Dahl", 2).await);
        let person = db.consumer("Zoë Nguyễn", "1984-03-07").await;
        assert_eq!(db.store.draft(person.consumer, at(0)).await.unwrap(), None);
        let first = Draft { id: DraftId(id()), assister: ann.id, card_confirmed: false };
        db.store.save_draft(person.consumer, first, at(1)).await.unwrap();
        assert_eq!(db.store.draft(person.consumer, at(0)).await.unwrap(), Some((first, ann.clone())));
        let confirmed = Draft { card_confirmed: true, ..first };
        db.store.save_draft(person.consumer, confirmed, at(1)).await.unwrap();
        assert_eq!(db.store.draft(person.consumer, at(0)).await.unwrap(), Some((confirmed, ann.clone())));
        let other = Draft { id: DraftId(id()), assister: bo.id, card_confirmed: false };
        db.store.save_draft(person.consumer, other, at(2)).await.unwrap();
        assert_eq!(db.confirm(&person, &ann, first.id, at(3)).await, Authorized::DraftGone);
        assert_eq!(db.confirm(&person, &bo, other.id, at(3)).await, Authorized::DraftGone, "its card was not confirmed");
        db.drafted(&person, &bo).await;
        db.sql("UPDATE assisters SET state = 'suspended' WHERE display_name = 'Bo Dahl'").await;
        assert_eq!(db.store.draft(person.consumer, at(0)).await.unwrap(), None);
        assert_eq!(db.number("SELECT COUNT(*) FROM associations").await, 0);
    })
    .await;
}

#[tokio::test]
async fn authorizing_starts_once_and_keeps_a_receipt() {
    on_both(async |db| {
        let ann = db.navigator("Ann Berg", 1).await;
        let person = db.consumer("Zoë Nguyễn", "1984-03-07").await;
        let draft = db.drafted(&person, &ann).await;
        let Authorized::Started { consent, replaced: None } = db.confirm(&person, &ann, draft.id, at(10)).await else { panic!() };
        assert_eq!(db.confirm(&person, &ann, draft.id, at(11)).await, Authorized::Repeated { consent });
        db.store.save_draft(person.consumer, draft, at(12)).await.unwrap();
        assert_eq!(db.store.draft(person.consumer, at(0)).await.unwrap(), None, "a draft that was confirmed does not come back");

        let current = db.store.current_assister(person.consumer, at(0)).await.unwrap().unwrap();
        assert_eq!((&current.card, current.started_at, current.consent, current.available), (&ann, at(10), consent, true));
        assert_eq!(db.store.client_counts(ann.id).await.unwrap(), Counts { new: 1, in_progress: 0 });

        let receipt = db.store.consent(person.consumer, consent).await.unwrap().unwrap();
        assert_eq!((receipt.id, receipt.association, receipt.consumer), (consent, current.association, person.consumer));
        assert_eq!((receipt.text.text.as_str(), receipt.text.version.as_str(), receipt.text.language.as_str()), (AGREED, "2026-11", "en"));
        assert_eq!((receipt.text.sha256, &receipt.card, receipt.typed_name.as_str()), ([7; 32], &ann, "Zoë Nguyễn"));
        assert_eq!((receipt.agreed_at, receipt.ended), (at(10), None));

        let stranger = db.consumer("Eve Stranger", "1990-01-01").await;
        assert_eq!(db.store.consent(stranger.consumer, consent).await.unwrap(), None);
        assert_eq!(db.store.consent(person.consumer, ConsentId(id())).await.unwrap(), None);

        let again = db.drafted(&person, &ann).await;
        assert_eq!(db.confirm(&person, &ann, again.id, at(13)).await, Authorized::AlreadyCurrent { consent });
        assert_eq!(db.store.draft(person.consumer, at(0)).await.unwrap(), None);
        assert_eq!(db.store.current_assister(person.consumer, at(0)).await.unwrap(), Some(current));

        let foreign = db.drafted(&stranger, &ann).await;
        assert_eq!(db.confirm(&person, &ann, foreign.id, at(14)).await, Authorized::DraftGone, "somebody else's draft");
        db.assert_consistent().await;
    })
    .await;
}

#[tokio::test]
async fn an_assister_suspended_meanwhile_is_not_authorized_and_a_current_one_is_kept() {
    on_both(async |db| {
        let ann = db.navigator("Ann Berg", 1).await;
        let (one, two) = (db.consumer("One Lee", "1984-03-07").await, db.consumer("Two Lee", "1984-03-07").await);
        db.authorize(&one, &ann, at(1)).await;
        let draft = db.drafted(&two, &ann).await;
        db.sql("UPDATE assisters SET state = 'suspended'").await;
        assert_eq!(db.confirm(&two, &ann, draft.id, at(2)).await, Authorized::NotAvailable);
        assert!(!db.store.current_assister(one.consumer, at(0)).await.unwrap().unwrap().available);
        db.assert_consistent().await;
    })
    .await;
}

#[tokio::test]
async fn an_account_that_was_suspended_or_closed_meanwhile_starts_nothing() {
    on_both(async |db| {
        let ann = db.navigator("Ann Berg", 1).await;
        let person = db.consumer("Zoë Nguyễn", "1984-03-07").await;
        let draft = db.drafted(&person, &ann).await;
        for column in ["suspended_at", "removed_at"] {
            db.sql(&format!("UPDATE users SET {column} = created_at WHERE role = 'consumer'")).await;
            assert_eq!(db.confirm(&person, &ann, draft.id, at(2)).await, Authorized::DraftGone, "{column}");
            assert_eq!(db.number("SELECT COUNT(*) FROM associations").await, 0, "{column}");
            db.sql(&format!("UPDATE users SET {column} = NULL")).await;
        }
        assert!(matches!(db.confirm(&person, &ann, draft.id, at(3)).await, Authorized::Started { .. }), "it is free again");
        db.assert_consistent().await;
    })
    .await;
}

#[tokio::test]
async fn changing_ends_the_old_and_starts_the_new() {
    on_both(async |db| {
        let (ann, bo) = (db.navigator("Ann Berg", 1).await, db.navigator("Bo Dahl", 2).await);
        let person = db.consumer("Zoë Nguyễn", "1984-03-07").await;
        let first = db.authorize(&person, &ann, at(10)).await;
        let draft = db.drafted(&person, &bo).await;
        let Authorized::Started { consent, replaced } = db.confirm(&person, &bo, draft.id, at(20)).await else { panic!() };
        assert_eq!(replaced.as_deref(), Some("Ann Berg"));
        assert_eq!(db.store.current_assister(person.consumer, at(0)).await.unwrap().unwrap().consent, consent);
        assert_eq!(db.store.client_counts(ann.id).await.unwrap(), Counts::default());
        assert_eq!(db.store.client_counts(bo.id).await.unwrap(), Counts { new: 1, in_progress: 0 });
        let user = db.user_of(&ann).await;
        assert_eq!(db.store.open_client(ann.id, first, at(21), audit_of(user, Role::Assister)).await.unwrap(), None);
        db.sql("UPDATE assisters SET display_name = 'Ann New Name' WHERE display_name = 'Ann Berg'").await;
        db.authorize(&person, &ann, at(30)).await;
        let (_, earlier) = db.store.assisters_of(person.consumer, at(30)).await.unwrap();
        let names: Vec<_> = earlier.iter().map(|e| (e.name.as_str(), e.started_at, e.ended_at, e.ended_by)).collect();
        assert_eq!(
            names,
            [("Bo Dahl", at(20), at(30), EndedBy::ConsumerChanged), ("Ann Berg", at(10), at(20), EndedBy::ConsumerChanged)],
            "newest first, as shown then"
        );
        let receipt = db.store.consent(person.consumer, earlier[1].consent).await.unwrap().unwrap();
        assert_eq!(receipt.ended, Some((at(20), EndedBy::ConsumerChanged)));
        db.assert_consistent().await;
    })
    .await;
}

#[tokio::test]
async fn removing_ends_once_and_only_ones_own() {
    on_both(async |db| {
        let ann = db.navigator("Ann Berg", 1).await;
        let (one, two) = (db.consumer("One Lee", "1984-03-07").await, db.consumer("Two Lee", "1984-03-07").await);
        let association = db.authorize(&one, &ann, at(1)).await;
        let remove = async |person: &crate::store::support::Person, association| {
            db.store.remove_assister(person.consumer, association, at(5), audit_of(person.user, Role::Consumer)).await.unwrap()
        };
        assert_eq!(remove(&two, association).await, None);
        assert_eq!(remove(&one, AssociationId(id())).await, None);
        assert_eq!(remove(&one, association).await, Some(Removed::Ended));
        assert_eq!(remove(&one, association).await, Some(Removed::AlreadyEnded));
        assert_eq!(db.store.current_assister(one.consumer, at(0)).await.unwrap(), None);
        assert_eq!(db.store.assisters_of(one.consumer, at(6)).await.unwrap().1[0].ended_by, EndedBy::ConsumerRemoved);
        let second = db.authorize(&one, &ann, at(6)).await;
        assert_eq!(remove(&one, association).await, Some(Removed::AlreadyEnded), "an old page does not end the new one");
        assert_eq!(db.store.current_assister(one.consumer, at(0)).await.unwrap().unwrap().association, second);
        assert_eq!(db.store.client_counts(ann.id).await.unwrap(), Counts { new: 1, in_progress: 0 });
        db.assert_consistent().await;
    })
    .await;
}
