//! A tiny SMTP server that keeps what it is given and misbehaves on request.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// Closes the connection instead of answering.
pub const CUT: &str = "CUT";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    pub from: String,
    pub to: Vec<String>,
    pub data: String,
}

/// Verb (`HELLO` for the greeting, `DOT` for the end of the message) and the answer to give.
pub type Faults = &'static [(&'static str, &'static str)];

#[derive(Clone)]
pub struct Sink {
    pub address: SocketAddr,
    mails: Arc<Mutex<Vec<Received>>>,
    commands: Arc<Mutex<Vec<String>>>,
}

impl Sink {
    /// Listens on a free port until the test's runtime ends.
    pub async fn start(faults: Faults) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let sink = Self {
            address: listener.local_addr().expect("an address"),
            mails: Arc::default(),
            commands: Arc::default(),
        };
        let serving = sink.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let sink = serving.clone();
                tokio::spawn(async move { sink.talk(stream, faults).await });
            }
        });
        sink
    }

    pub fn mails(&self) -> Vec<Received> {
        self.mails.lock().expect("no panic").clone()
    }

    /// Every line received outside messages.
    pub fn commands(&self) -> Vec<String> {
        self.commands.lock().expect("no panic").clone()
    }

    async fn talk(&self, stream: TcpStream, faults: Faults) -> Option<()> {
        let mut stream = BufReader::new(stream);
        let mut mail = Received {
            from: String::new(),
            to: Vec::new(),
            data: String::new(),
        };
        answer(&mut stream, faults, "HELLO", "220 sink ESMTP").await?;
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).await.ok()? == 0 {
                return None;
            }
            let line = line.trim_end();
            self.commands.lock().ok()?.push(line.to_owned());
            let verb = line.split([' ', ':']).next()?.to_ascii_uppercase();
            let usual = match verb.as_str() {
                "EHLO" => "250-sink\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME",
                "MAIL" => {
                    mail.from = address(line);
                    "250 2.1.0 Ok"
                }
                "RCPT" if line.contains("unknown@") => "550 5.1.1 No such user",
                "RCPT" => {
                    mail.to.push(address(line));
                    "250 2.1.5 Ok"
                }
                "DATA" => "354 Go on",
                "AUTH" => "235 2.7.0 Welcome",
                "QUIT" => "221 2.0.0 Bye",
                _ => "250 2.0.0 Ok",
            };
            answer(&mut stream, faults, &verb, usual).await?;
            if verb == "DATA" {
                mail.data = message(&mut stream).await?;
                self.mails.lock().ok()?.push(mail.clone());
                answer(&mut stream, faults, "DOT", "250 2.0.0 Queued as 4711").await?;
            }
        }
    }
}

async fn answer(
    stream: &mut BufReader<TcpStream>,
    faults: Faults,
    verb: &str,
    usual: &str,
) -> Option<()> {
    let fault = faults.iter().find(|(at, _)| *at == verb);
    let text = fault.map_or(usual, |(_, text)| text);
    if text == CUT {
        return None;
    }
    let line = format!("{text}\r\n");
    stream.get_mut().write_all(line.as_bytes()).await.ok()
}

async fn message(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut data = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        if line == ".\r\n" {
            return Some(data);
        }
        data.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}

fn address(line: &str) -> String {
    let inside = line
        .split_once('<')
        .and_then(|(_, rest)| rest.split_once('>'));
    inside
        .map(|(address, _)| address.to_owned())
        .unwrap_or_default()
}
