//! What an image costs at the least: nginx in one process where it is installed, otherwise our own HTTP
//! library doing nothing else.

use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::Context;
use axum::Router;
use axum::http::header;
use axum::routing::get;

use super::Row;
use super::load::{Ask, rate};
use super::serving::{Serving, free_address};

/// Where systems keep it that leave this folder off the path of everybody but root.
const BESIDE_THE_PATH: &str = "/usr/sbin";

/// An nginx, by its absolute path: what is measured runs with an empty environment.
pub(crate) struct Nginx(PathBuf);

impl Nginx {
    /// The one that was named, or the one of this system; none where there is none.
    ///
    /// # Errors
    /// When the one that was named is not there.
    pub fn find(named: Option<PathBuf>) -> anyhow::Result<Option<Self>> {
        match named {
            Some(program) => {
                let whole = program.canonicalize();
                let whole = whole.with_context(|| format!("{} is not there", program.display()))?;
                Ok(Some(Self(whole)))
            }
            None => {
                let path = env::var_os("PATH").unwrap_or_default();
                let folders = env::split_paths(&path).chain([BESIDE_THE_PATH.into()]);
                Ok(Self::find_in(folders))
            }
        }
    }

    fn find_in(folders: impl IntoIterator<Item = PathBuf>) -> Option<Self> {
        let mut programs = folders.into_iter().map(|folder| folder.join("nginx"));
        let found = programs.find(|program| program.is_file())?;
        found.canonicalize().ok().map(Self)
    }

    /// One process; `log` is where it writes down who has come, or `off`.
    fn serve(&self, folder: &Path, log: &str) -> anyhow::Result<Serving> {
        let address = free_address()?;
        let folder = folder.display();
        let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .into_iter()
            .map(|kind| format!("{kind}_temp_path {folder}/{kind};"))
            .collect();
        let settings = format!(
            "daemon off; master_process off; pid {folder}/nginx.pid; error_log stderr;
             events {{ worker_connections 2048; }}
             http {{ access_log {log}; keepalive_requests 100000000; {temporary}
               server {{ listen {address}; location / {{ empty_gif; }} }} }}"
        );
        let file = format!("{folder}/nginx.conf");
        fs::write(&file, settings)?;
        let mut command = Command::new(&self.0);
        command.args(["-c", &file]);
        Serving::of(command, address, is_there).context("nginx")
    }
}

/// The image from others, as often and over as many lines.
pub(super) async fn measure(
    nginx: Option<&Nginx>,
    folder: &Path,
    lines: usize,
    requests: usize,
) -> anyhow::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (what, serving) in sticks(nginx, folder)? {
        let ask = |number: usize| Ask {
            path: "/o/x.gif".to_owned(),
            agent: format!("Firefox {number}"),
            more: String::new(),
        };
        let (measured, times) = rate(&serving, lines, requests, ask).await?;
        serving.stop()?;
        rows.push(Row {
            what: what.to_owned(),
            goal: None,
            measured,
        });
        rows.push(Row {
            what: "– – p99".to_owned(),
            goal: None,
            measured: times.percentile(99),
        });
    }
    Ok(rows)
}

/// What is measured and by which name. An nginx that does not start is as good as none.
fn sticks(nginx: Option<&Nginx>, folder: &Path) -> anyhow::Result<Vec<(&'static str, Serving)>> {
    let why_none = match nginx {
        Some(nginx) => {
            let log = folder.join("access.log").display().to_string();
            let both = nginx.serve(folder, &log).and_then(|writing| {
                let silent = nginx.serve(folder, "off")?;
                Ok(vec![
                    (
                        "– nginx's empty_gif, writing its log, which is not durable",
                        writing,
                    ),
                    ("– nginx's empty_gif, writing nothing", silent),
                ])
            });
            match both {
                Ok(both) => return Ok(both),
                Err(_) => "– a bare axum handler, writing nothing (nginx did not start)",
            }
        }
        None => "– a bare axum handler, writing nothing (there is no nginx)",
    };
    Ok(vec![(why_none, bare()?)])
}

fn bare() -> anyhow::Result<Serving> {
    let address = free_address()?;
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["bench", "--only-image", &address.to_string()]);
    Serving::of(command, address, is_there)
}

fn is_there(address: SocketAddr) -> bool {
    TcpStream::connect(address).is_ok()
}

/// Answers everything with the image until it is ended.
pub(crate) async fn only_image(address: SocketAddr) -> anyhow::Result<()> {
    let image = || async { ([(header::CONTENT_TYPE, "image/gif")], [0_u8; 43]) };
    let listener = tokio::net::TcpListener::bind(address).await?;
    axum::serve(listener, Router::new().route("/o/{file}", get(image))).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nginx_is_found_by_its_whole_path_or_not_at_all() {
        let (empty, full) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::create_dir(empty.path().join("nginx")).unwrap();
        let program = full.path().join("nginx");
        fs::write(&program, "").unwrap();
        let folders = [empty.path().to_owned(), full.path().to_owned()];
        let found = Nginx::find_in(folders.clone()).unwrap();
        assert_eq!(found.0, program.canonicalize().unwrap());
        assert!(Nginx::find_in(folders[..1].to_vec()).is_none());
        assert!(Nginx::find(Some("no/such/nginx".into())).is_err());
    }
}
