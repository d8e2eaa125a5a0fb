//! Whose page it is. A page says so with everything that it sends, and what was signed in since by somebody else refuses it: in one
//! browser, two people may follow one another while a page of the first is still open.

use leptos::server_fn::Bytes;
use leptos::server_fn::client::Client;
use leptos::server_fn::client::browser::BrowserClient;
use leptos::server_fn::error::FromServerFnError;
use leptos::server_fn::request::browser::BrowserRequest;
use leptos::server_fn::response::browser::BrowserResponse;
use std::sync::OnceLock;

/// The name of the hidden field, of the header and of the part of an address that say whose page it is.
pub const PAGE_OF: &str = "page-of";

/// Where a running page goes when it turns out to be somebody else's.
pub const SOMEBODY_ELSE: &str = "/somebody-else";

/// In the browser: whose page this is. The same until the next whole page.
static OWNER: OnceLock<String> = OnceLock::new();

/// Called once by a page that begins to run: whose it is.
pub fn run_for(owner: &str) {
    let _ = OWNER.set(owner.to_owned());
}

/// How a running page calls a server function: it says whose page it is.
pub struct FromPage;

impl<E: FromServerFnError, I: FromServerFnError, O: FromServerFnError> Client<E, I, O> for FromPage {
    type Request = BrowserRequest;
    type Response = BrowserResponse;

    fn send(request: BrowserRequest) -> impl Future<Output = Result<BrowserResponse, E>> + Send {
        if let Some(owner) = OWNER.get() {
            request.headers().set(PAGE_OF, owner);
        }
        <BrowserClient as Client<E, I, O>>::send(request)
    }

    fn open_websocket(
        path: &str,
    ) -> impl Future<
        Output = Result<
            (impl futures_core::Stream<Item = Result<Bytes, Bytes>> + Send + 'static, impl futures_sink::Sink<Bytes> + Send + 'static),
            E,
        >,
    > + Send {
        <BrowserClient as Client<E, I, O>>::open_websocket(path)
    }

    fn spawn(future: impl Future<Output = ()> + Send + 'static) {
        <BrowserClient as Client<E, I, O>>::spawn(future);
    }
}
