//! The house stands as it was drawn: who may import whom, and how long a file may be.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use cargo_metadata::{DependencyKind, MetadataCommand, Package};

/// Each floor and the floors below it that it may import. Tests may import more.
const FLOORS: [(&str, &[&str]); 8] = [
    ("domain", &[]),
    ("store", &["domain"]),
    ("connectors", &[]),
    ("engine", &["connectors", "store", "domain"]),
    ("web", &["engine", "store", "domain"]),
    ("standins", &[]),
    (
        "server",
        &["web", "engine", "store", "domain", "connectors", "standins"],
    ),
    ("testkit", &["store", "domain"]),
];

/// In lines, of source files and templates. A longer one does two things.
const LONGEST_FILE: usize = 600;

fn crates() -> PathBuf {
    let server = Path::new(env!("CARGO_MANIFEST_DIR"));
    server.parent().expect("crates/ is above").to_owned()
}

/// Our packages by floor, from the manifests alone.
fn packages() -> BTreeMap<String, Package> {
    let metadata = MetadataCommand::new()
        .manifest_path(crates().join("server/Cargo.toml"))
        .no_deps()
        .other_options(["--offline".to_owned()])
        .exec()
        .expect("cargo metadata");
    let floor = |package: Package| Some((floor_of(&package.name)?.to_owned(), package));
    metadata.packages.into_iter().filter_map(floor).collect()
}

fn floor_of(package: &str) -> Option<&str> {
    package.strip_prefix("liaison-")
}

#[test]
fn every_package_is_a_floor_of_the_house() {
    let mut drawn = FLOORS.map(|(floor, _)| floor);
    drawn.sort_unstable();
    let built: Vec<String> = packages().into_keys().collect();
    assert_eq!(
        built, drawn,
        "say in FLOORS what a new package may import, and draw it in ARCHITECTURE.md"
    );
}

#[test]
fn floors_import_only_what_stands_below_them() {
    let packages = packages();
    let mut wrong = Vec::new();
    for (floor, below) in FLOORS {
        let imports = packages[floor]
            .dependencies
            .iter()
            .filter(|d| d.kind != DependencyKind::Development);
        for import in imports {
            if let Some(other) = floor_of(&import.name)
                && !below.contains(&other)
            {
                wrong.push(format!("{floor} imports {other}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join(", "));
}

#[test]
fn the_pretend_world_can_be_left_out() {
    let server = &packages()["server"];
    let standins = server
        .dependencies
        .iter()
        .find(|d| d.name == "liaison-standins" && d.kind == DependencyKind::Normal);
    assert!(standins.is_none_or(|d| d.optional), "for the demo only");
}

#[test]
fn no_file_is_too_long() {
    let mut too_long = Vec::new();
    for package in entries(&crates()) {
        for folder in ["src", "templates"] {
            measure(&package.join(folder), &mut too_long);
        }
    }
    assert!(
        too_long.is_empty(),
        "split what is longer than {LONGEST_FILE} lines: {}",
        too_long.join(", ")
    );
}

fn measure(path: &Path, too_long: &mut Vec<String>) {
    if path.is_dir() {
        for entry in entries(path) {
            measure(&entry, too_long);
        }
    } else if path.is_file() {
        let bytes = fs::read(path).expect("a readable file");
        let lines = bytes.iter().filter(|byte| **byte == b'\n').count();
        if lines > LONGEST_FILE {
            too_long.push(format!("{} ({lines})", path.display()));
        }
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a readable folder");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a readable folder").path())
        .collect();
    paths.sort();
    paths
}
