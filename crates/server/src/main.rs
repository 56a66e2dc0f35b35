//! The `liaison` program: one binary, one command each for whatever an operator does.
#![forbid(unsafe_code)]

mod backup;
mod bench;
mod commands;
#[cfg(feature = "demo")]
mod demo;
mod folder;
mod key_file;
mod listen;
mod logging;
mod settings;
mod wiring;

use std::process::ExitCode;

use clap::Parser;

use crate::commands::Command;

/// The open, self-hosted home of sales actions.
#[derive(Parser)]
#[command(name = "liaison", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    // Several TLS providers may be compiled in; say once which one is ours.
    let _ = rustls::crypto::ring::default_provider().install_default();
    logging::start();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("liaison: the runtime could not be started: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(cli.command.run()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("liaison: {error:#}");
            ExitCode::FAILURE
        }
    }
}
