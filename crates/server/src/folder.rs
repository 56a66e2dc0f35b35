//! Folders of ours are for the one who runs us: what is in them is nobody else's.

use std::fs::DirBuilder;
use std::path::Path;

use anyhow::Context;

/// Makes a folder that only its owner can enter; one that exists stays as it is.
pub(crate) fn make(path: &Path) -> anyhow::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(path)
        .with_context(|| format!("the folder {} cannot be made", path.display()))
}
