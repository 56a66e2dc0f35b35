//! Users and everything by which they come in.

pub mod audit;
pub mod invitations;
pub mod links;
pub mod onboarding;
pub mod sessions;
pub mod teams;
pub mod users;
