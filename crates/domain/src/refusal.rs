//! Every sentence that says no.
//!
//! A refusal has a stable code for support; the texts (`web/locales/*/refusals.ftl`) say for each
//! code what happened, why, and what to do next. A test fails when one has no text.

use serde::{Deserialize, Serialize};

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident $({ $($fact:ident),+ })? => $code:literal),+ $(,)?) => {
        /// Why something was not done. The facts are filled into the sentence.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Refusal {
            $($(#[$doc])* $name $({ $($fact: String),+ })?,)+
        }

        impl Refusal {
            /// Every code there is.
            pub const CODES: &'static [&'static str] = &[$($code),+];

            /// The stable code: shown to people for support and used in problem JSON.
            pub fn code(&self) -> &'static str {
                match self { $(Self::$name $({ $($fact: _),+ })? => $code),+ }
            }

            /// What the sentence names: fields, lines, limits, counterparts.
            pub fn facts(&self) -> Vec<(&'static str, &str)> {
                match self { $(Self::$name $({ $($fact),+ })? => vec![$($((stringify!($fact), $fact.as_str())),+)?]),+ }
            }
        }
    };
}

refusals! {
    // --- who may
    /// Nobody is signed in here.
    NotSignedIn => "not-signed-in",
    /// There is no such thing, or not for this person.
    NotFound => "not-found",
    /// The request came from another site's page.
    CrossSite => "cross-site",
    /// The form arrived damaged.
    BadForm => "bad-form",

    // --- links we hand out
    LinkUnknown => "link-unknown",
    LinkUsed => "link-used",
    LinkExpired => "link-expired",
    LinkRevoked => "link-revoked",

    // --- activation (administration 5.10, 5.16)
    /// The Salesforce login has another e-mail address than the one invited.
    AddressDiffers { invited, salesforce } => "address-differs",
    /// Salesforce has not verified that the address belongs to its user.
    AddressNotVerified { salesforce } => "address-not-verified",
    /// The profile lacks "API Enabled".
    ApiDisabled { salesforce } => "api-disabled",
    /// The person pressed Deny.
    ConsentDenied => "consent-denied",
    /// An admin must install the app in the Salesforce organisation first.
    AppNotInstalled => "app-not-installed",
    /// The login belongs to another Salesforce organisation than the instance's.
    OtherOrganisation => "other-organisation",
    /// No admin has connected the instance to an organisation yet.
    OrganisationNotSet => "organisation-not-set",
    /// Client id and secret for Salesforce are not set.
    SalesforceNotSetUp => "salesforce-not-set-up",
    /// That Salesforce user already belongs to somebody else here.
    SalesforceTaken => "salesforce-taken",
    /// The way back from the login page was not the one this browser started.
    AttemptUnknown => "attempt-unknown",
    /// A Salesforce login that belongs to no active user here.
    SalesforceUnknownUser { salesforce } => "salesforce-unknown-user",

    // --- Salesforce as a counterpart
    SalesforceUnreachable { detail } => "salesforce-unreachable",
    /// The connection no longer works: its owner must connect again.
    SalesforceReconnect => "salesforce-reconnect",
    SalesforceClientId => "salesforce-client-id",
    SalesforceClientSecret => "salesforce-client-secret",
    SalesforceRedirect { redirect } => "salesforce-redirect",
    SalesforceRefused { detail } => "salesforce-refused",
    SalesforceBusy => "salesforce-busy",
    SalesforceHost { host } => "salesforce-host",

    // --- the sync with Salesforce (administration 6.6, 6.7)
    CrmSubjectEmpty => "crm-subject-empty",
    /// The subject template names a field there is not.
    CrmSubjectField { field } => "crm-subject-field",
    /// The most calls a day are no number, or none.
    CrmCallsCap => "crm-calls-cap",
    /// E-mails are logged, but neither to leads nor to contacts.
    CrmNoObject => "crm-no-object",
    /// An Email-to-Salesforce address that is none.
    CrmBccAddress { address } => "crm-bcc-address",
    /// Nobody here has a connection to Salesforce that works.
    CrmNobodyConnected => "crm-nobody-connected",

    // --- Google and Microsoft as counterparts
    ProviderNotSetUp { provider } => "provider-not-set-up",
    ProviderClient { provider } => "provider-client",
    ProviderRedirect { provider, redirect } => "provider-redirect",
    ProviderUnreachable { provider, detail } => "provider-unreachable",
    ProviderRefused { provider, detail } => "provider-refused",

    // --- sign-in
    /// Address or password is wrong, or the password rests; deliberately not said which.
    WrongPassword => "wrong-password",
    /// The account's access has ended.
    AccessEnded => "access-ended",

    // --- passwords and forms
    PasswordTooShort { least } => "password-too-short",
    PasswordCommon => "password-common",
    PasswordsDiffer => "passwords-differ",
    AddressMalformed { address } => "address-malformed",
    NameMissing => "name-missing",
    TimeZoneUnknown { zone } => "time-zone-unknown",
    NothingToInvite => "nothing-to-invite",
    TooLong { field, limit } => "too-long",

    // --- administration
    LastAdmin => "last-admin",
    NotPending { address } => "not-pending",
    StateChanged => "state-changed",

    // --- mailboxes
    MailboxPassword { host } => "mailbox-password",
    MailboxUnreachable { host, detail } => "mailbox-unreachable",
    MailboxCertificate { host } => "mailbox-certificate",
    MailboxNoTls { host } => "mailbox-no-tls",
    MailboxPrivate { host } => "mailbox-private",
    MailboxHost { host } => "mailbox-host",
    MailboxPort => "mailbox-port",
    MailboxSending { host, detail } => "mailbox-sending",
    MailboxAppPassword { host } => "mailbox-app-password",
    /// No admin has entered the provider's app.
    MailboxNotOffered { provider } => "mailbox-not-offered",
    /// The mailbox has an address that is not one of the person's own (administration 5.10).
    MailboxAddressDiffers { wanted, mailbox } => "mailbox-address-differs",
    /// The person pressed Cancel on the provider's page, or unticked something that is needed.
    MailboxConsentDenied { provider } => "mailbox-consent-denied",
    /// An admin of the organisation must agree to the app first.
    MailboxAdminConsent { provider } => "mailbox-admin-consent",
    /// The account has no mailbox at the provider.
    MailboxMissing { provider, address } => "mailbox-missing",
    /// The provider no longer takes our token or password: the owner must connect again.
    MailboxReconnect { address } => "mailbox-reconnect",
    MailboxBusy { address } => "mailbox-busy",
    /// The mailbox did not take a mail, and never will.
    MailboxSendRefused { address, detail } => "mailbox-send-refused",
    /// Other servers refuse what is sent from it: it rests for an hour (quality "Mail").
    MailboxPaused { address, detail } => "mailbox-paused",
    /// Its provider or its server gives no answer; what is to leave waits.
    MailboxAway { address, detail } => "mailbox-away",
    /// The test message left but has not arrived.
    MailboxTestUnseen { address } => "mailbox-test-unseen",
    /// Nobody can tell whether the test message was sent.
    MailboxTestUnknown { address } => "mailbox-test-unknown",

    // --- the team's server (actions 3.2)
    TeamServerPassword { host } => "team-server-password",
    TeamServerCertificate { host } => "team-server-certificate",
    TeamServerNoTls { host } => "team-server-no-tls",
    /// The host is on a private network, which the operator has not allowed.
    TeamServerPrivate { host } => "team-server-private",
    TeamServerUnreachable { host, detail } => "team-server-unreachable",
    /// It answers, but does not take mail from us.
    TeamServerTrouble { host, detail } => "team-server-trouble",
    TeamServerBusy { host } => "team-server-busy",
    /// The server itself does not let this address send.
    TeamServerSenderRefused { host, address, detail } => "team-server-sender-refused",
    /// The server took neither this mail nor will it ever.
    TeamServerMailRefused { host, detail } => "team-server-mail-refused",
    /// Gmail's or Microsoft's: a mailbox to connect.
    TeamServerIsMailbox { host } => "team-server-is-mailbox",
    TeamServerSendersMissing => "team-server-senders-missing",
    TeamServerSenderMalformed { sender } => "team-server-sender-malformed",
    /// A domain where anybody gets a mailbox.
    TeamServerDomainPublic { domain } => "team-server-domain-public",
    /// A user name without a password.
    TeamServerPasswordMissing => "team-server-password-missing",
    /// The kept password is not shown to another server.
    TeamServerPasswordAgain { host } => "team-server-password-again",
    /// The address to try with is not among those listed.
    TeamServerTriesOutsider { address } => "team-server-tries-outsider",
    /// The admin has not listed the identity's address.
    TeamServerNotYours { address, senders } => "team-server-not-yours",
    /// It was there when the mail was planned.
    TeamServerGone => "team-server-gone",

    // --- DKIM keys
    DkimSelectorMalformed { selector } => "dkim-selector-malformed",
    DkimSelectorTaken { selector, domain } => "dkim-selector-taken",
    /// Mail is signed with them.
    DkimKeysInUse { selector } => "dkim-keys-in-use",

    // --- e-mails sellers write
    EmailNoSubject => "email-no-subject",
    /// The person has no address.
    EmailNoAddress { person } => "email-no-address",
    EmailUnsubscribed { address } => "email-unsubscribed",
    /// The address has refused an e-mail for good.
    EmailBouncedBefore { address } => "email-bounced-before",
    EmailDomainBlocked { address } => "email-domain-blocked",
    /// Fields without a value for this person and without a default.
    EmailFieldEmpty { fields } => "email-field-empty",
    EmailFieldUnknown { fields } => "email-field-unknown",
    EmailPromptLeft { prompt } => "email-prompt-left",
    /// The mailbox sends as its own address only.
    EmailFromOtherMailbox { address, mailbox } => "email-from-other-mailbox",
    /// No mailbox is connected to send from.
    EmailMailboxGone { address } => "email-mailbox-gone",
    EmailNoMailbox => "email-no-mailbox",
    EmailTooManyCopies { limit } => "email-too-many-copies",
    EmailTooManyPeople { limit, chosen } => "email-too-many-people",
    /// Somebody else in the same batch has the address.
    EmailSameAddress { address } => "email-same-address",
    EmailNobodyLeft => "email-nobody-left",
    EmailTimePast => "email-time-past",
    EmailTimeUnreadable { time } => "email-time-unreadable",
    /// It has left, or is leaving: too late to take it back.
    EmailHasLeft => "email-has-left",
    EmailCannotBeDeleted => "email-cannot-be-deleted",
    EmailDayUsedUp { limit } => "email-day-used-up",
    AttachmentsTooLarge { limit, size } => "attachments-too-large",
    AttachmentEmpty { name } => "attachment-empty",
    FilesUsedUp { limit } => "files-used-up",
    /// Nobody can tell whether the e-mail was sent.
    EmailUnknown { address } => "email-unknown",
    /// The recipient's server said no.
    EmailBounced { address, detail } => "email-bounced",
    TemplateNameMissing => "template-name-missing",
    CategoryTaken { name } => "category-taken",
    CategoryNotEmpty { name } => "category-not-empty",
    /// So many a user may pin.
    PinnedLimit { limit } => "pinned-limit",

    // --- identities
    IdentityNameMissing => "identity-name-missing",
    IdentityKnown { address } => "identity-known",
    /// So many a user may have.
    IdentityLimit { limit } => "identity-limit",
    IdentityNotConfirmed { address } => "identity-not-confirmed",
    IdentityIsDefault { address } => "identity-is-default",
    /// The person's mailbox sends as this address.
    IdentityHasMailbox { address } => "identity-has-mailbox",
    /// The last confirmation mail left a moment ago.
    ConfirmationTooSoon { address } => "confirmation-too-soon",
    /// Mails to too many addresses within an hour.
    ConfirmationsUsedUp { limit } => "confirmations-used-up",
    /// The operator has set up no relay for our own mails.
    MailNotSetUp => "mail-not-set-up",
    AddressLinkUnknown => "address-link-unknown",
    AddressLinkUsed => "address-link-used",
    AddressLinkExpired => "address-link-expired",
    /// Another user has confirmed it. Said only to whoever opens the link in the mail.
    AddressTaken { address } => "address-taken",

    // --- people and their records
    PersonNameMissing => "person-name-missing",
    /// Somebody with this address is known already.
    PersonKnown { address } => "person-known",
    ReasonMissing => "reason-missing",
    /// Nobody was chosen for what was to be done with them.
    NobodyChosen => "nobody-chosen",
    DomainMalformed { domain } => "domain-malformed",
    /// The person has no Salesforce connection of their own.
    CrmNotConnected => "crm-not-connected",
    /// Salesforce shows no such record to this seller.
    CrmNoAccess => "crm-no-access",
    CrmDeleted => "crm-deleted",

    // --- the panel in Salesforce: which of its conditions fails (contracts 2.7)
    /// No admin has made the secret yet.
    PanelNotSetUp => "panel-not-set-up",
    PanelProofWrong => "panel-proof-wrong",
    PanelProofOld => "panel-proof-old",
    PanelProofUsed => "panel-proof-used",
    /// The proof comes from another organisation than ours.
    PanelOrganisation => "panel-organisation",
    /// The Salesforce user has no account here, or has not activated it.
    PanelUserUnknown => "panel-user-unknown",

    // --- tasks and calls
    TaskNameMissing => "task-name-missing",
    TaskDayMissing => "task-day-missing",
    /// Its completing is what the campaign waits for.
    TaskOfCampaign => "task-of-campaign",
    /// A day or a time that is none.
    TimeMalformed => "time-malformed",
    PersonMissing => "person-missing",
    CallDuration => "call-duration",
    CallOutcomeMissing => "call-outcome-missing",
    CallReasonMissing => "call-reason-missing",
    ChoiceMissing => "choice-missing",
    ChoiceKnown { name } => "choice-known",
    ChoiceLimit { limit } => "choice-limit",

    // --- sales campaigns (actions 9)
    CampaignNameMissing => "campaign-name-missing",
    /// Somebody else's.
    CampaignNotYours => "campaign-not-yours",
    /// Its steps stay as they are while people run in it.
    CampaignRunning { people } => "campaign-running",
    /// Something in its steps keeps it from being started.
    CampaignNotReady => "campaign-not-ready",
    LaunchTooMany { people, limit } => "launch-too-many",
    LaunchesUsedUp { limit } => "launches-used-up",
    LaunchNobody => "launch-nobody",
    LaunchInPast => "launch-in-past",
    // --- tracking and unsubscribing
    /// A link of a mail that was altered or cut short, or is none of ours.
    TrackedLinkUnknown => "tracked-link-unknown",
    /// The same of a link to unsubscribe, or its e-mail is gone.
    UnsubscribeLinkUnknown => "unsubscribe-link-unknown",
    CountryUnknown { country } => "country-unknown",
    /// Not an address links could begin with.
    TrackingBase { base } => "tracking-base",
    TrackingBaseUnreachable { base, detail } => "tracking-base-unreachable",
    /// Somebody answers there, but it is not this instance.
    TrackingBaseOther { base } => "tracking-base-other",
}

impl Refusal {
    /// Whether it keeps everybody's mail from leaving by the team's server, and not one mail or one sender.
    pub fn is_about_team_server(&self) -> bool {
        matches!(
            self,
            Self::TeamServerPassword { .. }
                | Self::TeamServerCertificate { .. }
                | Self::TeamServerNoTls { .. }
                | Self::TeamServerPrivate { .. }
                | Self::TeamServerUnreachable { .. }
                | Self::TeamServerTrouble { .. }
                | Self::TeamServerBusy { .. }
        )
    }

    /// Whether the same may succeed later although the person it is said to does nothing.
    pub fn passes_by_itself(&self) -> bool {
        matches!(
            self,
            Self::SalesforceUnreachable { .. }
                | Self::SalesforceBusy
                | Self::ProviderUnreachable { .. }
                | Self::ProviderNotSetUp { .. }
                | Self::ProviderClient { .. }
                | Self::ProviderRedirect { .. }
                | Self::MailboxUnreachable { .. }
                | Self::MailboxBusy { .. }
                | Self::MailboxPaused { .. }
                | Self::MailboxAway { .. }
                | Self::TeamServerUnreachable { .. }
                | Self::TeamServerBusy { .. }
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_names_one_refusal() {
        let mut codes = Refusal::CODES.to_vec();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Refusal::CODES.len());
    }

    #[test]
    fn the_sentence_gets_its_facts_by_name() {
        let refusal = Refusal::AddressDiffers {
            invited: "a@x.example".into(),
            salesforce: "b@x.example".into(),
        };
        assert_eq!(
            refusal.facts(),
            [("invited", "a@x.example"), ("salesforce", "b@x.example")]
        );
    }
}
