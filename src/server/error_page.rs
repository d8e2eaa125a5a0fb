//! Pages for when a page of the application can't be shown, or only leads elsewhere: small, without scripts, in the site's own style.
//!
//! To add a problem: a variant of [`Problem`], its status, its heading and what to do.

use super::again::Sent;
use crate::api::error::{ApiError, ErrorCode};
use crate::domain::manage_assister::fill;
use crate::messages::{Language, Messages};
use crate::ui::parts::escaped;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use std::sync::Arc;

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

/// Makes the pages. Knows where the stylesheet is.
#[derive(Clone, Debug)]
pub struct ErrorPages {
    stylesheet: Arc<str>,
}

impl ErrorPages {
    /// Pages that link this stylesheet: a path of our own.
    #[must_use]
    pub fn new(stylesheet: &str) -> Self {
        Self { stylesheet: stylesheet.into() }
    }

    /// The page for a problem. The reference finds the cause in the log.
    #[must_use]
    pub fn page(&self, problem: Problem, reference: Option<&str>) -> Response {
        let t = Language::default().messages();
        // References are letters and digits of our own making: nothing here needs escaping.
        let reference = reference.map(|r| format!("\n<p>{}</p>", fill(t.errors_reference(), &[("reference", r)]))).unwrap_or_default();
        let main = format!("<p>{}</p>{reference}\n<p><a href=\"/\">{}</a></p>", problem.what_to_do(t), t.errors_home());
        let mut response = (problem.status(), self.document(problem.heading(t), "", &main)).into_response();
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
        (problem.status(), self.document(problem.heading(t), "", &main)).into_response()
    }

    /// The page for a form that was turned away because too much came at once: what to do, and the form to send again.
    #[must_use]
    pub fn again(&self, problem: Problem, form: &Sent) -> Response {
        let t = Language::default().messages();
        let main = format!("<p>{}</p>\n{}", problem.what_to_do(t), form.html(t));
        (problem.status(), self.document(problem.heading(t), "", &main)).into_response()
    }

    /// A page that goes on to an address by itself, and says so: its heading, its text and its link. Its policy is that of answers without
    /// scripts.
    #[must_use]
    pub fn onward(&self, [heading, text, link]: [&str; 3], address: &str) -> Response {
        let address = escaped(address);
        let head = format!("<meta http-equiv=\"refresh\" content=\"0; url={address}\">\n");
        self.document(heading, &head, &format!("<p>{text}</p>\n<p><a href=\"{address}\">{link}</a></p>")).into_response()
    }

    fn document(&self, heading: &str, head: &str, main: &str) -> Html<String> {
        let language = Language::default();
        let title = fill(language.messages().site_title(), &[("page", heading)]);
        let (code, stylesheet) = (language.code(), &self.stylesheet);
        Html(format!(
            "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n{head}\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n\
             <link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\n<link rel=\"stylesheet\" href=\"{stylesheet}\">\n</head>\n<body>\n<main id=\"main\" class=\"page\">\n\
             <h1>{heading}</h1>\n{main}\n</main>\n</body>\n</html>\n"
        ))
    }

    /// The page for an error of a server function. Who is signed out is led to the sign-in page elsewhere; here it is a bad request.
    #[must_use]
    pub fn api_error(&self, error: &ApiError) -> Response {
        let problem = Problem::of(error.code);
        self.page(problem, error.reference.as_deref())
    }
}
