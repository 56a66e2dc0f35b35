//! Following the pretend world's clock from another process.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use anyhow::{Context, bail};
use liaison_connectors::outbound::{Outbound, OutboundPolicy, Request};
use liaison_engine::Clock;
use url::Url;

const LOOK_EVERY: Duration = Duration::from_millis(200);

/// A clock that follows `GET {url}/clock`. Only a clock on this machine may move the product's time.
pub(crate) async fn follow(url: Url) -> anyhow::Result<Clock> {
    if !matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]")) {
        bail!("--demo-clock takes a loopback address only");
    }
    let outbound = Outbound::new(OutboundPolicy {
        allow_private: true,
        ..OutboundPolicy::default()
    })?;
    let url = url.join("clock")?;
    let offset = Arc::new(AtomicI64::new(
        read(&outbound, &url)
            .await
            .context("--demo-clock does not answer")?,
    ));
    let moved = offset.clone();
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            // A world that has ended keeps its last time.
            if let Ok(now) = read(&outbound, &url).await {
                moved.store(now, Ordering::Relaxed);
            }
        }
    });
    Ok(Clock::with_offset(offset))
}

async fn read(outbound: &Outbound, url: &Url) -> anyhow::Result<i64> {
    let answer = outbound.http(Request::get(url.clone())).await?;
    let body: serde_json::Value = serde_json::from_slice(&answer.body)?;
    body["offset_micros"]
        .as_i64()
        .context("no offset_micros in the answer")
}
