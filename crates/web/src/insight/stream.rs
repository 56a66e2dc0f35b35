//! The feed as it happens: Server-Sent Events, each a row. Ids are the numbers of the events, so that a
//! browser that comes again goes on after the last one it has.

use std::time::Duration;

use askama::Template;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use liaison_engine::insight::feed::{self, Stream};
use liaison_store::insight::events;
use tokio::sync::watch;

use super::feed::FeedQuery;
use super::row::{Reader, Row};
use crate::forms::Query;
use crate::respond::Answer;
use crate::visitor::{Member, Seller};

/// Something is sent at least this often, so that nobody between us takes the line for dead.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// The number of the last event a browser has, when it comes again.
const LAST_EVENT: HeaderName = HeaderName::from_static("last-event-id");

pub(crate) async fn stream(
    seller: Seller,
    Query(query): Query<FeedQuery>,
    headers: HeaderMap,
) -> Answer {
    let engine = &seller.visitor.app.engine;
    let resumed = headers
        .get(LAST_EVENT)
        .and_then(|v| v.to_str().ok()?.parse().ok());
    let after = match resumed.or(query.after) {
        Some(seq) => seq,
        None => events::last(&engine.db).await?,
    };
    let (user, session) = (seller.user.id, seller.session.id);
    let feed = feed::stream(engine, user, session, query.wanted(), after).await?;
    let sending = Sending {
        ending: engine.insight.ending(),
        member: seller.0,
        feed,
        has_begun: false,
    };
    let body = Body::from_stream(futures::stream::unfold(sending, Sending::go_on));
    let says = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/event-stream"),
        ),
        (
            HeaderName::from_static("x-accel-buffering"),
            HeaderValue::from_static("no"),
        ),
    ];
    let answer: Response = (says, body).into_response();
    Ok(answer)
}

struct Sending {
    member: Member,
    feed: Stream,
    ending: watch::Receiver<bool>,
    has_begun: bool,
}

impl Sending {
    /// The next piece, and how it goes on; none at the end.
    async fn go_on(mut self) -> Option<(Result<Bytes, std::convert::Infallible>, Self)> {
        if !self.has_begun {
            self.has_begun = true;
            return Some((Ok(Bytes::from_static(b"retry: 1000\n\n")), self));
        }
        // Given up half-way, `next` loses nothing.
        let next = tokio::select! {
            next = tokio::time::timeout(HEARTBEAT, self.feed.next()) => next,
            _ = self.ending.wait_for(|is_ending| *is_ending) => return None,
        };
        let piece = match next {
            Err(_) => ": \n\n".to_owned(),
            Ok(Ok(told)) => {
                let told = told?;
                let row = Row::of(&told, 1, self.reader());
                event(told.event.seq, &row.render().unwrap_or_default())
            }
            Ok(Err(error)) => {
                tracing::error!(%error, "a stream broke");
                return None;
            }
        };
        Some((Ok(Bytes::from(piece)), self))
    }

    fn reader(&self) -> Reader<'_> {
        Reader {
            t: self.member.t(),
            zone: &self.member.user.time_zone,
            now: self.member.visitor.app.engine.clock.now(),
        }
    }
}

fn event(id: i64, html: &str) -> String {
    let mut text = format!("id: {id}\nevent: row\n");
    // A line end is one for browsers in each of its three ways.
    for line in html.trim_end().replace("\r\n", "\n").split(['\r', '\n']) {
        text.push_str("data: ");
        text.push_str(line);
        text.push('\n');
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stay_in_their_event() {
        let text = event(7, "<li>\n\nid: 9\rid: 10</li>\r\n");
        assert_eq!(
            text,
            "id: 7\nevent: row\ndata: <li>\ndata: \ndata: id: 9\ndata: id: 10</li>\n\n"
        );
    }
}
