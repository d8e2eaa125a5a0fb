//! The three addresses: begin, come back, and the provider's notice that somebody signed out there.

use super::error::LoginMnError;
use super::onward::{Onward, onward};
use super::provider::{Identity, LoginMn};
use crate::api::error::ApiError;
use crate::api::forms::{Form, FormState};
use crate::domain::access::{Action, Decision, LOGIN_MN_ROUTES, Relation, decide};
use crate::domain::audit::AuditAction;
use crate::domain::ids::UserId;
use crate::domain::instant::Instant;
use crate::domain::next;
use crate::domain::signed_in_with::FirstStep;
use crate::messages::Language;
use crate::server::access::proof::{PROVE, is_proved, renew_session};
use crate::server::access::set_up::{self, SetUp, SignsIn};
use crate::server::context::{RequestContext, Visitor, within};
use crate::server::trace::{self, Came};
use crate::server::{AppState, RequestInfo, access, fault, forms, links, session, sign_in};
use crate::store::{Flow, FlowPurpose, Linked, StoreError};
use axum::extract::{Form as Posted, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use serde::Deserialize;
use std::time::Duration;

/// Where somebody begins who wants to link their own account.
const SECURITY: &str = "/security";
/// How much the provider's clock may differ from ours: when it says that it asked, against when the browser left; and from when on it says
/// that a token is good.
pub(super) const CLOCKS_DIFFER: Duration = Duration::from_secs(60);

/// The addresses under `/login-mn`. All are answered 404 when it is not configured.
pub fn routes() -> Router<AppState> {
    let [start_route, callback_route, notice_route] = LOGIN_MN_ROUTES;
    Router::new().route(start_route, post(start)).route(callback_route, get(callback)).route(notice_route, post(signed_out))
}

/// What the button posts.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Start {
    /// Where the person wanted to go.
    next: String,
    /// `link` from the page of one's own account, `prove` from the one that asks again who it is, `set-up` from that of a link in the mail.
    purpose: String,
    /// The link in the mail.
    token: String,
    /// What must be typed besides.
    registration_number: String,
}

/// What the provider sends along.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Callback {
    code: Option<String>,
    state: String,
    /// Why there is no code.
    error: Option<String>,
}

/// What the provider posts by itself.
#[derive(Debug, Deserialize)]
struct Notice {
    logout_token: String,
}

/// "Sign in with LoginMN".
async fn start(State(state): State<AppState>, Extension(info): Extension<RequestInfo>, Posted(form): Posted<Start>) -> Response {
    let Some(login_mn) = &state.login_mn else { return not_found(&state) };
    match within(&info, begin(&state, login_mn, &info, &form)).await {
        Ok(response) => response,
        Err(error) => state.pages.api_error(&error),
    }
}

async fn begin(state: &AppState, login_mn: &LoginMn, info: &RequestInfo, form: &Start) -> Result<Response, ApiError> {
    let to_sign_in = || Redirect::to(&format!("/sign-in?next={SECURITY}")).into_response();
    let purpose = match (form.purpose.as_str(), info.principal()) {
        ("link", None) => return Ok(to_sign_in()),
        ("link", Some(principal)) => match decide(Some(principal.role()), Action::UseOwnAccount, Relation::NotTheirs) {
            Decision::Allow if is_proved(&RequestContext::elsewhere(state, info)).await? => FlowPurpose::Link(principal.user),
            Decision::Allow => return Ok(Redirect::to(PROVE).into_response()),
            Decision::SignIn => return Ok(to_sign_in()),
            Decision::NotFound => return Ok(not_found(state)),
        },
        ("prove", None) => return Ok(to_sign_in()),
        ("prove", Some(principal)) => match decide(Some(principal.role()), Action::UseOwnAccount, Relation::NotTheirs) {
            Decision::Allow => FlowPurpose::Prove(principal.user),
            Decision::SignIn => return Ok(to_sign_in()),
            Decision::NotFound => return Ok(not_found(state)),
        },
        ("set-up", _) => match may_set_up(state, info, form).await? {
            Ok(()) => FlowPurpose::SetUp(links::hash(&form.token)),
            Err(refused) => return Ok(refused),
        },
        _ => FlowPurpose::SignIn,
    };
    let started = match login_mn.start(matches!(purpose, FlowPurpose::Prove(_))).await {
        Ok(started) => started,
        Err(error) => return refuse(state, info, &error).await,
    };
    let (session, cookie) = session::ensure_session(state, info).await?;
    let next = next::safe(&form.next).unwrap_or_default().to_owned();
    let flow = Flow { nonce: started.nonce, verifier: started.verifier, next, purpose, began: state.clock.now() };
    state
        .store
        .keep_flow(links::hash(&started.state), session, &flow, state.clock.now())
        .await
        .map_err(|error| fault::store(info, &error))?;
    let cookies = cookie.map(|cookie| (header::SET_COOKIE, cookie));
    Ok((AppendHeaders(cookies), onward(&state.pages, Onward::SignOn, &started.address)).into_response())
}

/// Whether the account of a link can be set up by who typed this registration number; if not, back to its page, which says why.
async fn may_set_up(state: &AppState, info: &RequestInfo, form: &Start) -> Result<Result<(), Response>, ApiError> {
    let context = RequestContext::elsewhere(state, info);
    let page = Form::SetUp.page_of(&form.token);
    let SetUp::Open(_, link) = set_up::look(&context, &form.token).await? else { return Ok(Err(Redirect::to(&page).into_response())) };
    let wrong = set_up::number_problem(&context, &form.token, &link, &form.registration_number).await?;
    let Some(wrong) = wrong else { return Ok(Ok(())) };
    let mut kept = FormState::default().keep("registration_number", &form.registration_number);
    kept.wrong("registration_number", wrong);
    Ok(Err(show(state, info, Form::SetUp, &kept, &page).await?))
}

/// The browser comes back. The only address whose GET changes something, because the standard has it so: it works once, for the session
/// that left.
async fn callback(State(state): State<AppState>, Extension(info): Extension<RequestInfo>, Query(came): Query<Callback>) -> Response {
    let Some(login_mn) = &state.login_mn else { return not_found(&state) };
    match within(&info, come_back(&state, login_mn, &info, came)).await {
        Ok(response) => response,
        Err(error) => state.pages.api_error(&error),
    }
}

async fn come_back(state: &AppState, login_mn: &LoginMn, info: &RequestInfo, came: Callback) -> Result<Response, ApiError> {
    let failed = |error: StoreError| fault::store(info, &error);
    let now = state.clock.now();
    let flow = match &info.session {
        Some(session) => state.store.take_flow(links::hash(&came.state), session.hash, now).await.map_err(failed)?,
        None => None,
    };
    // A stale or foreign way back leads to the sign-in page, where it works anew. So does a "no" of the person at the provider.
    let to_sign_in = || Ok(Redirect::to(next::AGAIN).into_response());
    let Some(flow) = flow else {
        // Anybody can write such an address, any number of times and each time another one.
        wrong(state, info, Came::Limited, ("state", ""), None).await?;
        return to_sign_in();
    };
    let code = match (came.code, came.error.as_deref()) {
        (Some(code), None) => code,
        (_, None | Some("access_denied")) => return to_sign_in(),
        (_, Some(error)) => return refuse(state, info, &LoginMnError::said(error)).await,
    };
    let identity = match login_mn.finish(code, flow.nonce, flow.verifier).await {
        Ok(identity) => identity,
        Err(error) => return refuse(state, info, &error).await,
    };
    match flow.purpose {
        FlowPurpose::Link(user) => link(state, info, &identity, user).await,
        FlowPurpose::Prove(user) => prove(state, info, &identity, user, flow.began).await,
        FlowPurpose::SignIn => sign_on(state, info, &identity, &flow.next).await,
        FlowPurpose::SetUp(link) => set_up(state, info, &identity, link).await,
    }
}

async fn link(state: &AppState, info: &RequestInfo, identity: &Identity, user: UserId) -> Result<Response, ApiError> {
    // Somebody else may have signed in with this browser meanwhile.
    let to_sign_in = || Ok(Redirect::to(next::AGAIN).into_response());
    let principal = info.principal().filter(|principal| principal.user == user);
    let (Some(session), Some(principal)) = (&info.session, principal) else { return to_sign_in() };
    let failed = |error: StoreError| fault::store(info, &error);
    let context = RequestContext::elsewhere(state, info);
    let account = state.store.access_account(user, context.now).await.map_err(failed)?;
    let Some(account) = account else { return to_sign_in() };
    let letter = access::sign_in_changed(&context, &account);
    let audit = info.audit(user, principal.role(), context.now);
    let identity = (identity.issuer.as_str(), identity.subject.as_str());
    let said = match state.store.link_identity(identity, user, session.hash, &letter, &audit).await.map_err(failed)? {
        Linked::Done => "linked",
        Linked::Taken => "taken",
        Linked::SignedOut => return to_sign_in(),
    };
    Ok(Redirect::to(&format!("{SECURITY}?login-mn={said}")).into_response())
}

/// Notes that it is them, whom the provider asked since they left for it.
async fn prove(state: &AppState, info: &RequestInfo, identity: &Identity, user: UserId, began: Instant) -> Result<Response, ApiError> {
    let failed = |error: StoreError| fault::store(info, &error);
    // Somebody else may have signed in with this browser meanwhile.
    let own = info.principal().is_some_and(|principal| principal.user == user);
    let (Some(session), true) = (&info.session, own) else { return Ok(Redirect::to(next::AGAIN).into_response()) };
    let whose = state.store.user_of_identity(&identity.issuer, &identity.subject).await.map_err(failed)?;
    let t = Language::default().messages();
    let problem = if whose != Some(user) {
        t.login_mn_prove_another()
    } else if identity.asked_at.is_none_or(|at| at < began - CLOCKS_DIFFER) {
        tracing::warn!(request = %info.request_id, "the provider did not ask anew who it is: auth_time is missing or too old");
        t.login_mn_prove_stale()
    } else {
        let context = RequestContext::elsewhere(state, info);
        renew_session(&context, session.hash).await?;
        return Ok(with_cookies(context, SECURITY));
    };
    let mut form = FormState::default();
    form.wrong("", problem);
    show(state, info, Form::Proof, &form, PROVE).await
}

async fn sign_on(state: &AppState, info: &RequestInfo, identity: &Identity, next: &str) -> Result<Response, ApiError> {
    let failed = |error: StoreError| fault::store(info, &error);
    let context = RequestContext::elsewhere(state, info);
    let user = state.store.user_of_identity(&identity.issuer, &identity.subject).await.map_err(failed)?;
    let account = match user {
        Some(user) => state.store.access_account(user, context.now).await.map_err(failed)?,
        None => None,
    };
    let suspended = account.as_ref().filter(|account| account.suspended && !account.removed).map(|account| account.role);
    let Some(account) = account.filter(|account| account.open) else {
        wrong(state, info, Came::Wrong, ("sub", &identity.subject), user).await?;
        let t = context.messages();
        if let Some(role) = suspended {
            return say(state, info, &sign_in::suspended(t, role)).await;
        }
        return say(state, info, if state.config.password_sign_in { t.login_mn_unknown() } else { t.login_mn_unknown_only() }).await;
    };
    let (to, session) = access::admit(&context, &account, next, FirstStep::LoginMn).await?;
    note(state, info, session, identity).await?;
    Ok(with_cookies(context, &to))
}

/// Notes what is behind a session: signing out here signs out there, and signing out there ends it.
async fn note(state: &AppState, info: &RequestInfo, session: [u8; 32], identity: &Identity) -> Result<(), ApiError> {
    let noted = state.store.note_login_mn(session, &identity.subject, identity.session.as_deref(), &identity.id_token).await;
    noted.map_err(|error| fault::store(info, &error))
}

fn with_cookies(context: RequestContext<Visitor>, to: &str) -> Response {
    let cookies = context.into_cookies().into_iter().map(|cookie| (header::SET_COOKIE, cookie));
    (AppendHeaders(cookies.collect::<Vec<_>>()), Redirect::to(to)).into_response()
}

/// Opens the account of a link with this identity from now on.
async fn set_up(state: &AppState, info: &RequestInfo, identity: &Identity, link: [u8; 32]) -> Result<Response, ApiError> {
    let context = RequestContext::elsewhere(state, info);
    let t = context.messages();
    let SetUp::Open(account, _) = set_up::look_at(&context, link).await? else { return say(state, info, t.login_mn_set_up_gone()).await };
    let Some((to, session)) = set_up::activate(&context, link, *account, SignsIn::LoginMn(identity)).await? else {
        return say(state, info, t.login_mn_set_up_gone()).await;
    };
    note(state, info, session, identity).await?;
    Ok(with_cookies(context, &to))
}

/// Where to sign out at the provider too, when it is behind this session. A provider that does not answer is no reason to stay signed in
/// here.
pub async fn sign_out_address(state: &AppState, info: &RequestInfo) -> Option<String> {
    let (login_mn, session) = (state.login_mn.as_ref()?, info.session.as_ref()?);
    let token = state.store.login_mn_token(session.hash).await.map_err(|error| fault::store(info, &error)).ok()??;
    match login_mn.sign_out(&token).await {
        Ok(address) => address,
        Err(error) => {
            tracing::warn!(request = %info.request_id, cause = %error, "nobody was signed out of LoginMN");
            None
        }
    }
}

/// Back-channel logout: the provider's own request, which no browser and no session is behind.
async fn signed_out(State(state): State<AppState>, Posted(notice): Posted<Notice>) -> Response {
    let Some(login_mn) = &state.login_mn else { return StatusCode::NOT_FOUND.into_response() };
    match login_mn.signed_out(&notice.logout_token).await {
        Ok(ended) => match state.store.end_login_mn_sessions(ended.subject.as_deref(), ended.session.as_deref()).await {
            Ok(_) => StatusCode::OK.into_response(),
            Err(error) => {
                tracing::error!(cause = %fault::causes(&error), "a notice of LoginMN could not be followed");
                StatusCode::SERVICE_UNAVAILABLE.into_response()
            }
        },
        // The provider may send it again.
        Err(error @ LoginMnError::Unavailable(_)) => {
            tracing::warn!(cause = %error, "a notice of LoginMN could not be checked");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
        Err(error @ LoginMnError::Refused { .. }) => {
            tracing::warn!(cause = %error, "a notice of LoginMN was refused");
            // OpenID Connect Back-Channel Logout 1.0, 2.8.
            let reason = serde_json::json!({ "error": "invalid_request", "error_description": error.to_string() });
            (StatusCode::BAD_REQUEST, axum::Json(reason)).into_response()
        }
    }
}

/// Back to the sign-in page, which says that it did not work.
async fn refuse(state: &AppState, info: &RequestInfo, error: &LoginMnError) -> Result<Response, ApiError> {
    let t = Language::default().messages();
    let text = match error {
        LoginMnError::Unavailable(_) => {
            tracing::warn!(request = %info.request_id, cause = %error, "LoginMN is not available");
            t.login_mn_unavailable()
        }
        LoginMnError::Refused { part, .. } => {
            tracing::warn!(request = %info.request_id, cause = %error, "what LoginMN said was not believed");
            wrong(state, info, Came::Wrong, (part, ""), None).await?;
            t.login_mn_refused()
        }
    };
    say(state, info, text).await
}

/// Leaves a trace of a sign-on that came to nothing: what was wrong, by the name that the standard has for it, and what that was.
async fn wrong(
    state: &AppState,
    info: &RequestInfo,
    came: Came,
    (reason, tried): (&str, &str),
    user: Option<UserId>,
) -> Result<(), ApiError> {
    trace::note_why(state, info, (AuditAction::SignOnRefused, came), Some(reason), tried, user).await
}

async fn say(state: &AppState, info: &RequestInfo, text: &str) -> Result<Response, ApiError> {
    let mut form = FormState::default();
    form.wrong("", text);
    show(state, info, Form::SignIn, &form, Form::SignIn.page()).await
}

/// A refused form on its page.
async fn show(state: &AppState, info: &RequestInfo, form: Form, kept: &FormState, page: &str) -> Result<Response, ApiError> {
    let (to, cookie) = forms::kept_at(state, info, form, kept, page).await?;
    let cookies = cookie.map(|cookie| (header::SET_COOKIE, cookie));
    Ok((AppendHeaders(cookies), Redirect::to(&to)).into_response())
}

fn not_found(state: &AppState) -> Response {
    state.pages.page(crate::server::error_page::Problem::NotFound, None)
}
