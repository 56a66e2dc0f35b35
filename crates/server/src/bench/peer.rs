//! The best known of the others, run beside us: nodemailer, from a folder that holds it.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, bail};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use super::mails::Words;
use super::report::Figure;

/// Prints mails per second, by the job in the first argument.
const SCRIPT: &str = r#"
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
const job = JSON.parse(process.argv[1]);
const { createTransport } = createRequire(process.cwd() + '/')('nodemailer');
const mail = (n) => ({
  from: { name: 'Rita Rep', address: job.from }, to: { name: 'Nadia Buyer', address: `nadia${n}@buyer.example` },
  subject: job.subject, text: job.text, html: job.html,
});
let began, transport;
if (job.server) {
  transport = createTransport({ pool: true, maxConnections: 1, maxMessages: Infinity, host: '127.0.0.1',
    port: job.server, secure: true, tls: { rejectUnauthorized: false }, auth: { user: job.from, pass: job.password } });
  await transport.sendMail(mail('-first'));
  began = performance.now();
  await Promise.all(Array.from({ length: job.mails }, (_, n) => transport.sendMail(mail(n))));
} else {
  const privateKey = `-----BEGIN PRIVATE KEY-----\n${job.key}\n-----END PRIVATE KEY-----`;
  const dkim = job.key ? { domainName: 'seller.example', keySelector: 'rsa', privateKey } : undefined;
  transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows', dkim });
  began = performance.now();
  for (let n = 0; n < job.mails; n++) await transport.sendMail(mail(n));
}
console.log(job.mails / (performance.now() - began) * 1000);
transport.close();
"#;

pub(crate) struct Peer {
    /// Holds `node_modules/nodemailer`.
    folder: PathBuf,
}

impl Peer {
    /// # Errors
    /// When there is no nodemailer in the folder.
    pub fn at(folder: PathBuf) -> anyhow::Result<Self> {
        if !folder.join("node_modules/nodemailer").is_dir() {
            bail!("{} holds no node_modules/nodemailer", folder.display());
        }
        Ok(Self { folder })
    }

    /// Mails put into bytes in a second, signed where there is a key for it (PKCS#8 in base64).
    pub fn compose(
        &self,
        mails: usize,
        words: &Words,
        key: Option<&SecretString>,
    ) -> anyhow::Result<Figure> {
        let key = key.map(SecretString::expose_secret);
        let Words {
            subject,
            text,
            html,
        } = words;
        self.run(&json!({
            "mails": mails, "from": "rita.rep@seller.example", "subject": subject, "text": text, "html": html,
            "key": key,
        }))
    }

    /// Mails sent in a second, in one conversation with this server.
    #[cfg(feature = "demo")]
    pub fn send(
        &self,
        mails: usize,
        port: u16,
        from: &str,
        password: &str,
    ) -> anyhow::Result<Figure> {
        self.run(&json!({
            "mails": mails, "from": from, "password": password, "server": port,
            "subject": "A word", "text": "Hello", "html": "<p>Hello</p>",
        }))
    }

    fn run(&self, job: &Value) -> anyhow::Result<Figure> {
        let ended = Command::new("node")
            .args(["--input-type=module", "-e", SCRIPT, &job.to_string()])
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .output()
            .context("node cannot be run")?;
        let printed = String::from_utf8_lossy(&ended.stdout);
        let rate = printed.trim().parse();
        rate.map(Figure::PerSecond)
            .with_context(|| format!("nodemailer: {}", String::from_utf8_lossy(&ended.stderr)))
    }
}
