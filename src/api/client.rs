//! How a running page calls a server function: by the browser's own `fetch`, once for all of them, and saying whose page it is.
//!
//! The client that comes with leptos can do more than any call of ours needs, which every first visit would fetch.

use super::error::{ApiError, ErrorCode};
use super::page_of::{PAGE_OF, owner};
use super::wire;
use futures_core::Stream;
use futures_sink::Sink;
use http::Method;
use leptos::prelude::window;
use leptos::server_fn::client::Client;
use leptos::server_fn::client::browser::BrowserClient;
use leptos::server_fn::codec::PostcardEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use leptos::server_fn::redirect::REDIRECT_HEADER;
use leptos::server_fn::request::ClientReq;
use leptos::server_fn::response::ClientRes;
use leptos::server_fn::{Bytes, ContentType as _};
use leptos::wasm_bindgen::{JsCast as _, JsValue};
use leptos::web_sys::js_sys::Uint8Array;
use leptos::web_sys::{Headers, RequestInit, Response};
use send_wrapper::SendWrapper;
use serde::de::DeserializeOwned;
use std::pin::Pin;
use wasm_bindgen_futures::JsFuture;

/// Calls server functions for a running page.
pub struct FromPage;

/// A call: where it goes, of what kind its bytes are, and they.
#[derive(Clone, Debug)]
pub struct Call {
    path: String,
    kind: String,
    body: Bytes,
}

/// What was answered.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Where it leads.
    pub redirect: Option<String>,
    body: Vec<u8>,
}

impl Answer {
    /// What the function gave.
    ///
    /// # Errors
    /// The function's; an internal one where it can't be read.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        let unreadable = |_| ApiError::new(ErrorCode::Internal);
        if (200..300).contains(&self.status) {
            return wire::from_bytes(&self.body).map_err(unreadable);
        }
        Err(wire::from_bytes(&self.body).unwrap_or_else(unreadable))
    }
}

/// Posts to a function of ours, and says whose page it is that does.
///
/// # Errors
/// The browser's, where no answer came.
pub async fn post(path: &str, kind: &str, body: &JsValue) -> Result<Answer, JsValue> {
    let headers = Headers::new()?;
    headers.set("Content-Type", kind)?;
    headers.set("Accept", PostcardEncoding::CONTENT_TYPE)?;
    if let Some(owner) = owner() {
        headers.set(PAGE_OF, owner)?;
    }
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_headers(&headers);
    request.set_body(body);
    let response: Response = JsFuture::from(window().fetch_with_str_and_init(path, &request)).await?.dyn_into()?;
    let headers = response.headers();
    let redirect = if headers.has(REDIRECT_HEADER)? { headers.get("Location")? } else { None };
    let body = JsFuture::from(response.array_buffer()?).await?;
    Ok(Answer { status: response.status(), redirect, body: Uint8Array::new(&body).to_vec() })
}

/// Asks a server function whose arguments are these bytes. By hand, for what many pages ask with functions of their own.
///
/// # Errors
/// The function's; that no answer came, or none that can be read.
pub async fn ask<T: DeserializeOwned>(path: &'static str, asked: Result<Vec<u8>, postcard::Error>) -> Result<T, ApiError> {
    let asked = asked.map_err(|_| ApiError::new(ErrorCode::Internal))?;
    let answer = post(path, PostcardEncoding::CONTENT_TYPE, &Uint8Array::from(asked.as_slice())).await;
    answer.map_err(|_| ApiError::new(ErrorCode::NoAnswer))?.read()
}

impl<E: FromServerFnError, I: FromServerFnError, O: FromServerFnError> Client<E, I, O> for FromPage {
    type Request = Call;
    type Response = Answer;

    fn send(call: Call) -> impl Future<Output = Result<Answer, E>> + Send {
        // In the browser everything is in one thread.
        SendWrapper::new(async move { post(&call.path, &call.kind, &Uint8Array::from(call.body.as_ref())).await.map_err(|_| no_answer()) })
    }

    fn open_websocket(
        path: &str,
    ) -> impl Future<Output = Result<(impl Stream<Item = Result<Bytes, Bytes>> + Send + 'static, impl Sink<Bytes> + Send + 'static), E>> + Send
    {
        <BrowserClient as Client<E, I, O>>::open_websocket(path)
    }

    fn spawn(future: impl Future<Output = ()> + Send + 'static) {
        <BrowserClient as Client<E, I, O>>::spawn(future);
    }
}

/// No call of ours is of this kind, or none was answered.
fn no_answer<E: FromServerFnError>() -> E {
    E::from_server_fn_error(ServerFnErrorErr::Request(String::new()))
}

/// All calls of ours are posted, as bytes or as text.
impl<E: FromServerFnError> ClientReq<E> for Call {
    type FormData = ();

    fn try_new_req_bytes(path: &str, kind: &str, _accepts: &str, body: Bytes, method: Method) -> Result<Self, E> {
        if method != Method::POST {
            return Err(no_answer());
        }
        Ok(Self { path: path.to_owned(), kind: kind.to_owned(), body })
    }

    fn try_new_req_query(_path: &str, _content_type: &str, _accepts: &str, _query: &str, _method: Method) -> Result<Self, E> {
        Err(no_answer())
    }

    fn try_new_req_text(path: &str, kind: &str, accepts: &str, body: String, method: Method) -> Result<Self, E> {
        Self::try_new_req_bytes(path, kind, accepts, body.into(), method)
    }

    fn try_new_req_form_data(_path: &str, _accepts: &str, _content_type: &str, _body: (), _method: Method) -> Result<Self, E> {
        Err(no_answer())
    }

    fn try_new_req_multipart(_path: &str, _accepts: &str, _body: (), _method: Method) -> Result<Self, E> {
        Err(no_answer())
    }

    fn try_new_req_streaming(
        _path: &str,
        _accepts: &str,
        _content_type: &str,
        _body: impl Stream<Item = Bytes> + Send + 'static,
        _method: Method,
    ) -> Result<Self, E> {
        Err(no_answer())
    }
}

/// All answers are bytes.
impl<E: FromServerFnError> ClientRes<E> for Answer {
    async fn try_into_string(self) -> Result<String, E> {
        String::from_utf8(self.body).map_err(|_| no_answer())
    }

    async fn try_into_bytes(self) -> Result<Bytes, E> {
        Ok(self.body.into())
    }

    fn try_into_stream(self) -> Result<impl Stream<Item = Result<Bytes, Bytes>> + Send + Sync + 'static, E> {
        Err::<Pin<Box<dyn Stream<Item = Result<Bytes, Bytes>> + Send + Sync>>, E>(no_answer())
    }

    fn status(&self) -> u16 {
        self.status
    }

    fn status_text(&self) -> String {
        String::new()
    }

    fn location(&self) -> String {
        self.redirect.clone().unwrap_or_default()
    }

    fn has_redirect(&self) -> bool {
        self.redirect.is_some()
    }
}
