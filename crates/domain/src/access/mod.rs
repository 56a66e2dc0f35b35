//! Who may come in and what they may do: users, roles, invitations, sign-in, onboarding.

pub mod activation;
pub mod actor;
pub mod audit;
pub mod invitation;
pub mod invite_list;
pub mod lockout;
pub mod onboarding;
pub mod password;
pub mod session;
pub mod sign_in;
pub mod team;
pub mod user;

pub use activation::Activation;
pub use actor::Actor;
pub use audit::AuditAction;
pub use invitation::{Delivery, Invitation, InvitationState, LinkStanding};
pub use onboarding::{Onboarding, Step};
pub use sign_in::LoginMode;
pub use team::Team;
pub use user::{Role, User, UserState};
