//! Pages that the server writes without the application: for when one of its pages can't be shown, or only leads elsewhere, and pages of
//! texts. Small, without scripts, in the site's own style.
//!
//! Who makes such a page need not know who asks: it carries its parts along ([`Plain`]), and on its way out gets the header of whoever is
//! signed in, where that is known by then ([`dressed`]).
//!
//! To add a problem: a variant of [`Problem`], its status, its heading and what to do.

use super::AppState;
use super::again::Sent;
use crate::api::error::{ApiError, ErrorCode};
use crate::api::identity::Me;
use crate::domain::manage_assister::fill;
use crate::messages::{Language, Messages};
use crate::ui::parts::escaped;
use crate::ui::{Hours, draw_frame};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use std::sync::{Arc, OnceLock};

/// What went wrong, as a person sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The request is not what a page of ours sends.
    BadRequest,
    /// The form came from another site.
    OtherSite,
    /// Somebody else has signed in since the page was made.
    SomebodyElse,
    /// No such page, or not for this person.
    NotFound,
    /// The page can't be asked for in this way.
    WrongMethod,
    /// A browser asked for it that looks ahead, or draws it into another page.
    LookedAhead,
    /// More was sent than any form of ours holds.
    TooLarge,
    /// A defect.
    Internal,
    /// The database is away, or the answer took too long.
    Unavailable,
    /// Too many wait for the same.
    Busy,
    /// Too much came from one address in a short time.
    TooMany,
}

impl Problem {
    /// What an error of a server function is to a person.
    #[must_use]
    pub const fn of(code: ErrorCode) -> Self {
        match code {
            ErrorCode::SignedOut | ErrorCode::BadRequest => Self::BadRequest,
            ErrorCode::SomebodyElse => Self::SomebodyElse,
            ErrorCode::NotFound => Self::NotFound,
            ErrorCode::TooLarge => Self::TooLarge,
            ErrorCode::Unavailable | ErrorCode::NoAnswer => Self::Unavailable,
            ErrorCode::Internal => Self::Internal,
            ErrorCode::Busy => Self::Busy,
            ErrorCode::TooMany => Self::TooMany,
        }
    }

    const fn status(self) -> StatusCode {
        match self {
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::OtherSite | Self::LookedAhead => StatusCode::FORBIDDEN,
            Self::SomebodyElse => StatusCode::CONFLICT,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Unavailable | Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
        }
    }

    /// Whether the page is for the very person who is signed in: who comes from somebody else's page, or did not come by themselves, is
    /// not shown whose browser it is.
    const fn is_theirs(self) -> bool {
        !matches!(self, Self::OtherSite | Self::SomebodyElse | Self::LookedAhead)
    }

    const fn heading(self, t: Messages) -> &'static str {
        match self {
            Self::BadRequest => t.errors_bad_request_heading(),
            Self::OtherSite => t.errors_other_site_heading(),
            Self::LookedAhead => t.errors_looked_ahead_heading(),
            Self::SomebodyElse => t.errors_somebody_else_heading(),
            Self::NotFound | Self::WrongMethod => t.errors_not_found_heading(),
            Self::TooLarge => t.errors_too_large_heading(),
            Self::Internal => t.errors_internal_heading(),
            Self::Unavailable => t.errors_unavailable_heading(),
            Self::Busy => t.errors_busy_heading(),
            Self::TooMany => t.errors_too_many_heading(),
        }
    }

    const fn what_to_do(self, t: Messages) -> &'static str {
        match self {
            Self::BadRequest => t.errors_bad_request_text(),
            Self::OtherSite => t.errors_other_site_text(),
            Self::LookedAhead => t.errors_looked_ahead_text(),
            Self::SomebodyElse => t.errors_somebody_else_text(),
            Self::NotFound | Self::WrongMethod => t.errors_not_found_text(),
            Self::TooLarge => t.errors_too_large_text(),
            Self::Internal => t.errors_not_saved_text(),
            Self::Unavailable => t.errors_unavailable_text(),
            Self::Busy => t.errors_busy_text(),
            Self::TooMany => t.errors_too_many_text(),
        }
    }
}

/// Makes the pages. Knows where the stylesheet is, and when somebody answers the phone.
#[derive(Clone, Debug)]
pub struct ErrorPages {
    stylesheet: Arc<str>,
    hours: Arc<Hours>,
}

/// What such a page consists of; stands in the extensions of its response.
#[derive(Clone, Debug)]
struct Plain(Arc<Parts>);

#[derive(Debug, Default)]
struct Parts {
    heading: String,
    head: String,
    main: String,
    /// Its address, where it has one of its own.
    path: &'static str,
}

/// Who asks, once that is known: in a request's extensions, for what stands around it.
#[derive(Clone, Debug, Default)]
pub struct Whose(Arc<OnceLock<Me>>);

impl Whose {
    /// Says who asks.
    pub fn say(&self, me: Me) {
        let _ = self.0.set(me);
    }

    /// Who asks, once that was said.
    #[must_use]
    pub fn me(&self) -> Option<&Me> {
        self.0.get()
    }
}

/// Around the pages: those that the server wrote without the application get the header of who asks.
pub async fn dress(State(state): State<AppState>, request: Request, inner: Next) -> Response {
    let whose = request.extensions().get::<Whose>().cloned().unwrap_or_default();
    dressed(&state.pages, inner.run(request).await, &whose)
}

/// The same page with the header of who asks, where it is one that the server wrote without the application.
#[must_use]
pub fn dressed(pages: &ErrorPages, mut response: Response, whose: &Whose) -> Response {
    let plain = response.extensions_mut().remove::<Plain>();
    if let (Some(Plain(parts)), Some(me)) = (plain, whose.me()) {
        *response.body_mut() = Body::from(pages.written(&parts, Some(me)));
        response.headers_mut().remove(header::CONTENT_LENGTH);
    }
    response
}

impl ErrorPages {
    /// Pages that link this stylesheet: a path of our own.
    #[must_use]
    pub fn new(stylesheet: &str, hours: Hours) -> Self {
        Self { stylesheet: stylesheet.into(), hours: Arc::new(hours) }
    }

    /// When somebody answers the phone.
    #[must_use]
    pub fn hours(&self) -> &Hours {
        &self.hours
    }

    /// The page for a problem. The reference finds the cause in the log.
    #[must_use]
    pub fn page(&self, problem: Problem, reference: Option<&str>) -> Response {
        let t = Language::default().messages();
        // References are letters and digits of our own making: nothing here needs escaping.
        let reference = reference.map(|r| format!("\n<p>{}</p>", fill(t.errors_reference(), &[("reference", r)]))).unwrap_or_default();
        let main = format!("<p>{}</p>{reference}\n<p><a href=\"/\">{}</a></p>", problem.what_to_do(t), t.errors_home());
        let mut response = self.problem(problem, t, main);
        if problem == Problem::Unavailable {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("30"));
        }
        response
    }

    /// The page for more than a form holds, with a link back to it where it is known.
    #[must_use]
    pub fn too_large(&self, form: Option<&str>) -> Response {
        let (t, problem) = (Language::default().messages(), Problem::TooLarge);
        let (to, link) = form.map_or(("/", t.errors_home()), |form| (form, t.errors_too_large_back()));
        let main = format!("<p>{}</p>\n<p><a href=\"{}\">{link}</a></p>", problem.what_to_do(t), escaped(to));
        self.problem(problem, t, main)
    }

    /// The page for a form that was turned away because too much came at once: what to do, and the form to send again.
    #[must_use]
    pub fn again(&self, problem: Problem, form: &Sent) -> Response {
        let t = Language::default().messages();
        let main = format!("<p>{}</p>\n{}", problem.what_to_do(t), form.html(t));
        self.problem(problem, t, main)
    }

    fn problem(&self, problem: Problem, t: Messages, main: String) -> Response {
        let parts = Parts { heading: problem.heading(t).to_owned(), main, ..Parts::default() };
        (problem.status(), self.document(parts, problem.is_theirs())).into_response()
    }

    /// A page of texts: its own path, its heading, and what stands under that, as markup.
    #[must_use]
    pub fn texts(&self, path: &'static str, heading: &str, main: String) -> Response {
        self.document(Parts { heading: heading.to_owned(), main, path, ..Parts::default() }, true)
    }

    /// A page that goes on to an address by itself, and says so: its heading, its text and its link. Its policy is that of answers without
    /// scripts.
    #[must_use]
    pub fn onward(&self, [heading, text, link]: [&str; 3], address: &str) -> Response {
        let address = escaped(address);
        let head = format!("<meta http-equiv=\"refresh\" content=\"0; url={address}\">\n");
        let main = format!("<p>{text}</p>\n<p><a href=\"{address}\">{link}</a></p>");
        self.document(Parts { heading: heading.to_owned(), head, main, ..Parts::default() }, false)
    }

    /// A page with nobody's header; with `theirs` it gets that of who asks on its way out.
    fn document(&self, parts: Parts, theirs: bool) -> Response {
        let mut response = Html(self.written(&parts, None)).into_response();
        if theirs {
            response.extensions_mut().insert(Plain(Arc::new(parts)));
        }
        response
    }

    fn written(&self, parts: &Parts, me: Option<&Me>) -> String {
        let Parts { heading, head, main, path } = parts;
        let language = Language::default();
        let title = fill(language.messages().site_title(), &[("page", heading)]);
        let (code, stylesheet) = (language.code(), &self.stylesheet);
        let (header, footer) = draw_frame(me.cloned(), self.hours.as_ref().clone(), path);
        format!(
            "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n{head}\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n\
             <link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\n<link rel=\"stylesheet\" href=\"{stylesheet}\">\n</head>\n<body>\n{header}\n\
             <main id=\"main\" class=\"page\" tabindex=\"-1\">\n<h1>{heading}</h1>\n{main}\n</main>\n{footer}\n</body>\n</html>\n"
        )
    }

    /// The page for an error of a server function. Who is signed out is led to the sign-in page elsewhere; here it is a bad request.
    #[must_use]
    pub fn api_error(&self, error: &ApiError) -> Response {
        let problem = Problem::of(error.code);
        self.page(problem, error.reference.as_deref())
    }
}
