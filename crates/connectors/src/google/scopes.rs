//! What may be asked for, and what was granted.

/// Scopes by name (contracts 4.1).
pub mod scope {
    pub const OPENID: &str = "openid";
    pub const EMAIL: &str = "email";
    /// Sending, nothing else; sensitive.
    pub const SEND: &str = "https://www.googleapis.com/auth/gmail.send";
    /// Headers and labels; restricted. Searching and bodies need [`READ`].
    pub const METADATA: &str = "https://www.googleapis.com/auth/gmail.metadata";
    /// Reading; restricted.
    pub const READ: &str = "https://www.googleapis.com/auth/gmail.readonly";
    /// Reading, sending, labels; restricted.
    pub const MODIFY: &str = "https://www.googleapis.com/auth/gmail.modify";
    /// Aliases and signatures; restricted.
    pub const SETTINGS: &str = "https://www.googleapis.com/auth/gmail.settings.basic";
    /// Everything, and the only one for IMAP and SMTP; restricted.
    pub const MAIL: &str = "https://mail.google.com/";
}

/// Those of `wanted` that `granted` lacks. Google answers some by a longer name.
pub(super) fn missing<'a>(wanted: &[&'a str], granted: &[String]) -> Vec<&'a str> {
    let has = |name: &str| {
        let long = match name {
            scope::EMAIL => "https://www.googleapis.com/auth/userinfo.email",
            "profile" => "https://www.googleapis.com/auth/userinfo.profile",
            other => other,
        };
        granted.iter().any(|g| g == name || g == long)
    };
    wanted.iter().copied().filter(|name| !has(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unticked_scopes_are_missed() {
        let granted = [
            "openid".to_owned(),
            "https://www.googleapis.com/auth/userinfo.email".to_owned(),
            scope::SEND.to_owned(),
        ];
        let wanted = [scope::OPENID, scope::EMAIL, scope::SEND, scope::READ];
        assert_eq!(missing(&wanted, &granted), [scope::READ]);
        assert_eq!(missing(&[scope::EMAIL], &[]), [scope::EMAIL]);
    }
}
