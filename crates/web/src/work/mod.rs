//! What sellers do by plan: campaigns, tasks, calls.

mod call_settings;
mod calls;
mod campaign;
mod campaigns;
mod fields;
mod members;
mod pick;
mod routes;
mod start;
mod start_preview;
mod step_form;
mod steps;
mod task_form;
mod tasks;

pub(crate) use routes::routes;
