//! `/security`

use super::asked;
use super::passkeys::Passkeys;
use crate::api::identity::{LoginMnView, SecondStepView, SecurityPage as Page, security_page};
use crate::domain::manage_assister::fill;
use crate::domain::next;
use crate::domain::second_step::FactorKind;
use crate::ui::forms::{PlainForm, retry};
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{Actions, Button, ButtonKind, ButtonLink, Card, Notice, NoticeKind, SummaryList, SummaryRow};
use leptos::prelude::*;

/// How a person signs in.
pub fn security() -> AnyView {
    page(retry(), security_page, |page| view! { <Security page /> }.into_any())
}

#[component]
fn Security(page: Page) -> impl IntoView {
    let t = messages();
    let left = page.second.as_ref().map_or(0, |second| second.codes_left);
    let passkey = match asked("passkey").as_str() {
        "added" => Some(t.passkeys_done_added()),
        "removed" => Some(t.passkeys_done_removed()),
        _ => None,
    };
    let expires = page
        .expires
        .map_or_else(|| t.access_security_password_set().to_owned(), |date| fill(t.access_security_password_expires(), &[("date", &date)]));
    view! {
        <PageHeading text=t.access_security_heading() />
        {(!asked("changed").is_empty())
            .then(|| {
                view! {
                    <Notice kind=NoticeKind::Success label=t.access_security_changed_title()>
                        <p>{t.access_security_changed()}</p>
                    </Notice>
                }
            })}
        {(!asked("off").is_empty())
            .then(|| view! { <Notice kind=NoticeKind::Success label=t.access_security_off_title()><p>{t.access_security_off()}</p></Notice> })}
        {(!asked("used").is_empty()).then(|| view! { <CodeUsed left /> })}
        {passkey.map(|text| view! { <Notice kind=NoticeKind::Success label=t.passkeys_done_title()><p>{text}</p></Notice> })}
        <Card title=t.access_security_password()>
            <p>{expires}</p>
            <Actions>
                <ButtonLink href="/password/change" label=t.access_security_change() kind=ButtonKind::Secondary />
            </Actions>
        </Card>
        {page.second.map(|second| view! { <SecondStep second /> })}
        {page.passkeys.map(|view| view! { <Passkeys view /> })}
        {page.login_mn.map(|view| view! { <LoginMn view /> })}
        <Card title=t.access_security_sessions()>
            <p>{t.access_security_sessions_text()}</p>
            <p><a href="/sessions">{t.access_security_sessions()}</a></p>
        </Card>
    }
}

/// The State's single sign-on.
#[component]
fn LoginMn(view: LoginMnView) -> impl IntoView {
    let t = messages();
    let said = match (asked("login-mn").as_str(), view) {
        ("taken", _) => Some((NoticeKind::Warning, t.site_note(), t.login_mn_taken())),
        ("unlinked", LoginMnView::NotLinked) => Some((NoticeKind::Success, t.login_mn_unlinked_title(), t.login_mn_unlinked())),
        _ => None,
    };
    let shown = match view {
        LoginMnView::Linked => view! {
            <PlainForm action="/api/unlink-login-mn">
                <p>{t.login_mn_linked()}</p>
                <Actions>
                    <Button label=t.login_mn_unlink() kind=ButtonKind::Secondary />
                </Actions>
            </PlainForm>
        }
        .into_any(),
        LoginMnView::LastWay => view! {
            <p>{t.login_mn_linked()}</p>
            <p>{t.login_mn_unlink_last()}</p>
        }
        .into_any(),
        LoginMnView::NotLinked => view! {
            <PlainForm action="/login-mn/start">
                <input type="hidden" name="purpose" value="link" />
                <p>{t.login_mn_link_text()}</p>
                <Actions>
                    <Button label=t.login_mn_link() kind=ButtonKind::Secondary />
                </Actions>
            </PlainForm>
        }
        .into_any(),
    };
    view! {
        {said.map(|(kind, label, text)| view! { <Notice kind label><p>{text}</p></Notice> })}
        <Card title="LoginMN">{shown}</Card>
    }
}

/// Somebody came in by a recovery code: how many are left, and the way on.
#[component]
fn CodeUsed(left: u32) -> impl IntoView {
    let t = messages();
    let wanted = asked("next");
    let wanted = next::safe(&wanted).unwrap_or("/").to_owned();
    view! {
        <Notice kind=NoticeKind::Warning label=t.access_security_used_title()>
            <p>{fill(t.access_security_used(), &[("n", &left.to_string())])}</p>
            <p><a href=wanted>{t.access_security_used_next()}</a></p>
        </Notice>
    }
}

#[component]
fn SecondStep(second: SecondStepView) -> impl IntoView {
    let t = messages();
    let app = second.factor == Some(FactorKind::Authenticator);
    let factor = match second.factor {
        Some(FactorKind::Authenticator) => t.access_security_second_app(),
        Some(FactorKind::Email) => t.access_security_second_email(),
        None => t.access_security_second_none(),
    };
    let to_email = second.may_choose_email && second.factor != Some(FactorKind::Email);
    let left = fill(t.access_security_codes_left(), &[("n", &second.codes_left.to_string())]);
    let on = second.factor.is_some();
    view! {
        <Card title=t.access_security_second()>
            {second.optional.then(|| view! { <p>{t.access_security_optional()}</p> })}
            <SummaryList>
                <SummaryRow label=t.access_security_second()>{factor}</SummaryRow>
                {on.then(|| view! { <SummaryRow label=t.access_security_codes()>{left}</SummaryRow> })}
            </SummaryList>
            <PlainForm action="/api/begin-authenticator">
                <Actions>
                    <Button
                        label=if app { t.access_security_replace() } else { t.access_security_set_app() }
                        kind=ButtonKind::Secondary
                    />
                </Actions>
            </PlainForm>
            {to_email
                .then(|| {
                    view! {
                        <PlainForm action="/api/use-emailed-codes">
                            <Actions>
                                <Button label=t.access_security_to_email() kind=ButtonKind::Secondary />
                            </Actions>
                        </PlainForm>
                    }
                })}
            {second
                .factor
                .map(|_| {
                    view! {
                        <PlainForm action="/api/new-recovery-codes">
                            <p>{t.access_security_new_codes_text()}</p>
                            <Actions>
                                <Button label=t.access_security_new_codes() kind=ButtonKind::Secondary />
                            </Actions>
                        </PlainForm>
                    }
                })}
            {(second.optional && on)
                .then(|| {
                    view! {
                        <PlainForm action="/api/turn-off-second-step">
                            <p>{t.access_security_turn_off_text()}</p>
                            <Actions>
                                <Button label=t.access_security_turn_off() kind=ButtonKind::Secondary />
                            </Actions>
                        </PlainForm>
                    }
                })}
        </Card>
    }
}
