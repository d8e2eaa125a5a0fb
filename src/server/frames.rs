//! Pages that the server draws whole stand in a frame that is the same for everybody of a kind, but for a few words. Leptos draws it once
//! for each kind, around somebody made up; then the words and the page are put in their places. What everybody sees first costs a third
//! of what it would if leptos drew all of it each time.
//!
//! Nobody's data are in a frame: whoever it is drawn around is made up, and has no session. What a page needs besides (its policy, what
//! stands around every answer) it gets as any other.

use super::context::within;
use super::error_page::Whose;
use super::{AppState, RequestInfo, headers, nodes};
use crate::api::drawn::{Drawn, Reply};
use crate::api::error::{ApiError, ErrorCode};
use crate::api::identity::{Me, Person};
use crate::api::wire;
use crate::ui::parts::escaped;
use crate::ui::{Drawing, Known, brief_of, draw_at, problems_mark, title_of, way_back};
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use leptos::context::provide_context;
use leptos::nonce::Nonce;
use leptos::reactive::computed::ScopedFuture;
use leptos::reactive::owner::Owner;
use leptos_axum::ResponseOptions;
use memchr::memmem;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// Made-up words. They are in no page of ours, and need no escaping wherever they stand.
mod made_up {
    pub const PAGE_OF: &str = "0frame0person0";
    pub const NAME: &str = "0frame0name0";
    pub const NUMBER: &str = "0frame0number0";
    pub const TITLE: &str = "0frame0title0";
    pub const PAGE: &str = "0frame0page0";
    pub const QUERY: &str = "0frame0query0";
    /// What all of them begin with.
    pub const ANY: &str = "0frame0";
}

/// More frames are not kept; there are some for each role.
const MOST: usize = 256;

/// The frames that were drawn since the server started. Cheap to clone; all clones are one.
#[derive(Clone, Debug, Default)]
pub struct Frames(Arc<RwLock<HashMap<Kind, Arc<Frame>>>>);

/// For whom and where a frame is: the address's path, and what the frame is drawn of, with nobody's words in it.
type Kind = (String, Vec<u8>);

/// In a response's extensions: a frame was used.
#[derive(Clone, Copy, Debug)]
pub struct Filled;

/// Markup with places to fill.
#[derive(Debug)]
struct Frame {
    /// Each with what comes after it.
    pieces: Vec<(String, Place)>,
    end: String,
    /// Of how many nodes its body consists without the page.
    nodes: usize,
    headers: HeaderMap,
}

/// What is put into a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// What allows the page's own scripts.
    Nonce,
    PageOf,
    Name,
    Number,
    /// Who is signed in, for the program in the browser.
    Me,
    Title,
    /// What the program in the browser gets of the page.
    Brief,
    Page,
    /// How many nodes the body consists of.
    Nodes,
    /// Where the dialog at the end of a session leads.
    WayBack,
}

impl Place {
    /// What every frame has.
    const NEEDED: [Self; 6] = [Self::Nonce, Self::Me, Self::Title, Self::Brief, Self::Page, Self::Nodes];
}

/// Around the pages: has the page drawn, and puts it into a frame where there is one. The first of a kind is drawn by leptos, and its frame
/// after it.
pub async fn around(State(state): State<AppState>, request: Request, inner: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let asked = (parts.method == Method::GET).then(|| draw_at(parts.uri.path(), parts.uri.query().unwrap_or_default())).flatten();
    let me = parts.extensions.get::<Whose>().and_then(Whose::me).filter(|me| is_known(me)).cloned();
    let (Some(drawing), Some(me)) = (asked, me) else {
        return inner.run(Request::from_parts(parts, body)).await;
    };
    let (reply, options) = run(&state, &parts, &me, drawing).await;
    let drawn = if let Ok(Reply::Show(drawn)) = &reply { Some(drawn) } else { None };
    let kind = drawn.and_then(|_| kind(&parts.uri, &me));
    let filled = kind.as_ref().zip(drawn).and_then(|(kind, drawn)| state.frames.of(kind)?.filled(&state, &me, &parts.uri, drawn));
    let mut response = match filled {
        Some(response) => response,
        None => {
            let for_the_next = kind.map(|kind| (kind, frame(inner.clone(), &parts, &me)));
            parts.extensions.insert(Known(reply));
            let response = inner.run(Request::from_parts(parts, body)).await;
            if let Some((kind, frame)) = for_the_next
                && let Some(frame) = frame.await
            {
                state.frames.keep(kind, frame);
            }
            response
        }
    };
    if let Ok(set) = options.0.read() {
        if let Some(status) = set.status {
            *response.status_mut() = status;
        }
        response.headers_mut().extend(set.headers.clone());
    }
    response
}

/// Whether it is known who asks, and whose their pages are.
fn is_known(me: &Me) -> bool {
    me.person.as_ref().is_some_and(|person| !person.page_of.is_empty())
}

/// Draws a page, in what it would find of leptos' context. Gives what was set on the response besides.
async fn run(state: &AppState, parts: &Parts, me: &Me, drawing: Drawing) -> (Result<Reply, ApiError>, ResponseOptions) {
    let options = ResponseOptions::default();
    let Some(info) = parts.extensions.get::<RequestInfo>() else { return (Err(ApiError::new(ErrorCode::Internal)), options) };
    // Nobody's child: what leptos takes for the one at work may be another request's, and go with it.
    let owner = Owner::new_root(None);
    let reply = owner.with(|| {
        provide_context(state.clone());
        provide_context(options.clone());
        provide_context(me.clone());
        provide_context(state.pages.hours().clone());
        ScopedFuture::new_untracked(drawing)
    });
    (within(info, reply).await, options)
}

/// The same person without what is theirs alone.
fn somebody(me: &Me) -> Me {
    let person = me.person.as_ref().map(|person| Person {
        page_of: made_up::PAGE_OF.to_owned(),
        name: made_up::NAME.to_owned(),
        role: person.role,
        assister: person.assister.as_ref().map(|(kind, _)| (*kind, made_up::NUMBER.to_owned())),
    });
    Me { person, ..me.clone() }
}

fn kind(uri: &Uri, me: &Me) -> Option<Kind> {
    Some((uri.path().to_owned(), wire::to_bytes(&somebody(me)).ok()?))
}

/// As leptos writes data into a page.
fn encoded(bytes: Result<Vec<u8>, postcard::Error>) -> Option<String> {
    bytes.ok().map(|bytes| STANDARD_NO_PAD.encode(bytes))
}

/// Has leptos draw a frame.
fn frame(leptos: Next, parts: &Parts, me: &Me) -> impl Future<Output = Option<Frame>> + use<> {
    let (path, somebody) = (parts.uri.path().to_owned(), somebody(me));
    let nobody =
        parts.extensions.get::<RequestInfo>().map(|info| RequestInfo { session: None, page_of: None, browser: None, ..info.clone() });
    async move {
        let mut request = Request::new(Body::empty());
        *request.uri_mut() = format!("{path}?{}", made_up::QUERY).parse().ok()?;
        let whose = Whose::default();
        whose.say(somebody.clone());
        let page = Drawn { title: made_up::TITLE.to_owned(), html: made_up::PAGE.to_owned() };
        let extensions = request.extensions_mut();
        extensions.insert(nobody?);
        extensions.insert(whose);
        extensions.insert(Known(Ok(Reply::Show(page.clone()))));
        let (head, body) = leptos.run(request).await.into_parts();
        if head.status != StatusCode::OK {
            return None;
        }
        let body = to_bytes(body, usize::MAX).await.ok()?;
        let frame = Frame::parse(std::str::from_utf8(&body).ok()?, head.headers, &path, &somebody, &page);
        if frame.is_none() {
            tracing::warn!(path, "the page has no frame: each is drawn anew");
        }
        frame
    }
}

impl Frames {
    fn of(&self, kind: &Kind) -> Option<Arc<Frame>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(kind).cloned()
    }

    fn keep(&self, kind: Kind, frame: Frame) {
        let mut frames = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if frames.len() >= MOST {
            frames.clear();
        }
        frames.insert(kind, Arc::new(frame));
    }
}

impl Frame {
    /// Finds the places in a page that was drawn around somebody made up.
    fn parse(page: &str, mut headers: HeaderMap, path: &str, me: &Me, drawn: &Drawn) -> Option<Self> {
        let between = |start: &str, end: &str| page.split_once(start)?.1.split_once(end).map(|(found, _)| found.to_owned());
        let (nonce, nodes) = (between("nonce=\"", "\"")?, between(" data-nodes=\"", "\"")?);
        let marks = [
            (nonce, Place::Nonce),
            (made_up::PAGE_OF.to_owned(), Place::PageOf),
            (made_up::NAME.to_owned(), Place::Name),
            (made_up::NUMBER.to_owned(), Place::Number),
            (encoded(wire::to_bytes(me))?, Place::Me),
            (title_of(drawn, false), Place::Title),
            (encoded(brief_of(drawn))?, Place::Brief),
            (made_up::PAGE.to_owned(), Place::Page),
            (format!(" data-nodes=\"{nodes}\""), Place::Nodes),
            (escaped(&way_back(path, made_up::QUERY)), Place::WayBack),
        ];
        let mut found: Vec<(usize, &str, Place)> = Vec::new();
        for (mark, place) in &marks {
            found.extend(page.match_indices(mark.as_str()).map(|(at, mark)| (at, mark, *place)));
        }
        found.sort_by_key(|(at, ..)| *at);
        let (mut pieces, mut rest) = (Vec::with_capacity(found.len()), 0);
        for (at, mark, place) in found {
            pieces.push((page.get(rest..at)?.to_owned(), place));
            rest = at + mark.len();
        }
        let end = page.get(rest..)?.to_owned();
        let whole = Place::NEEDED.iter().all(|needed| pieces.iter().any(|(_, place)| place == needed));
        let clean = pieces.iter().map(|(piece, _)| piece).chain([&end]).all(|piece| !piece.contains(made_up::ANY));
        headers.remove(header::CONTENT_SECURITY_POLICY);
        headers.remove(header::CONTENT_LENGTH);
        // The page is one text in it.
        let nodes = nodes.parse::<usize>().ok()?.checked_sub(nodes::count(&drawn.html))?;
        (whole && clean).then_some(Self { pieces, end, nodes, headers })
    }

    /// The page of somebody in the frame.
    fn filled(&self, state: &AppState, me: &Me, uri: &Uri, drawn: &Drawn) -> Option<Response> {
        let person = me.person.as_ref()?;
        let nonce = Nonce::new();
        let wrong = memmem::find(drawn.html.as_bytes(), problems_mark().as_bytes()).is_some();
        let (about, brief) = (encoded(wire::to_bytes(me))?, encoded(brief_of(drawn))?);
        let size = self.pieces.iter().map(|(piece, _)| piece.len()).sum::<usize>() + self.end.len();
        let mut page = String::with_capacity(size + drawn.html.len() + 2 * about.len() + 1024);
        for (piece, place) in &self.pieces {
            page.push_str(piece);
            match place {
                Place::Nonce => page.push_str(&nonce),
                Place::PageOf => page.push_str(&escaped(&person.page_of)),
                Place::Name => page.push_str(&escaped(&person.name)),
                Place::Number => page.push_str(&escaped(person.assister.as_ref().map_or("", |(_, number)| number))),
                Place::Me => page.push_str(&about),
                Place::Title => page.push_str(&title_of(drawn, wrong)),
                Place::Brief => page.push_str(&brief),
                Place::Page => page.push_str(&drawn.html),
                Place::Nodes => page.push_str(&format!(" data-nodes=\"{}\"", self.nodes + nodes::count(&drawn.html))),
                Place::WayBack => page.push_str(&escaped(&way_back(uri.path(), uri.query().unwrap_or_default()))),
            }
        }
        page.push_str(&self.end);
        let mut response = Response::new(Body::from(page));
        *response.headers_mut() = self.headers.clone();
        if let Some(policy) = headers::page_policy(&state.config, &nonce) {
            response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        response.extensions_mut().insert(Filled);
        Some(response)
    }
}
