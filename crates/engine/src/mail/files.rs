//! Files sellers attach (actions 4.5).

use liaison_domain::Refusal;
use liaison_domain::access::User;
use liaison_domain::id::FileId;
use liaison_domain::mail::compose::LARGEST_ATTACHMENTS;
use liaison_store::access::users;
use liaison_store::mail::files::{self, File};

use crate::{Engine, Outcome};

/// So many files a user may keep (actions 1.1).
pub const MOST_FILES: usize = 25;
const LONGEST_NAME: usize = 200;

/// Keeps a file to attach.
pub async fn add(
    engine: &Engine,
    user: &User,
    name: &str,
    media_type: &str,
    content: &[u8],
) -> Outcome<File> {
    let name = tidy(name);
    if content.is_empty() {
        return Err(Refusal::AttachmentEmpty { name }.into());
    }
    let size = u64::try_from(content.len()).unwrap_or(u64::MAX);
    if size > LARGEST_ATTACHMENTS {
        return Err(Refusal::AttachmentsTooLarge {
            limit: (LARGEST_ATTACHMENTS / 1024 / 1024).to_string(),
            size: size.div_ceil(1024 * 1024).to_string(),
        }
        .into());
    }
    let now = engine.clock.now();
    let file = File {
        id: FileId(engine.dice.id(now)),
        owner_id: user.id,
        name,
        media_type: media_type
            .chars()
            .filter(char::is_ascii_graphic)
            .take(100)
            .collect(),
        size,
        added_at: now,
    };
    let tx = engine.db.begin().await?;
    users::hold(&tx, user.id).await?;
    if files::of_user(&tx, user.id).await?.len() >= MOST_FILES {
        return Err(Refusal::FilesUsedUp {
            limit: MOST_FILES.to_string(),
        }
        .into());
    }
    files::add(&tx, &file, content).await?;
    tx.commit().await?;
    Ok(file)
}

/// The last part of a path, on one line.
fn tidy(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let plain: String = last
        .chars()
        .filter(|c| !c.is_control())
        .take(LONGEST_NAME)
        .collect();
    match plain.trim() {
        "" => "file".to_owned(),
        name => name.to_owned(),
    }
}
