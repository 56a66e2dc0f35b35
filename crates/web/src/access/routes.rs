//! The addresses of this wing: who people are and how they come in.

use super::{
    first_run, invitations, login_mode, onboarding, profile, reset, sessions, sign_in, users,
    welcome,
};
use crate::table::Table;
use crate::table::Who::{Admin, Anyone, Member};

pub(crate) fn routes(table: Table) -> Table {
    table
        .act("/language", Anyone, &[], profile::choose_language)
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
}
