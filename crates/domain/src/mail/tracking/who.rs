//! Is an open or a click human (actions 18, quality "Mail")?

use crate::insight::event::MACHINE;

/// One fetch of a pixel or a link.
#[derive(Debug, Clone, Copy)]
pub struct Hit<'a> {
    pub signal: Signal,
    /// `GET`, `HEAD`, …
    pub method: &'a str,
    pub user_agent: &'a str,
    /// Since the mail left.
    pub seconds_since_send: i64,
    /// How many different links of this mail were fetched within a second, this one included.
    pub links_at_once: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Signal {
    Open,
    Click,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    Human,
    Machine {
        /// From 0 to 100.
        confidence: u8,
        why: Why,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// Asked for the headers only.
    Head,
    /// A mail server's check of what is in a mail.
    Scanner,
    /// A program, not a browser.
    Program,
    /// Apple's mail privacy loads every picture, seen or not.
    PrivacyPrefetch,
    /// A mail service fetches for its reader; who and where stays hidden.
    ImageProxy,
    /// Sooner than anybody reads.
    TooSoon,
    /// More links at once than anybody clicks.
    ManyLinks,
    /// Does not say what it is.
    NoUserAgent,
}

impl Why {
    pub fn code(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Scanner => "scanner",
            Self::Program => "program",
            Self::PrivacyPrefetch => "privacy-prefetch",
            Self::ImageProxy => "image-proxy",
            Self::TooSoon => "too-soon",
            Self::ManyLinks => "many-links",
            Self::NoUserAgent => "no-user-agent",
        }
    }
}

impl Who {
    /// How sure it is that nobody looked, from 0 to 100: what the event is kept with.
    pub fn machine(self) -> u8 {
        match self {
            Self::Human => 0,
            Self::Machine { confidence, .. } => confidence,
        }
    }

    /// Shown apart, and triggering nothing.
    pub fn is_automated(self) -> bool {
        self.machine() >= MACHINE
    }
}

/// The strongest sign counts; without one it was somebody.
pub fn who(hit: Hit<'_>) -> Who {
    let agent = hit.user_agent.trim().to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| agent.contains(word));
    let is_proxy = says(PROXIES);
    let soon = match (hit.signal, hit.seconds_since_send) {
        (_, ..0) => 95,
        (Signal::Click, 0..2) => 90,
        (Signal::Click, 2..5) => 60,
        (Signal::Open, 0..2) => 80,
        (Signal::Open, 2..10) if is_proxy => 70,
        _ => 0,
    };
    let many = match hit.links_at_once {
        0 | 1 => 0,
        2 => 60,
        _ => 95,
    };
    let if_so = |is: bool, confidence| if is { confidence } else { 0 };
    let is_bare = matches!(agent.as_str(), "mozilla/5.0" | "mozilla/4.0");
    let signs = [
        (
            if_so(!hit.method.eq_ignore_ascii_case("GET"), 98),
            Why::Head,
        ),
        (if_so(says(SCANNERS), 97), Why::Scanner),
        (many, Why::ManyLinks),
        (if_so(says(PROGRAMS), 90), Why::Program),
        (
            if_so(is_bare && hit.signal == Signal::Open, 90),
            Why::PrivacyPrefetch,
        ),
        (
            if_so(is_bare && hit.signal == Signal::Click, 70),
            Why::Program,
        ),
        (soon, Why::TooSoon),
        (if_so(agent.is_empty(), 75), Why::NoUserAgent),
        // Most of the time its reader did open the mail.
        (if_so(is_proxy, 30), Why::ImageProxy),
    ];
    let strongest = signs
        .into_iter()
        .rev()
        .max_by_key(|(confidence, _)| *confidence);
    match strongest {
        Some((confidence @ 1.., why)) => Who::Machine { confidence, why },
        _ => Who::Human,
    }
}

/// In lower case, as all below.
const PROXIES: &[&str] = &[
    "googleimageproxy",
    "yahoomailproxy",
    "duckduckgo-favicons",
    "superhuman",
];

const SCANNERS: &[&str] = &[
    "barracuda",
    "proofpoint",
    "mimecast",
    "messagelabs",
    "symantec",
    "cloudmark",
    "fireeye",
    "trellix",
    "sophos",
    "fortinet",
    "forcepoint",
    "zscaler",
    "trendmicro",
    "trend micro",
    "kaspersky",
    "bitdefender",
    "ironport",
    "cisco-amp",
    "checkpoint",
    "avanan",
    "vadesecure",
    "hornetsecurity",
    "spamhaus",
    "urlscan",
    "virustotal",
    "safelinks",
    "bingpreview",
    "skypeuripreview",
    "office365 atp",
    "microsoft url control",
    "google-safety",
    "phishtank",
    "scanner",
];

const PROGRAMS: &[&str] = &[
    "bot/",
    "googlebot",
    "slackbot",
    "twitterbot",
    "telegrambot",
    "linkedinbot",
    "facebookexternalhit",
    "whatsapp/",
    "crawler",
    "spider",
    "preview",
    "headlesschrome",
    "phantomjs",
    "python-",
    "python/",
    "aiohttp",
    "curl/",
    "wget/",
    "go-http-client",
    "java/",
    "libwww",
    "ruby",
    "php/",
    "node-fetch",
    "axios/",
    "apache-httpclient",
    "okhttp",
    "guzzle",
    "winhttp",
    "powershell",
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CHROME: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
    const GMAIL: &str =
        "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)";

    fn hit(signal: Signal, user_agent: &str, seconds_since_send: i64) -> Hit<'_> {
        Hit {
            signal,
            method: "GET",
            user_agent,
            seconds_since_send,
            links_at_once: 1,
        }
    }

    fn why(hit: Hit<'_>) -> Option<Why> {
        match who(hit) {
            Who::Human => None,
            Who::Machine { why, .. } => Some(why),
        }
    }

    #[test]
    fn people_are_people() {
        for agent in [
            CHROME,
            "Mozilla/4.0 (compatible; ms-office; MSOffice 16)",
            "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17)",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.0",
        ] {
            assert_eq!(why(hit(Signal::Open, agent, 60)), None, "{agent}");
            assert_eq!(why(hit(Signal::Click, agent, 60)), None, "{agent}");
        }
    }

    #[test]
    fn machines_give_themselves_away() {
        let click = hit(Signal::Click, CHROME, 600);
        for (hit, reason) in [
            (
                Hit {
                    method: "HEAD",
                    ..click
                },
                Why::Head,
            ),
            (
                Hit {
                    links_at_once: 4,
                    ..click
                },
                Why::ManyLinks,
            ),
            (
                Hit {
                    seconds_since_send: 1,
                    ..click
                },
                Why::TooSoon,
            ),
            (
                Hit {
                    seconds_since_send: -5,
                    ..click
                },
                Why::TooSoon,
            ),
            (
                Hit {
                    user_agent: "",
                    ..click
                },
                Why::NoUserAgent,
            ),
            (
                Hit {
                    user_agent: "Barracuda Sentinel (EE)",
                    ..click
                },
                Why::Scanner,
            ),
            (
                Hit {
                    user_agent: "Mozilla/5.0 (Mimecast URL Protect)",
                    ..click
                },
                Why::Scanner,
            ),
            (
                Hit {
                    user_agent: "Proofpoint URL Defense",
                    ..click
                },
                Why::Scanner,
            ),
            (
                Hit {
                    user_agent: "Mozilla/5.0 BingPreview/1.0b",
                    ..click
                },
                Why::Scanner,
            ),
            (
                Hit {
                    user_agent: "python-requests/2.32",
                    ..click
                },
                Why::Program,
            ),
            (hit(Signal::Open, "Mozilla/5.0", 600), Why::PrivacyPrefetch),
        ] {
            assert_eq!(why(hit), Some(reason), "{hit:?}");
            assert!(who(hit).is_automated(), "{hit:?}");
        }
    }

    #[test]
    fn a_proxy_alone_is_no_proof() {
        for agent in [
            GMAIL,
            "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html",
        ] {
            let later = who(hit(Signal::Open, agent, 600));
            assert!(!later.is_automated(), "{later:?}");
            assert_ne!(later, Who::Human, "where they are is not known");
            assert!(who(hit(Signal::Open, agent, 3)).is_automated());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn any_hit_is_judged(agent in "\\PC{0,60}", seconds: i64, links in 0_usize..9, click: bool) {
            let signal = if click { Signal::Click } else { Signal::Open };
            let hit = Hit { links_at_once: links, ..hit(signal, &agent, seconds) };
            if let Who::Machine { confidence, .. } = who(hit) {
                prop_assert!((1..=100).contains(&confidence));
            }
        }
    }
}
