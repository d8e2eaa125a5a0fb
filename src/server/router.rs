//! Which address is answered by what, and what stands around it.

use super::error_page::{Problem, Whose, dress};
use super::{
    AppState, RequestInfo, carried_out, csrf, frames, headers, health, host, imports, learning, login_mn, page_of, plain_forms, plans,
    program_ended, request, session, static_files, texts, whole_page, worksheets,
};
use crate::api::page_of::SOMEBODY_ELSE;
use crate::ui::{Known, SetStatus, addresses, shell};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, HeaderValue, Method, StatusCode, Version, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use leptos::context::{provide_context, use_context};
use leptos::nonce::use_nonce;
use leptos::reactive::owner::with_context;
use leptos_axum::{AxumRouteListing, ErrorHandler, LeptosRoutes, ResponseOptions};
use leptos_router::{Method as PageMethod, SsrMode};
use tower::ServiceExt as _;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

/// How much work is put into making pages small: of a page of 26 kB brotli makes a seventh less than gzip at this level, and 6 % less below.
const QUALITY: CompressionLevel = CompressionLevel::Precise(5);

/// The application's pages.
fn pages() -> Vec<AxumRouteListing> {
    addresses().map(|address| AxumRouteListing::new(address, SsrMode::Async, [PageMethod::Get], [])).collect()
}

/// The whole service.
pub fn router(state: AppState) -> Router {
    around(&state, answers(&state)).with_state(state)
}

/// The same for what comes over a connection.
pub fn served(state: AppState) -> Router {
    around(&state, answers(&state).layer(from_fn_with_state(state.clone(), host::one))).with_state(state)
}

/// Which address is answered by what.
fn answers(state: &AppState) -> Router<AppState> {
    let shell = {
        // Every layer around a page clones what it is drawn of.
        let state = state.clone();
        move || shell(state.leptos.clone())
    };
    let pages = Router::new()
        .leptos_routes_with_context(state, pages(), context(state), shell)
        .merge(imports::routes())
        .merge(learning::routes())
        .merge(plans::routes())
        .merge(worksheets::routes())
        .merge(login_mn::routes())
        .merge(texts::routes())
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn(whole_page::finish))
        .layer(from_fn_with_state(state.clone(), frames::around))
        .layer(from_fn_with_state(state.clone(), plain_forms::answer))
        .layer(from_fn_with_state(state.clone(), build))
        .layer(from_fn_with_state(state.clone(), session::attach));

    let build_files = tower::ServiceBuilder::new()
        .layer(from_fn(static_files::keep_build_files))
        .service(static_files::folder(&format!("{}/{}", state.leptos.site_root, state.leptos.site_pkg_dir)));

    Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route(SOMEBODY_ELSE, get(page_of::page))
        .route(program_ended::PATH, post(program_ended::note))
        .nest_service("/pkg", build_files)
        .merge(pages)
        .fallback_service(elsewhere(state))
        .layer(from_fn_with_state(state.clone(), dress))
        .layer(CompressionLayer::new().quality(QUALITY).compress_when(is_page))
        .layer(csrf::layer(state))
        .layer(DefaultBodyLimit::max(plain_forms::BODY_LIMIT))
}

/// What stands around every answer.
fn around(state: &AppState, answers: Router<AppState>) -> Router<AppState> {
    answers
        .layer(CatchPanicLayer::custom(request::panicked))
        .layer(from_fn_with_state(state.clone(), request::observe))
        .layer(from_fn(carried_out::carry_out))
        .layer(from_fn_with_state(state.clone(), headers::secure))
}

/// Addresses that no page has: a public file, else the application's own "not found" page.
fn elsewhere(state: &AppState) -> Router {
    let not_found = ErrorHandler::new_with_context(
        {
            let (state, context) = (state.clone(), context(state));
            move || {
                provide_context(state.clone());
                context();
            }
        },
        shell,
        state.leptos.clone(),
    );
    let not_found = Router::new()
        .fallback_service(not_found)
        .layer(from_fn(whole_page::finish))
        .layer(from_fn_with_state(state.clone(), session::attach));
    let nothing = Router::new()
        .fallback(async |State(state): State<AppState>| state.pages.page(Problem::NotFound, None))
        .layer(from_fn_with_state(state.clone(), session::attach))
        .with_state(state.clone());
    Router::new().fallback(public_file_or).with_state((state.clone(), [not_found, nothing]))
}

async fn public_file_or(State((state, [not_found, nothing])): State<(AppState, [Router; 2])>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let Ok(page) = nothing.oneshot(request).await;
        return page;
    }
    let mut asked = Request::new(axum::body::Body::empty());
    *asked.method_mut() = request.method().clone();
    *asked.uri_mut() = request.uri().clone();
    for name in [header::ACCEPT_ENCODING, header::IF_MODIFIED_SINCE, header::RANGE] {
        if let Some(value) = request.headers().get(&name) {
            asked.headers_mut().insert(name, value.clone());
        }
    }
    let Ok(file) = static_files::folder(&state.config.site_root).oneshot(asked).await;
    if matches!(file.status(), StatusCode::NOT_FOUND | StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT) {
        let Ok(page) = not_found.oneshot(request).await;
        return page;
    }
    static_files::keep_public_file(file.into_response())
}

/// Pages are compressed as they leave, files were by the build. What a page of somebody's own data holds is not mixed with what another
/// site can choose (search words are posted, the cookie does not go along with foreign posts, and of an address only ids are repeated),
/// so its length tells nothing.
fn is_page(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    whole_page::is_html(headers)
}

/// The program's questions are answered with which build this is: it may be of another one.
async fn build(State(state): State<AppState>, request: Request, inner: Next) -> Response {
    let asks = request.uri().path().starts_with("/api/");
    let mut response = inner.run(request).await;
    if asks && let Ok(program) = HeaderValue::try_from(state.files.program.as_str()) {
        response.headers_mut().insert("build", program);
    }
    response
}

async fn wrong_method(State(state): State<AppState>) -> Response {
    state.pages.page(Problem::WrongMethod, None)
}

/// What pages and server functions find in leptos' context besides the state, and the policy of the page with its nonce.
fn context(state: &AppState) -> impl Fn() + Clone + Send + Sync + 'static {
    let state = state.clone();
    move || {
        provide_context(state.files.clone());
        provide_context(state.pages.hours().clone());
        let asked = with_context::<Parts, _>(|parts| {
            let (info, whose) = (parts.extensions.get::<RequestInfo>(), parts.extensions.get::<Whose>());
            (info.cloned().zip(whose.and_then(Whose::me).cloned()), parts.extensions.get::<Known>().cloned())
        });
        let (asked, known) = asked.unwrap_or_default();
        if let Some((info, me)) = asked {
            provide_context(me);
            provide_context(info);
        }
        if let Some(known) = known {
            provide_context(known);
        }
        provide_context(SetStatus(|code| {
            if let (Some(response), Ok(status)) = (use_context::<ResponseOptions>(), StatusCode::from_u16(code)) {
                response.set_status(status);
            }
        }));
        // Server functions that are called over HTTP have no nonce, and no page to protect.
        if let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>())
            && let Some(policy) = headers::page_policy(&state.config, &nonce)
        {
            response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
        }
    }
}
