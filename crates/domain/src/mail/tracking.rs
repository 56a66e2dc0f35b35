//! Opens and clicks (actions 6, 18): the signed links of a mail, and whether somebody looked or a
//! machine did.

mod token;
mod who;

pub use token::{LONGEST_URL, Token};
pub use who::{Hit, Signal, Who, Why, who};
