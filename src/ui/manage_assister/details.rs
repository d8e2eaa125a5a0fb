//! `/account/assister`

use super::assister_summary::AssisterSummary;
use crate::api::drawn::Drawn;
use crate::api::manage_assister::{CurrentView, DetailsPage, EarlierView, LoadAssisterDetails};
use crate::domain::association::EndedBy;
use crate::domain::manage_assister::fill;
use crate::ui::drawn::drawn_page;
use crate::ui::messages;
use crate::ui::parts::{Actions, BackLink, ButtonKind, ButtonLink, Card, Heading, History, HistoryItem, Notice, NoticeKind};
use crate::ui::section::query_map;
use leptos::prelude::*;

/// "Assister Details".
#[component]
pub fn Details() -> impl IntoView {
    let query = query_map();
    drawn_page(
        move || query.with(|query| format!("{} {}", query.get_str("removed").unwrap_or(""), query.get_str("window").unwrap_or(""))),
        |address| {
            let (removed, window) = address.split_once(' ').unwrap_or_default();
            LoadAssisterDetails { removed: removed.to_owned(), window: window.to_owned() }
        },
    )
}

/// Draws it.
#[must_use]
pub fn draw_details(data: DetailsPage) -> Drawn {
    Drawn { title: messages().details_heading().to_owned(), html: view! { <DetailsView data /> }.to_html() }
}

#[component]
fn DetailsView(data: DetailsPage) -> impl IntoView {
    let t = messages();
    let last = data.earlier.first().map(|earlier| earlier.name.clone());
    let notice = match (data.removed.as_str(), data.window.as_str(), &data.current, last) {
        ("now", _, None, Some(name)) => {
            Some((NoticeKind::Success, t.details_removed_title(), fill(t.details_removed(), &[("name", &name)])))
        }
        ("before", _, _, Some(_)) => Some((NoticeKind::Info, t.site_note(), t.details_already_removed().to_owned())),
        (_, "other", ..) => Some((NoticeKind::Info, t.details_other_window_title(), t.details_other_window().to_owned())),
        _ => None,
    };
    view! {
        {notice.map(|(kind, title, text)| view! { <Notice kind label=title><p>{text}</p></Notice> })}
        <Heading text=t.details_heading() />
        {match data.current {
            Some(current) => view! { <CurrentAssister current /> }.into_any(),
            None => {
                view! {
                    <p class="lead">{t.details_none()}</p>
                    <p>{t.details_none_more()}</p>
                    <Actions>
                        <ButtonLink href="/account/assister/add" label=t.details_add() />
                    </Actions>
                }
                    .into_any()
            }
        }}
        {(!data.earlier.is_empty()).then(|| view! { <EarlierAssisters earlier=data.earlier /> })}
        <BackLink href="/account" label=t.details_back() />
    }
}

#[component]
fn CurrentAssister(current: CurrentView) -> impl IntoView {
    let t = messages();
    let receipt = format!("/account/assister/receipts/{}", current.receipt);
    view! {
        {(!current.available)
            .then(|| view! { <Notice kind=NoticeKind::Warning label=t.site_problem()><p>{t.details_unavailable()}</p></Notice> })}
        <Card title=current.assister.name.clone()>
            <AssisterSummary assister=current.assister more=vec![(t.details_authorized(), current.authorized)] />
            <Actions>
                <ButtonLink href="/account/assister/add" label=t.details_change() />
                <ButtonLink href="/account/assister/remove" label=t.details_remove() kind=ButtonKind::Secondary />
                <a href=receipt>{t.details_receipt()}</a>
            </Actions>
        </Card>
    }
}

#[component]
fn EarlierAssisters(earlier: Vec<EarlierView>) -> impl IntoView {
    let t = messages();
    let items = earlier
        .into_iter()
        .map(|earlier| {
            let dates = if earlier.start == earlier.end {
                earlier.end.clone()
            } else {
                fill(t.details_history_dates(), &[("start", &earlier.start), ("end", &earlier.end)])
            };
            let ended = match earlier.ended_by {
                EndedBy::ConsumerRemoved => t.details_ended_removed(),
                EndedBy::ConsumerChanged => t.details_ended_changed(),
                EndedBy::Staff => t.details_ended_staff(),
            };
            let label = format!("{}: {}", t.details_receipt(), earlier.name);
            view! {
                <HistoryItem title=earlier.name when=dates>
                    <p>{t.kind(earlier.kind)} ", " {earlier.organization}</p>
                    <p>{ended}</p>
                    {earlier.reason.map(|reason| view! { <p>{fill(t.details_ended_reason(), &[("reason", &reason)])}</p> })}
                    <p><a href=format!("/account/assister/receipts/{}", earlier.receipt) aria-label=label>{t.details_receipt()}</a></p>
                </HistoryItem>
            }
        })
        .collect_view();
    view! {
        <h2>{t.details_history()}</h2>
        <History>{items}</History>
    }
}
