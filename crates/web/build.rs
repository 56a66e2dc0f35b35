//! Builds styles, scripts and icons with npm and esbuild into `OUT_DIR` and writes a table of them.
//! The source tree is only read.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

const NEEDS: &str = "Node 20 or newer with npm is needed to build the browser assets";

/// What the bundle is made from. Samples and anything npm wrote beside them are left out.
const SOURCES: [&str; 8] = [
    ".npmrc",
    "build.mjs",
    "css",
    "icons.txt",
    "js",
    "mark.svg",
    "package-lock.json",
    "package.json",
];

type Outcome<T> = Result<T, String>;

fn main() {
    if let Err(reason) = build() {
        println!("cargo::error={reason}");
        std::process::exit(1);
    }
}

fn build() -> Outcome<()> {
    let sources = variable("CARGO_MANIFEST_DIR")?.join("assets");
    let out = variable("OUT_DIR")?;
    let work = out.join("assets");

    println!("cargo::rerun-if-changed=build.rs");
    for name in SOURCES {
        println!("cargo::rerun-if-changed=assets/{name}");
        replace(&sources.join(name), &work.join(name))
            .map_err(|error| format!("assets/{name}: {error}"))?;
    }

    install(&work)?;
    run(Command::new("node").arg("build.mjs"), &work)?;
    fs::write(out.join("assets.rs"), table(&work.join("dist"))?)
        .map_err(|error| format!("assets.rs: {error}"))
}

fn variable(name: &str) -> Outcome<PathBuf> {
    env::var_os(name)
        .map(PathBuf::from)
        .ok_or_else(|| format!("cargo did not set {name}"))
}

/// Makes `to` an exact copy of `from`; files that left the source leave the copy too.
fn replace(from: &Path, to: &Path) -> io::Result<()> {
    if from.is_dir() {
        if to.exists() {
            fs::remove_dir_all(to)?;
        }
        fs::create_dir_all(to)?;
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            replace(&entry.path(), &to.join(entry.file_name()))?;
        }
        Ok(())
    } else {
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(to, fs::read(from)?)
    }
}

/// Fetches the packages of the lock file, unless the last build already has exactly these.
fn install(work: &Path) -> Outcome<()> {
    let lock = fs::read(work.join("package-lock.json"))
        .map_err(|error| format!("package-lock.json: {error}"))?;
    let stamp = work.join("installed.lock");
    if work.join("node_modules").is_dir()
        && fs::read(&stamp).is_ok_and(|installed| installed == lock)
    {
        return Ok(());
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    run(
        Command::new(npm).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]),
        work,
    )?;
    fs::write(&stamp, lock).map_err(|error| format!("installed.lock: {error}"))
}

fn run(command: &mut Command, directory: &Path) -> Outcome<()> {
    let output = command.current_dir(directory).output().map_err(|error| {
        let name = command.get_program().to_string_lossy();
        format!("{NEEDS} ({name}: {error})")
    })?;
    if output.status.success() {
        return Ok(());
    }
    for line in String::from_utf8_lossy(&output.stderr).lines() {
        println!("cargo::warning={line}");
    }
    let name = command.get_program().to_string_lossy();
    Err(format!(
        "{name} failed while building the browser assets ({}). {NEEDS}; the lines above say more",
        output.status
    ))
}

/// The Rust source of the table: every built file, and the public path of every name in the manifest.
fn table(dist: &Path) -> Outcome<String> {
    let read = |error: io::Error| format!("{}: {error}", dist.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(dist).map_err(read)? {
        let name = entry
            .map_err(read)?
            .file_name()
            .to_string_lossy()
            .into_owned();
        if name != "manifest.json" {
            files.push(name);
        }
    }
    files.sort();

    let mut source = String::from(
        "/// File name, content type, content.\npub static FILES: &[(&str, &str, &[u8])] = &[\n",
    );
    for name in &files {
        let kind = content_type(name)?;
        let _ = writeln!(
            source,
            "    ({name:?}, {kind:?}, include_bytes!(concat!(env!(\"OUT_DIR\"), \"/assets/dist/{name}\"))),"
        );
    }
    source.push_str(
        "];\n\n/// The public path of a built file, by the name it has in the sources.\n",
    );
    source.push_str("pub fn path(name: &str) -> &'static str {\n    match name {\n");

    let manifest = fs::read_to_string(dist.join("manifest.json")).map_err(read)?;
    for line in manifest.lines() {
        // one `"main.css": "main-3f2a.css"` on a line
        let parts: Vec<&str> = line.split('"').collect();
        if let [_, name, _, file, _] = parts[..] {
            let _ = writeln!(
                source,
                "        {name:?} => {:?},",
                format!("/assets/{file}")
            );
        }
    }
    source.push_str(
        "        unknown => panic!(\"no browser asset is called {unknown}\"),\n    }\n}\n",
    );
    Ok(source)
}

fn content_type(name: &str) -> Outcome<&'static str> {
    match Path::new(name)
        .extension()
        .and_then(|extension| extension.to_str())
    {
        Some("css") => Ok("text/css; charset=utf-8"),
        Some("js") => Ok("text/javascript; charset=utf-8"),
        Some("svg") => Ok("image/svg+xml"),
        _ => Err(format!("no content type is known for {name}")),
    }
}
