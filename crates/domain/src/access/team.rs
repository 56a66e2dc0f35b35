//! Teams (administration 2.4): everybody is in Everyone.

use crate::id::TeamId;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    pub id: TeamId,
    pub name: String,
    /// The one team that cannot be renamed, deleted or left.
    pub is_everyone: bool,
    pub members: u64,
}
