//! The people who use the application, each with a browser, and the answers they get.

use super::App;
use assister_portal::api::wire;
use axum::body::Body;
use axum::http::{Extensions, HeaderMap, HeaderName, HeaderValue, Request, header};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::{Arc, Mutex};
use uuid::Uuid;

/// Somebody with a browser.
#[derive(Clone)]
pub struct Person {
    pub(super) app: App,
    pub(super) cookie: String,
    pub name: String,
    /// The hash of the text that the last page before "Confirm" showed.
    pub(super) text: Arc<Mutex<String>>,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub extensions: Extensions,
    pub body: String,
    /// What a server function answered, as it came.
    pub(super) data: Vec<u8>,
}

/// How data are asked for and answered.
const DATA: &str = "application/x-postcard";

/// Encodes a form.
fn form(fields: &[(&str, &str)]) -> String {
    let encode = |text: &str| {
        text.bytes().map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") }).collect::<String>()
    };
    fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect::<Vec<_>>().join("&")
}

impl Person {
    /// Keeps the cookies of an answer, as a browser does.
    pub fn keep_cookies(&mut self, answer: &Answer) {
        for set in answer.headers.get_all(header::SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap();
            let name = pair.split('=').next().unwrap();
            let mut kept: Vec<&str> =
                self.cookie.split("; ").filter(|old| !old.is_empty() && old.split('=').next() != Some(name)).collect();
            if !pair.ends_with('=') {
                kept.push(pair);
            }
            self.cookie = kept.join("; ");
        }
    }

    fn request(&self, method: &str, path: &str, accept: &str) -> axum::http::request::Builder {
        Request::builder().method(method).uri(path).header(header::ACCEPT, accept).header(header::COOKIE, &self.cookie)
    }

    /// A page.
    pub async fn get(&self, path: &str) -> Answer {
        self.app.send(self.request("GET", path, "text/html").body(Body::empty()).unwrap()).await
    }

    /// An address, asked for in this way.
    pub async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let accept = headers.iter().find(|(name, _)| *name == "accept").map_or("text/html", |(_, accept)| accept);
        let mut request = self.request(method, path, accept);
        for (name, value) in headers.iter().filter(|(name, _)| *name != "accept") {
            request = request.header(*name, *value);
        }
        self.app.send(request.body(Body::empty()).unwrap()).await
    }

    /// A page that must be there.
    pub async fn page(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {:?}", answer.headers.get(header::LOCATION));
        answer.body
    }

    /// A form as a browser posts it without JavaScript.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self.request("POST", path, "text/html").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.app.send(request.body(Body::from(form(fields))).unwrap()).await
    }

    /// The same from this page.
    pub async fn post_from(&self, path: &str, fields: &[(&str, &str)], page: &str) -> Answer {
        let request = self.request("POST", path, "text/html").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let request = request.header(header::REFERER, format!("http://127.0.0.1:3000{page}"));
        self.app.send(request.body(Body::from(form(fields))).unwrap()).await
    }

    /// The same person's browser with this cookie.
    pub fn with_cookie(&self, cookie: &str) -> Self {
        Self { cookie: cookie.to_owned(), ..self.clone() }
    }

    /// The same form as the hydrated page sends it.
    pub async fn call(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self.request("POST", path, DATA).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.app.send(request.body(Body::from(form(fields))).unwrap()).await
    }

    /// A file, as a browser posts it: with the other fields of its form before it.
    pub async fn upload(&self, path: &str, fields: &[(&str, &str)], file: &[u8]) -> Answer {
        self.upload_called("roster.csv", path, fields, file).await
    }

    /// The same of a file that is called otherwise; nothing is called nothing.
    pub async fn upload_called(&self, name: &str, path: &str, fields: &[(&str, &str)], file: &[u8]) -> Answer {
        let mut body = multipart_called(name, fields, file);
        body.extend_from_slice(MULTIPART_END);
        self.upload_as_it_is(path, body).await
    }

    /// The body of such a form as it is, perhaps without its end.
    pub async fn upload_as_it_is(&self, path: &str, body: Vec<u8>) -> Answer {
        let request = self.request("POST", path, "text/html").header(header::CONTENT_TYPE, "multipart/form-data; boundary=BOUNDARY");
        self.app.send(request.body(Body::from(body)).unwrap()).await
    }

    /// A page's data, as the hydrated application asks for them.
    pub async fn load(&self, path: &str, arguments: impl Serialize) -> Answer {
        self.load_with(path, arguments, &[]).await
    }

    /// The same with more headers.
    pub async fn load_with(&self, path: &str, arguments: impl Serialize, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.request("POST", path, DATA).header(header::CONTENT_TYPE, DATA);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.app.send(request.body(Body::from(wire::to_bytes(&arguments).unwrap())).unwrap()).await
    }

    /// Confirms this email by the link in the newest mail to it.
    pub async fn confirms_email(&self, email: &str) {
        let body =
            format!("SELECT body FROM outbox WHERE recipient = '{email}' AND kind = 'confirm_email' ORDER BY created_at DESC, id DESC");
        let body = self.app.text(&body).await;
        let at = body.find("/set-up/email/").unwrap_or_else(|| panic!("no link to {email}: {body:?}"));
        let page = self.page(body[at..].split_whitespace().next().unwrap()).await;
        let done = self.post("/api/confirm-address", &[("token", &hidden(&page, "token"))]).await;
        assert_eq!(done.location(), "/set-up/email/done", "{}", done.body);
    }

    /// The draft of the page before "Confirm", after the number and the card.
    pub async fn up_to_confirm(&self, number: &str) -> String {
        let found = self.post("/api/find-assister", &[("number", number)]).await;
        assert_eq!(found.location(), "/account/assister/add/check", "{}", found.body);
        let draft = hidden(&self.page("/account/assister/add/check").await, "draft");
        let agree = self.post("/api/continue-with-assister", &[("draft", &draft)]).await;
        assert_eq!(agree.location(), "/account/assister/add/agree");
        *self.text.lock().unwrap() = hidden(&self.page(agree.location()).await, "text");
        draft
    }

    /// "Confirm".
    pub async fn confirm(&self, draft: &str) -> Answer {
        self.post("/api/confirm-assister", &[("draft", draft), ("text", &self.text()), ("agreed", "yes"), ("full_name", &self.name)]).await
    }

    /// The hash of the text that was shown.
    pub fn text(&self) -> String {
        self.text.lock().unwrap().clone()
    }

    /// The whole wizard. Gives the receipt's id.
    pub async fn authorizes(&self, number: &str) -> String {
        self.authorizes_as(number, &self.name).await
    }

    /// The same, signed with a name.
    pub async fn authorizes_as(&self, number: &str, name: &str) -> String {
        let draft = self.up_to_confirm(number).await;
        let fields = [("draft", draft.as_str()), ("text", &self.text()), ("agreed", "yes"), ("full_name", name)];
        let done = self.post("/api/confirm-assister", &fields).await;
        let (page, receipt) = done.location().split_once("?receipt=").unwrap_or_else(|| panic!("not done: {}", done.location()));
        assert_eq!(page, "/account/assister/add/done");
        receipt.to_owned()
    }

    /// "Remove my assister".
    pub async fn removes(&self) -> Answer {
        let association = hidden(&self.page("/account/assister/remove").await, "association");
        self.post("/api/remove-assister", &[("association", &association)]).await
    }

    /// The IDs and names on a page of the client list.
    pub async fn clients(&self, path: &str) -> Vec<(String, String)> {
        let page = self.page(path).await;
        let rows = page.split("<a href=\"/clients/").skip(1);
        rows.filter_map(|row| {
            let (address, rest) = row.split_once("\">")?;
            let id = address.split(['?', '"']).next()?;
            id.parse::<Uuid>().ok()?;
            Some((id.to_owned(), rest.split("</a>").next()?.replace("<!>", "")))
        })
        .collect()
    }

    /// The counts of the tabs: New, In Progress, All.
    pub async fn counts(&self) -> [u32; 3] {
        let page = self.page("/clients").await;
        let counts: Vec<u32> =
            page.split("<span class=\"tabs__count\">").skip(1).map(|rest| rest.split('<').next().unwrap().parse().unwrap()).collect();
        counts.try_into().unwrap_or_else(|counts| panic!("not three tabs: {counts:?}"))
    }
}

/// A header as it came; of a cookie not its value.
fn line((name, value): (&HeaderName, &HeaderValue)) -> String {
    let value = String::from_utf8_lossy(value.as_bytes());
    let value = if *name == header::SET_COOKIE { value.split('=').next().unwrap_or_default() } else { &value };
    format!("{name}: {value}")
}

impl Answer {
    /// What a server function answered.
    pub fn read<T: DeserializeOwned>(&self) -> T {
        assert_eq!(self.status, 200, "{}", self.body);
        wire::from_bytes(&self.data).unwrap()
    }

    /// Status, headers and body, without what is drawn anew for every answer: the nonce, the name of the request, the values of cookies.
    pub fn bytes(&self) -> Vec<u8> {
        let mut headers: Vec<String> = self.headers.iter().filter(|(name, _)| *name != "x-request-id").map(line).collect();
        headers.sort();
        let mut bytes = format!("{}\n{}\n\n", self.status, headers.join("\n")).into_bytes();
        let nonce = self.body.split_once("nonce=\"").map(|(_, rest)| rest.split('"').next().unwrap().to_owned());
        match nonce {
            Some(nonce) => {
                let all = format!("{}{}", String::from_utf8_lossy(&bytes), self.body);
                bytes = all.replace(&nonce, "NONCE").into_bytes();
            }
            None => bytes.extend_from_slice(&self.data),
        }
        bytes
    }

    /// Where it leads; empty when nowhere.
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// The end of a form with a file.
pub const MULTIPART_END: &[u8] = b"\r\n--BOUNDARY--\r\n";

/// A form with a file, without its end.
pub fn multipart(fields: &[(&str, &str)], file: &[u8]) -> Vec<u8> {
    multipart_called("roster.csv", fields, file)
}

fn multipart_called(called: &str, fields: &[(&str, &str)], file: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let field = format!("--BOUNDARY\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(field.as_bytes());
    }
    let head =
        format!("--BOUNDARY\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{called}\"\r\nContent-Type: text/csv\r\n\r\n");
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(file);
    body
}

/// The value of a hidden field.
pub fn hidden(page: &str, name: &str) -> String {
    let field =
        page.split("<input").find(|input| input.contains(&format!("name=\"{name}\""))).unwrap_or_else(|| panic!("no {name} in {page}"));
    field.split_once("value=\"").unwrap().1.split('"').next().unwrap().to_owned()
}
