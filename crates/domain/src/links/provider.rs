//! The systems an admin gives us a client id and secret for (Settings → Connections).

/// The numbers say where each one's secret stands in the vault: they never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Provider {
    Salesforce = 0,
    Google = 1,
    Microsoft = 2,
}

impl Provider {
    pub const ALL: [Self; 3] = [Self::Salesforce, Self::Google, Self::Microsoft];

    pub fn code(self) -> &'static str {
        match self {
            Self::Salesforce => "salesforce",
            Self::Google => "google",
            Self::Microsoft => "microsoft",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.code() == code)
    }

    /// A proper name, the same in every language.
    pub fn name(self) -> &'static str {
        match self {
            Self::Salesforce => "Salesforce",
            Self::Google => "Google",
            Self::Microsoft => "Microsoft",
        }
    }

    /// Where the provider sends the browser back to, below the public URL.
    pub fn redirect_path(self) -> &'static str {
        match self {
            Self::Salesforce => "/oauth/salesforce/callback",
            Self::Google => "/oauth/google/callback",
            Self::Microsoft => "/oauth/microsoft/callback",
        }
    }
}

/// What an admin entered, without the secret, which only the vault hands out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionApp {
    pub provider: Provider,
    pub client_id: String,
    /// Salesforce: `production`, `sandbox` or a My Domain. Google and Microsoft: empty, or the address
    /// of a stand-in.
    pub login_host: String,
    pub has_secret: bool,
}
