//! The demo world: a company moves in, a clock can be moved, a page explains it.

pub(crate) mod clock;
pub(crate) mod people;
pub(crate) mod ports;
pub(crate) mod start_page;
pub(crate) mod work;
