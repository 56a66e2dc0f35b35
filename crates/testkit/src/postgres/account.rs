//! Whom a server runs as: ourselves, or, since PostgreSQL refuses root, somebody without rights.

use std::os::unix::fs::chown;
use std::path::Path;
use std::process::Command;

pub(super) struct Account {
    /// User and group to change to; `None` when we are not root.
    becomes: Option<(u32, u32)>,
}

impl Account {
    pub(super) fn suitable() -> Self {
        let is_root = number(&["-u"]) == Some(0);
        let becomes = is_root.then(|| {
            ["postgres", "nobody"]
                .into_iter()
                .find_map(|name| Some((number(&["-u", name])?, number(&["-g", name])?)))
                .expect("PostgreSQL refuses root, and there is neither `postgres` nor `nobody`")
        });
        Self { becomes }
    }

    /// Hands a folder over.
    pub(super) fn take(&self, folder: &Path) {
        if let Some((user, group)) = self.becomes {
            chown(folder, Some(user), Some(group)).expect("the folder cannot be handed over");
        }
    }

    /// What goes before a command line; nothing when it runs as ourselves.
    pub(super) fn prefix(&self) -> Vec<String> {
        self.becomes.map_or_else(Vec::new, |(user, group)| {
            vec![
                "setpriv".into(),
                format!("--reuid={user}"),
                format!("--regid={group}"),
                "--clear-groups".into(),
            ]
        })
    }
}

/// A number `id` answers with; `None` when it knows no such account.
fn number(question: &[&str]) -> Option<u32> {
    let output = Command::new("id").args(question).output().expect("id");
    String::from_utf8_lossy(&output.stdout).trim().parse().ok()
}
