//! The addresses of this wing: tasks, calls, campaigns.

use super::{call_settings, calls, campaign, campaigns, members, start, steps, task_form, tasks};
use crate::table::Table;
use crate::table::Who::{Admin, Seller};

pub(crate) fn routes(table: Table) -> Table {
    campaign_routes(call_routes(task_routes(table)))
}

fn task_routes(table: Table) -> Table {
    table
        .page(
            "/tasks",
            Seller,
            &["tasks:list", "tasks:empty", "tasks:none"],
            tasks::list,
        )
        .act("/tasks/several", Seller, &[], tasks::several)
        .page("/tasks/new", Seller, &["tasks:new"], task_form::new)
        .act("/tasks/new", Seller, &["tasks:refused"], task_form::add)
        .page("/tasks/{id}", Seller, &["tasks:edit"], task_form::show)
        .act("/tasks/{id}", Seller, &[], task_form::edit)
        .act("/tasks/{id}/complete", Seller, &[], tasks::complete)
        .act("/tasks/{id}/reopen", Seller, &[], tasks::reopen)
        .act("/tasks/{id}/delete", Seller, &[], tasks::delete)
}

fn call_routes(table: Table) -> Table {
    table
        .page(
            "/calls/new",
            Seller,
            &["calls:new", "calls:pick"],
            calls::new,
        )
        .act("/calls/new", Seller, &["calls:refused"], calls::log)
        .page(
            "/settings/calls",
            Admin,
            &["call-settings:lists"],
            call_settings::show,
        )
        .act(
            "/settings/calls/{kind}",
            Admin,
            &["call-settings:refused"],
            call_settings::add,
        )
        .act(
            "/settings/calls/{kind}/remove",
            Admin,
            &[],
            call_settings::remove,
        )
        .act("/settings/calls/{kind}/set", Admin, &[], call_settings::set)
}

fn campaign_routes(table: Table) -> Table {
    table
        .page(
            "/campaigns",
            Seller,
            &["campaigns:list", "campaigns:empty", "campaigns:none"],
            campaigns::list,
        )
        .page("/campaigns/new", Seller, &["campaigns:new"], campaigns::new)
        .act(
            "/campaigns/new",
            Seller,
            &["campaigns:refused"],
            campaigns::create,
        )
        .page(
            "/campaigns/start",
            Seller,
            &["start:nobody", "start:people"],
            start::show,
        )
        .act(
            "/campaigns/start",
            Seller,
            &[
                "start:campaign",
                "start:no-campaign",
                "start:preview",
                "start:preview-refused",
                "start:refused",
                "start:done",
            ],
            start::go_on,
        )
        .page(
            "/campaigns/{id}",
            Seller,
            &["campaign:steps", "campaign:no-steps"],
            campaign::show,
        )
        .page(
            "/campaigns/{id}/settings",
            Seller,
            &["campaign:settings"],
            campaign::settings,
        )
        .act(
            "/campaigns/{id}/settings",
            Seller,
            &["campaign:settings-refused"],
            campaign::save,
        )
        .act(
            "/campaigns/{id}/archive",
            Seller,
            &["campaign:refused"],
            campaign::archive,
        )
        .page(
            "/campaigns/{id}/people",
            Seller,
            &["campaign:people", "campaign:nobody"],
            members::list,
        )
        .act(
            "/campaigns/{id}/people/remove",
            Seller,
            &[],
            members::remove,
        )
        .page(
            "/campaigns/{id}/steps/new",
            Seller,
            &["step:email", "step:task"],
            steps::new,
        )
        .act(
            "/campaigns/{id}/steps/new",
            Seller,
            &["step:refused"],
            steps::add,
        )
        .page("/campaigns/{id}/steps/{step}", Seller, &[], steps::show)
        .act("/campaigns/{id}/steps/{step}", Seller, &[], steps::edit)
        .act(
            "/campaigns/{id}/steps/{step}/template",
            Seller,
            &["step:email"],
            steps::take_template,
        )
        .act(
            "/campaigns/{id}/steps/{step}/move",
            Seller,
            &[],
            steps::shift,
        )
        .act(
            "/campaigns/{id}/steps/{step}/remove",
            Seller,
            &[],
            steps::remove,
        )
}
