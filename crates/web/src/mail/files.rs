//! Uploading files to attach.

use axum::extract::Multipart;
use axum::response::IntoResponse;
use liaison_domain::Refusal;
use liaison_engine::mail::files;
use serde_json::json;

use super::compose_form::size;
use crate::access::safe_next;
use crate::respond::{Answer, go};
use crate::visitor::Seller;

/// Keeps every file that was chosen. A script gets them as JSON; a form goes back to where it was.
pub(crate) async fn upload(member: Seller, mut fields: Multipart) -> Answer {
    let engine = &member.visitor.app.engine;
    let mut kept = Vec::new();
    let mut next = "/email".to_owned();
    while let Some(field) = fields.next_field().await.map_err(|_| Refusal::BadForm)? {
        match field.name() {
            Some("next") => {
                let text = field.text().await.map_err(|_| Refusal::BadForm)?;
                if text.starts_with("/email/") {
                    next = safe_next(&text).to_owned();
                }
            }
            Some("file") => {
                let name = field.file_name().unwrap_or_default().to_owned();
                let kind = field.content_type().unwrap_or_default().to_owned();
                let content = field.bytes().await.map_err(|_| Refusal::BadForm)?;
                kept.push(files::add(engine, &member.user, &name, &kind, &content).await?);
            }
            _ => {}
        }
    }
    if !member.visitor.wants_json {
        return Ok(go(&next));
    }
    let files: Vec<_> = kept
        .into_iter()
        .map(|file| json!({ "id": file.id, "name": file.name, "size": size(&member, file.size) }))
        .collect();
    Ok(axum::Json(json!({ "files": files })).into_response())
}
