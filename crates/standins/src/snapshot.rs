//! What survives a restart: `salesforce.json`, `mail.json` and `providers.json` under the data folder.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use crate::mail::post::Post;
use crate::provider::offices;
use crate::salesforce::org::Kept;
use crate::state::State;

/// The Salesforce side, with the moment the org was made: records that did not change are generated again from it.
#[derive(Serialize, Deserialize)]
pub struct Salesforce {
    pub born: Timestamp,
    /// Offset of the world's clock in microseconds.
    pub offset: i64,
    pub org: Kept,
}

const PATHS: [&str; 3] = ["salesforce.json", "mail.json", "providers.json"];

/// What an earlier run left, each part `None` at the first start.
pub type Left = (Option<Salesforce>, Option<Post>, Option<offices::Kept>);

/// Reads what an earlier run left.
pub fn load(folder: &Path) -> anyhow::Result<Left> {
    Ok((
        read(&folder.join(PATHS[0]))?,
        read(&folder.join(PATHS[1]))?,
        read(&folder.join(PATHS[2]))?,
    ))
}

fn read<T: DeserializeOwned>(path: &Path) -> anyhow::Result<Option<T>> {
    match std::fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .map(Some)
            .with_context(|| format!("reading {}", path.display())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("reading {}", path.display())),
    }
}

/// Writes everything down; a crash in between leaves the older files whole.
pub fn save(state: &State, folder: &Path, born: Timestamp) -> anyhow::Result<()> {
    let offset = state
        .clock
        .offset()
        .load(std::sync::atomic::Ordering::Relaxed);
    let kept = Salesforce {
        born,
        offset,
        org: state.org().keep(),
    };
    let texts = [
        serde_json::to_vec(&kept)?,
        serde_json::to_vec(&*state.post())?,
        serde_json::to_vec(&state.offices.keep())?,
    ];
    for (name, text) in PATHS.iter().zip(texts) {
        let fresh = folder.join(format!("{name}.new"));
        std::fs::write(&fresh, text)?;
        std::fs::rename(&fresh, folder.join(name))?;
    }
    Ok(())
}

/// Saves soon after changes until `stop` turns true; saving never takes more than a tenth of the time.
pub async fn keep_saving(
    state: Arc<State>,
    folder: std::path::PathBuf,
    born: Timestamp,
    mut stop: watch::Receiver<bool>,
) {
    let mut pause = Duration::from_millis(200);
    loop {
        tokio::select! {
            () = state.keep_bell.notified() => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
        tokio::time::sleep(pause).await;
        let began = Instant::now();
        let (state, folder) = (Arc::clone(&state), folder.clone());
        let saved = tokio::task::spawn_blocking(move || save(&state, &folder, born)).await;
        if let Ok(Err(error)) = saved {
            tracing::warn!(%error, "the pretend world could not be saved");
        }
        pause = Duration::from_millis(200).max(began.elapsed() * 10);
    }
}
