//! Folders and settings of a mailbox.

use serde_json::{Value, json};

use super::graph::{Answer, Graph};
use super::refusal::Refusal;
use super::{ids, query};

fn all(call: &Graph) -> Vec<Value> {
    call.state.at_mailbox(&call.user.email, |post, _| {
        let folders = post.mailbox_or_new(&call.user.email).folders.iter();
        folders
            .map(|folder| {
                let unread = folder.messages.iter().filter(|message| !message.flags.contains("\\Seen")).count();
                json!({
                    "id": ids::folder(&folder.name), "displayName": ids::display_name(&folder.name), "parentFolderId": ids::folder("root"), "childFolderCount": 0,
                    "unreadItemCount": unread, "totalItemCount": folder.messages.len(), "isHidden": false,
                })
            })
            .collect()
    })
}

pub fn list(call: &Graph) -> Answer {
    let all = all(call);
    Ok((
        200,
        query::page(call.incoming, call.base, "users('me')/mailFolders", all)?,
    ))
}

pub fn get(call: &Graph, folder: &str) -> Answer {
    let name = ids::folder_name(folder).ok_or_else(Refusal::not_found)?;
    let id = ids::folder(&name);
    let found = all(call)
        .into_iter()
        .find(|folder| folder["id"] == id.as_str());
    Ok((200, found.ok_or_else(Refusal::not_found)?))
}

pub fn settings(call: &Graph) -> Answer {
    let language = match call.user.language.as_str() {
        "fr" => json!({ "locale": "fr-FR", "displayName": "français (France)" }),
        "sv" => json!({ "locale": "sv-SE", "displayName": "svenska (Sverige)" }),
        _ => json!({ "locale": "en-GB", "displayName": "English (United Kingdom)" }),
    };
    Ok((
        200,
        json!({ "timeZone": "W. Europe Standard Time", "language": language, "automaticRepliesSetting": { "status": "disabled" } }),
    ))
}
