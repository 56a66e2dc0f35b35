//! What may be asked for, and what was granted.

/// Scopes by name (contracts 5.1). Those of Graph and those for IMAP and SMTP belong to different
/// resources and cannot stand in one access token.
pub mod scope {
    pub const OPENID: &str = "openid";
    /// Brings `oid` and `preferred_username` into the id_token.
    pub const PROFILE: &str = "profile";
    pub const EMAIL: &str = "email";
    /// Brings a refresh token.
    pub const OFFLINE: &str = "offline_access";
    pub const USER_READ: &str = "User.Read";
    pub const MAIL_SEND: &str = "Mail.Send";
    pub const MAIL_READ: &str = "Mail.Read";
    /// Drafts need it, and sends go through drafts.
    pub const MAIL_READ_WRITE: &str = "Mail.ReadWrite";
    pub const IMAP: &str = "https://outlook.office.com/IMAP.AccessAsUser.All";
    pub const SMTP: &str = "https://outlook.office.com/SMTP.Send";
}

/// Those of `wanted` that `granted` lacks. Graph's come back with or without its address in front and
/// in any case; the four of sign-in are not always listed and show by their effect.
pub(super) fn missing<'a>(wanted: &[&'a str], granted: &[String]) -> Vec<&'a str> {
    let bare = |name: &str| {
        let name = name.to_ascii_lowercase();
        let graph = name.strip_prefix("https://graph.microsoft.com/");
        graph.unwrap_or(&name).to_owned()
    };
    let granted: Vec<_> = granted.iter().map(|g| bare(g)).collect();
    let of_sign_in = [scope::OPENID, scope::PROFILE, scope::EMAIL, scope::OFFLINE];
    wanted
        .iter()
        .copied()
        .filter(|name| !of_sign_in.contains(name) && !granted.contains(&bare(name)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_come_back_in_several_dresses() {
        let granted = ["mail.send", "https://graph.microsoft.com/User.Read"].map(str::to_owned);
        let wanted = [
            scope::OFFLINE,
            scope::MAIL_SEND,
            scope::USER_READ,
            scope::MAIL_READ_WRITE,
        ];
        assert_eq!(missing(&wanted, &granted), [scope::MAIL_READ_WRITE]);
        assert_eq!(missing(&[scope::SMTP], &granted), [scope::SMTP]);
    }
}
