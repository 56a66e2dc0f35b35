//! The browser's files, built from `assets/` and carried inside the binary. Names hold a hash of the
//! content, so they may be cached for good.

include!(concat!(env!("OUT_DIR"), "/assets.rs"));
