//! Opens and clicks (actions 6, 18): the signed links of a mail, and whether somebody looked or a
//! machine did.

mod token;
mod visitor;

pub use token::{LONGEST_URL, Token};
pub use visitor::{Hit, Signal, Visitor, Why, visitor};
