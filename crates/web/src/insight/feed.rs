//! The live feed (actions 13).

use askama::Template;
use axum::response::{IntoResponse, Response};
use http::header;
use liaison_domain::insight::FeedFilter;
use liaison_engine::insight::feed;
use liaison_store::insight::{events, feed as store};
use serde::Deserialize;
use serde_json::json;

use super::row::{Reader, Row, rows};
use crate::forms::Query;
use crate::page::Page;
use crate::respond::{Answer, html};
use crate::visitor::Seller;

const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "insight/feed.html")]
struct FeedPage {
    page: Page,
    rows: Vec<Row>,
    query: FeedQuery,
    /// The address of the next page, where there is one.
    older: Option<String>,
    /// Where the stream begins; none on older pages.
    live: Option<String>,
}

impl FeedPage {
    fn filters(&self) -> &'static [FeedFilter] {
        FeedFilter::ALL
    }
}

/// What the feed is narrowed to; nothing chosen is everything.
#[derive(Debug, Deserialize, Default)]
pub(crate) struct FeedQuery {
    opens: Option<String>,
    clicks: Option<String>,
    replies: Option<String>,
    bounces: Option<String>,
    unsubscribes: Option<String>,
    tasks: Option<String>,
    machines: Option<String>,
    /// A page from before this event on.
    before: Option<i64>,
    /// The stream from after this event on.
    pub after: Option<i64>,
}

impl FeedQuery {
    fn has(&self, filter: &FeedFilter) -> bool {
        let field = match filter {
            FeedFilter::Opens => &self.opens,
            FeedFilter::Clicks => &self.clicks,
            FeedFilter::Replies => &self.replies,
            FeedFilter::Bounces => &self.bounces,
            FeedFilter::Unsubscribes => &self.unsubscribes,
            FeedFilter::Tasks => &self.tasks,
        };
        field.is_some()
    }

    fn chosen(&self) -> Vec<FeedFilter> {
        FeedFilter::ALL
            .iter()
            .copied()
            .filter(|f| self.has(f))
            .collect()
    }

    fn shows_machines(&self) -> bool {
        self.machines.is_some()
    }

    fn is_narrowed(&self) -> bool {
        !self.chosen().is_empty()
    }

    pub fn wanted(&self) -> store::Wanted {
        feed::wanted(&self.chosen(), self.shows_machines())
    }

    /// The same choice with one more field, as a query.
    fn with(&self, name: &str, value: i64) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for filter in self.chosen() {
            query.append_pair(filter.code(), "1");
        }
        if self.shows_machines() {
            query.append_pair("machines", "1");
        }
        query.append_pair(name, &value.to_string()).finish()
    }
}

pub(crate) async fn show(seller: Seller, Query(query): Query<FeedQuery>) -> Answer {
    let engine = &seller.visitor.app.engine;
    // Looked up first: whatever comes after it comes by the stream.
    let last = events::last(&engine.db).await?;
    let before = query.before.unwrap_or(i64::MAX);
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX) + 1;
    let wanted = query.wanted();
    let mut told = store::page(&engine.db, seller.user.id, &wanted, before, limit).await?;
    let is_more = told.len() > PAGE;
    told.truncate(PAGE);
    let is_first = query.before.is_none();
    if is_first {
        feed::looked(engine, seller.user.id, last).await?;
    }
    let reader = Reader {
        t: seller.t(),
        zone: &seller.user.time_zone,
        now: engine.clock.now(),
    };
    let newest = told.first().map_or(last, |told| told.event.seq.max(last));
    let view = match (told.is_empty(), query.is_narrowed()) {
        (false, _) => "feed:list",
        (true, false) => "feed:empty",
        (true, true) => "feed:nothing-found",
    };
    let oldest = told.last().filter(|_| is_more).map(|told| told.event.seq);
    Ok(html(&FeedPage {
        page: Page::at(&seller, "feed", view),
        rows: rows(&told, reader),
        older: oldest.map(|seq| format!("/feed?{}", query.with("before", seq))),
        live: is_first.then(|| format!("/feed/stream?{}", query.with("after", newest))),
        query,
    }))
}

/// For the bell: how much there is that was not looked at.
pub(crate) async fn count(seller: Seller) -> Answer {
    let number = feed::unseen(&seller.visitor.app.engine, seller.user.id).await?;
    let shown = match number {
        feed::BELL.. => format!("{}+", feed::BELL - 1),
        number => number.to_string(),
    };
    let label = seller.t().count("feed-unseen", number);
    let body = json!({ "count": number, "shown": shown, "label": label });
    let answer: Response = (
        [(header::CONTENT_TYPE, "application/json")],
        body.to_string(),
    )
        .into_response();
    Ok(answer)
}
