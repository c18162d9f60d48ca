//! What is asked at the port, and what is answered.

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};

use super::{Desk, readiness};
use crate::metrics;

const PLAIN: &str = "text/plain; charset=utf-8";
const WHAT_THERE_IS: &str = "There are /healthz, /readyz and /metrics here.\n";
const ONLY_GET: &str = "Only GET and HEAD are answered here.\n";
const NO_METRICS: &str = "The metrics could not be written; the log says why.\n";

impl Desk {
    /// Answers a request. What else it says than its method and path counts for nothing.
    pub(super) async fn answer<B>(&self, request: &Request<B>) -> Response<Full<Bytes>> {
        let path = request.uri().path();
        if !matches!(path, "/healthz" | "/readyz" | "/metrics") {
            return said(StatusCode::NOT_FOUND, WHAT_THERE_IS);
        }
        // To HEAD, hyper answers without the body.
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            let mut answer = said(StatusCode::METHOD_NOT_ALLOWED, ONLY_GET);
            answer
                .headers_mut()
                .insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
            return answer;
        }
        let watched = &self.watched;
        match path {
            "/healthz" => told(readiness::alive(&watched.store).await, "alive\n"),
            "/readyz" => told(
                readiness::ready(&watched.store, &watched.signs).await,
                "ready\n",
            ),
            _ => match self.scrape().await {
                Ok(text) => answer(StatusCode::OK, metrics::CONTENT_TYPE, text.into()),
                Err(error) => {
                    tracing::error!(%error, "the metrics could not be written");
                    said(StatusCode::INTERNAL_SERVER_ERROR, NO_METRICS)
                }
            },
        }
    }
}

fn told(verdict: Result<(), readiness::NotReady>, well: &'static str) -> Response<Full<Bytes>> {
    match verdict {
        Ok(()) => said(StatusCode::OK, well),
        Err(why) => answer(
            StatusCode::SERVICE_UNAVAILABLE,
            PLAIN,
            format!("{why}\n").into(),
        ),
    }
}

fn said(status: StatusCode, text: &'static str) -> Response<Full<Bytes>> {
    answer(status, PLAIN, text.into())
}

fn answer(status: StatusCode, kind: &'static str, body: Bytes) -> Response<Full<Bytes>> {
    let mut answer = Response::new(Full::new(body));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}
