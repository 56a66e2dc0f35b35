//! Every address, who may call it, and what it can show.

use crate::access::{
    first_run, invitations, login_mode, onboarding, profile, reset, sessions, sign_in, users,
    welcome,
};
use crate::links::{connections, mailbox, salesforce, way};
use crate::mail::{email_settings, verify};
use crate::table::Table;
use crate::table::Who::{Admin, Anyone, Member};
use crate::{assets, home};

/// The table. With `demo` it has the pages of the demo world too.
pub fn table(demo: bool) -> Table {
    let table = Table::new()
        .page("/", Anyone, &["first-run:closed"], home::front)
        .page("/assets/{file}", Anyone, &[], assets::serve)
        .page("/health", Anyone, &[], home::health)
        .act("/language", Anyone, &[], profile::choose_language)
        // --- coming in
        .page(
            "/first-run/{token}",
            Anyone,
            &["first-run:form", "refusal:link-unknown"],
            first_run::show,
        )
        .act(
            "/first-run/{token}",
            Anyone,
            &["first-run:refused"],
            first_run::make,
        )
        .page(
            "/sign-in",
            Anyone,
            &["sign-in:salesforce", "sign-in:all"],
            sign_in::show,
        )
        .act(
            "/sign-in",
            Anyone,
            &["sign-in:refused"],
            sign_in::with_password,
        )
        .act(
            "/sign-in/salesforce",
            Anyone,
            &["way:leaving"],
            sign_in::with_salesforce,
        )
        .act("/sign-out", Member, &[], sign_in::out)
        .page("/forgot", Anyone, &["forgot:form"], reset::ask_form)
        .act("/forgot", Anyone, &["forgot:sent"], reset::ask)
        .page("/reset/{token}", Anyone, &["reset:form"], reset::form)
        .act("/reset/{token}", Anyone, &["reset:refused"], reset::set)
        .page(
            "/welcome/{token}",
            Anyone,
            &[
                "welcome:salesforce",
                "welcome:password",
                "refusal:link-used",
                "refusal:link-expired",
                "refusal:link-revoked",
            ],
            welcome::show,
        )
        .act(
            "/welcome/{token}/salesforce",
            Anyone,
            &[],
            welcome::with_salesforce,
        )
        .act(
            "/welcome/{token}/password",
            Anyone,
            &["welcome:refused"],
            welcome::with_password,
        )
        .page(
            "/oauth/salesforce/callback",
            Anyone,
            &[
                "way:address-differs",
                "way:api-disabled",
                "way:consent-denied",
                "way:app-not-installed",
                "way:provider-down",
                "way:other",
            ],
            way::from_salesforce,
        )
        .page(
            "/oauth/google/callback",
            Anyone,
            &["way:mailbox-address-differs", "way:mailbox-consent-denied"],
            way::from_google,
        )
        .page(
            "/oauth/microsoft/callback",
            Anyone,
            &["way:mailbox-admin-consent"],
            way::from_microsoft,
        )
        // --- the wizard
        .page("/onboarding", Member, &[], onboarding::show)
        .page(
            "/onboarding/start",
            Member,
            &["onboarding:start"],
            onboarding::start,
        )
        .page(
            "/onboarding/introduction",
            Member,
            &["onboarding:introduction"],
            onboarding::introduction,
        )
        .page(
            "/onboarding/mailbox",
            Member,
            &[
                "onboarding:mailbox",
                "onboarding:mailbox-testing",
                "onboarding:mailbox-connected",
                "onboarding:mailbox-trouble",
            ],
            onboarding::mailbox::show,
        )
        .act(
            "/onboarding/mailbox/choose",
            Member,
            &["onboarding:mailbox-refused"],
            onboarding::mailbox::choose,
        )
        .page(
            "/onboarding/mailbox/servers",
            Member,
            &["onboarding:servers"],
            onboarding::mailbox::servers,
        )
        .act(
            "/onboarding/mailbox/servers",
            Member,
            &["onboarding:servers-refused"],
            onboarding::mailbox::connect,
        )
        .act(
            "/onboarding/mailbox/test",
            Member,
            &[],
            onboarding::mailbox::test,
        )
        .act(
            "/onboarding/mailbox/forget",
            Member,
            &[],
            onboarding::mailbox::forget,
        )
        .page(
            "/onboarding/signature",
            Member,
            &["onboarding:signature"],
            onboarding::signature,
        )
        .act(
            "/onboarding/signature",
            Member,
            &[],
            onboarding::save_signature,
        )
        .page(
            "/onboarding/finish",
            Member,
            &["onboarding:finish"],
            onboarding::finish,
        )
        .page(
            "/onboarding/tour",
            Member,
            &["onboarding:tour"],
            onboarding::tour::offer,
        )
        .page(
            "/tour/{number}",
            Member,
            &["tour:stop"],
            onboarding::tour::stop,
        )
        .page(
            "/onboarding/ready",
            Member,
            &["onboarding:ready"],
            onboarding::tour::ready,
        )
        .act("/onboarding/{step}/done", Member, &[], onboarding::done)
        // --- at work
        .page("/home", Member, &["home:member", "home:admin"], home::show)
        // --- my account
        .page("/settings", Member, &[], profile::settings)
        .page(
            "/settings/profile",
            Member,
            &["profile:form"],
            profile::show,
        )
        .act(
            "/settings/profile",
            Member,
            &["profile:refused"],
            profile::save,
        )
        .act(
            "/settings/profile/password",
            Member,
            &["profile:password-refused"],
            profile::set_password,
        )
        .page(
            "/settings/email",
            Member,
            &["email:addresses"],
            email_settings::show,
        )
        .act(
            "/settings/email/identities",
            Member,
            &["email:refused"],
            email_settings::add,
        )
        .act(
            "/settings/email/identities/{id}",
            Member,
            &[],
            email_settings::save,
        )
        .act(
            "/settings/email/identities/{id}/resend",
            Member,
            &[],
            email_settings::resend,
        )
        .act(
            "/settings/email/identities/{id}/default",
            Member,
            &[],
            email_settings::make_default,
        )
        .act(
            "/settings/email/identities/{id}/remove",
            Member,
            &[],
            email_settings::remove,
        )
        .page(
            "/verify-address/{token}",
            Anyone,
            &[
                "verify:ask",
                "refusal:address-link-unknown",
                "refusal:address-link-used",
                "refusal:address-link-expired",
            ],
            verify::ask,
        )
        .act(
            "/verify-address/{token}",
            Anyone,
            &["verify:done", "refusal:address-taken"],
            verify::confirm,
        )
        .page(
            "/settings/email/connection",
            Member,
            &[
                "mailbox:none",
                "mailbox:testing",
                "mailbox:connected",
                "mailbox:trouble",
                "mailbox:reconnect",
            ],
            mailbox::show,
        )
        .act(
            "/settings/email/connection/choose",
            Member,
            &["mailbox:refused"],
            mailbox::choose,
        )
        .page(
            "/settings/email/connection/servers",
            Member,
            &["mailbox:servers"],
            mailbox::servers,
        )
        .act(
            "/settings/email/connection/servers",
            Member,
            &["mailbox:servers-refused"],
            mailbox::connect,
        )
        .act(
            "/settings/email/connection/test",
            Member,
            &[],
            mailbox::test,
        )
        .act(
            "/settings/email/connection/disconnect",
            Member,
            &[],
            mailbox::disconnect,
        )
        .page(
            "/settings/salesforce",
            Member,
            &["salesforce:none", "salesforce:connected"],
            salesforce::show,
        )
        .act(
            "/settings/salesforce/connect",
            Member,
            &[],
            salesforce::connect,
        )
        .act(
            "/settings/salesforce/check",
            Member,
            &["salesforce:refused"],
            salesforce::check,
        )
        .act(
            "/settings/salesforce/disconnect",
            Member,
            &[],
            salesforce::disconnect,
        )
        .page(
            "/settings/sessions",
            Member,
            &["sessions:list"],
            sessions::show,
        )
        .act(
            "/settings/sessions/others/end",
            Member,
            &[],
            sessions::end_others,
        )
        .act("/settings/sessions/{id}/end", Member, &[], sessions::end)
        // --- admin settings
        .page(
            "/settings/users",
            Admin,
            &["users:list", "users:nobody-found"],
            users::list,
        )
        .act("/settings/users/{id}/role", Admin, &[], users::set_role)
        .act(
            "/settings/users/{id}/deactivate",
            Admin,
            &[],
            users::deactivate,
        )
        .act(
            "/settings/users/{id}/reactivate",
            Admin,
            &[],
            users::reactivate,
        )
        .act("/settings/users/{id}/unlock", Admin, &[], users::unlock)
        .page(
            "/settings/users/invite",
            Admin,
            &["invite:form"],
            invitations::form,
        )
        .act(
            "/settings/users/invite",
            Admin,
            &["invite:done", "invite:refused"],
            invitations::invite,
        )
        .page(
            "/settings/invitations",
            Admin,
            &["invitations:list", "invitations:empty"],
            invitations::list,
        )
        .act(
            "/settings/invitations/{id}/resend",
            Admin,
            &["invitations:link"],
            invitations::resend,
        )
        .act(
            "/settings/invitations/{id}/revoke",
            Admin,
            &[],
            invitations::revoke,
        )
        .page(
            "/settings/login",
            Admin,
            &["login-mode:form"],
            login_mode::show,
        )
        .act("/settings/login", Admin, &[], login_mode::save)
        .page(
            "/settings/connections",
            Admin,
            &["connections:form"],
            connections::show,
        )
        .act(
            "/settings/connections/organisation",
            Admin,
            &[],
            connections::bind_organisation,
        )
        .act(
            "/settings/connections/{provider}",
            Admin,
            &["connections:refused"],
            connections::save,
        )
        .act(
            "/settings/connections/{provider}/test",
            Admin,
            &["connections:tested"],
            connections::test,
        );
    if demo { demo_pages(table) } else { table }
}

#[cfg(feature = "demo")]
fn demo_pages(table: Table) -> Table {
    table
        .page("/demo", Anyone, &["demo:start"], crate::demo::show)
        .page("/demo/routes", Anyone, &[], crate::demo::routes)
        .act("/demo/sign-in", Anyone, &[], crate::demo::sign_in)
        .page("/design", Anyone, &["design:all"], crate::design::show)
}

#[cfg(not(feature = "demo"))]
fn demo_pages(table: Table) -> Table {
    table
}
