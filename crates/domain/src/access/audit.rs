//! What the audit log remembers.

macro_rules! actions {
    ($($name:ident => $code:literal),+ $(,)?) => {
        /// Something an admin, a user or the operator did that somebody may ask about later.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum AuditAction { $($name),+ }

        impl AuditAction {
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }
        }
    };
}

actions! {
    FirstAdminCreated => "first-admin.created",
    UserInvited => "user.invited",
    InvitationResent => "invitation.resent",
    InvitationRevoked => "invitation.revoked",
    UserActivated => "user.activated",
    RoleChanged => "user.role-changed",
    UserDeactivated => "user.deactivated",
    UserReactivated => "user.reactivated",
    UserUnlocked => "user.unlocked",
    PasswordChanged => "user.password-changed",
    SessionsEnded => "user.sessions-ended",
    LoginModeChanged => "instance.login-mode-changed",
    ConnectionAppChanged => "instance.connection-app-changed",
    SalesforceSyncChanged => "instance.salesforce-sync-changed",
    OrganisationSet => "instance.organisation-set",
    PanelSecretMade => "instance.panel-secret-made",
    PanelChanged => "instance.panel-changed",
    DomainBlocked => "instance.domain-blocked",
    DomainUnblocked => "instance.domain-unblocked",
    SalesforceConnected => "user.salesforce-connected",
    SalesforceDisconnected => "user.salesforce-disconnected",
    MailboxConnected => "user.mailbox-connected",
    MailboxDisconnected => "user.mailbox-disconnected",
    IdentityAdded => "user.identity-added",
    IdentityConfirmed => "user.identity-confirmed",
    IdentityMadeDefault => "user.identity-made-default",
    IdentityUnconfirmed => "user.identity-unconfirmed",
    TeamServerChanged => "instance.team-server-changed",
    TeamServerRemoved => "instance.team-server-removed",
    DkimKeysMade => "instance.dkim-keys-made",
    DkimKeysUsed => "instance.dkim-keys-used",
    DkimKeysRetired => "instance.dkim-keys-retired",
    DkimKeysRemoved => "instance.dkim-keys-removed",
    TrackingChanged => "instance.tracking-changed",
    UnsubscribeMessageChanged => "instance.unsubscribe-message-changed",
    ChannelChosen => "user.channel-chosen",
    IdentityRemoved => "user.identity-removed",
}
