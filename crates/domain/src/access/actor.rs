//! Who is acting, for every use-case.

use super::user::Role;
use crate::Refusal;
use crate::id::UserId;

/// The one who does something: a signed-in user, or the program itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    User {
        id: UserId,
        role: Role,
    },
    /// The operator at the command line, or a job.
    System,
}

impl Actor {
    pub fn user_id(self) -> Option<UserId> {
        match self {
            Self::User { id, .. } => Some(id),
            Self::System => None,
        }
    }

    /// Administration is for admins; for everybody else it does not exist (administration 3.1).
    pub fn must_administer(self) -> Result<(), Refusal> {
        match self {
            Self::System
            | Self::User {
                role: Role::Admin, ..
            } => Ok(()),
            Self::User {
                role: Role::User, ..
            } => Err(Refusal::NotFound),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn administration_does_not_exist_for_sellers() {
        let id = UserId(uuid::Uuid::nil());
        assert_eq!(
            Actor::User {
                id,
                role: Role::User
            }
            .must_administer(),
            Err(Refusal::NotFound)
        );
        assert_eq!(
            Actor::User {
                id,
                role: Role::Admin
            }
            .must_administer(),
            Ok(())
        );
        assert_eq!(Actor::System.must_administer(), Ok(()));
    }
}
