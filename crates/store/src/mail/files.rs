//! Files to attach, and what is attached to which e-mail.

use jiff::Timestamp;
use liaison_domain::id::{EmailId, FileId, UserId};

use crate::sql::{Fault, Record, Sql, Tx};
use crate::values;

/// A file without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub id: FileId,
    pub owner_id: UserId,
    pub name: String,
    pub media_type: String,
    /// In bytes.
    pub size: u64,
    pub added_at: Timestamp,
}

const COLUMNS: &str =
    "files.id, files.owner_id, files.name, files.media_type, files.size, files.added_at";

fn read(row: &Record) -> Result<File, Fault> {
    Ok(File {
        id: row.get("id")?,
        owner_id: row.get("owner_id")?,
        name: row.get("name")?,
        media_type: row.get("media_type")?,
        size: u64::try_from(row.get::<i64>("size")?).unwrap_or_default(),
        added_at: row.get("added_at")?,
    })
}

pub async fn add(sql: &impl Sql, file: &File, content: &[u8]) -> Result<(), Fault> {
    let text = "insert into files (id, owner_id, name, media_type, size, content, added_at)
                values ($1, $2, $3, $4, $5, $6, $7)";
    let values = values![
        file.id,
        file.owner_id,
        &file.name,
        &file.media_type,
        i64::try_from(file.size).unwrap_or(i64::MAX),
        content,
        file.added_at
    ];
    sql.run(text, values).await?;
    Ok(())
}

/// A user's own files, the newest first.
pub async fn of_user(sql: &impl Sql, user: UserId) -> Result<Vec<File>, Fault> {
    let text =
        format!("select {COLUMNS} from files where owner_id = $1 order by added_at desc, id desc");
    sql.rows(&text, values![user])
        .await?
        .iter()
        .map(read)
        .collect()
}

pub async fn of_email(sql: &impl Sql, email: EmailId) -> Result<Vec<File>, Fault> {
    let text = format!(
        "select {COLUMNS} from files join email_files on email_files.file_id = files.id
         where email_files.email_id = $1 order by email_files.place"
    );
    sql.rows(&text, values![email])
        .await?
        .iter()
        .map(read)
        .collect()
}

pub async fn content(sql: &impl Sql, id: FileId) -> Result<Option<Vec<u8>>, Fault> {
    let row = sql
        .row("select content from files where id = $1", values![id])
        .await?;
    row.map(|row| row.get("content")).transpose()
}

/// What is attached to an e-mail, in this order and nothing else.
pub async fn attach(tx: &Tx, email: EmailId, files: &[FileId]) -> Result<(), Fault> {
    tx.run(
        "delete from email_files where email_id = $1",
        values![email],
    )
    .await?;
    for (place, file) in (0_i64..).zip(files) {
        let text = "insert into email_files (email_id, file_id, place) values ($1, $2, $3)
                    on conflict (email_id, file_id) do nothing";
        tx.run(text, values![email, *file, place]).await?;
    }
    Ok(())
}
