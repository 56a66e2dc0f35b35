//! The words of the sign-in and consent pages, in the three languages of the seeds.

/// One language's words.
pub struct Texts {
    /// Value of the `lang` attribute.
    pub lang: &'static str,
    pub pretend: &'static str,
    pub log_in: &'static str,
    pub username: &'static str,
    pub password: &'static str,
    pub wrong: &'static str,
    pub hint: &'static str,
    pub allow_title: &'static str,
    /// With `{app}`.
    pub allow_lead: &'static str,
    pub scope_api: &'static str,
    pub scope_refresh: &'static str,
    pub scope_id: &'static str,
    pub allow: &'static str,
    pub deny: &'static str,
    pub signed_in_as: &'static str,
    pub not_you: &'static str,
    pub log_out: &'static str,
    pub error_title: &'static str,
}

const EN: Texts = Texts {
    lang: "en",
    pretend: "Pretend Salesforce – part of the Liaison demo",
    log_in: "Log in",
    username: "Username",
    password: "Password",
    wrong: "Check your username and password. If you still cannot log in, ask your Salesforce administrator.",
    hint: "This is not Salesforce. Use only accounts of the demo here.",
    allow_title: "Allow access?",
    allow_lead: "{app} asks to:",
    scope_api: "Manage your Salesforce data through the API",
    scope_refresh: "Act for you at any time, until you revoke it",
    scope_id: "Know your name and e-mail address",
    allow: "Allow",
    deny: "Deny",
    signed_in_as: "Logged in as",
    not_you: "Not you? Log in as someone else",
    log_out: "Log out",
    error_title: "We cannot authorise you",
};

const FR: Texts = Texts {
    lang: "fr",
    pretend: "Salesforce factice – partie de la démo Liaison",
    log_in: "Se connecter",
    username: "Nom d’utilisateur",
    password: "Mot de passe",
    wrong: "Vérifiez votre nom d’utilisateur et votre mot de passe. Si vous ne pouvez toujours pas vous connecter, contactez votre administrateur Salesforce.",
    hint: "Ce n’est pas Salesforce. N’utilisez ici que les comptes de la démo.",
    allow_title: "Autoriser l’accès ?",
    allow_lead: "{app} demande à :",
    scope_api: "Gérer vos données Salesforce via l’API",
    scope_refresh: "Agir pour vous à tout moment, jusqu’à révocation",
    scope_id: "Connaître votre nom et votre adresse e-mail",
    allow: "Autoriser",
    deny: "Refuser",
    signed_in_as: "Connecté en tant que",
    not_you: "Ce n’est pas vous ? Changez d’utilisateur",
    log_out: "Se déconnecter",
    error_title: "Nous ne pouvons pas vous autoriser",
};

const SV: Texts = Texts {
    lang: "sv",
    pretend: "Låtsas-Salesforce – en del av Liaisons demo",
    log_in: "Logga in",
    username: "Användarnamn",
    password: "Lösenord",
    wrong: "Kontrollera ditt användarnamn och lösenord. Om du fortfarande inte kan logga in, fråga din Salesforce-administratör.",
    hint: "Det här är inte Salesforce. Använd bara demons konton här.",
    allow_title: "Tillåta åtkomst?",
    allow_lead: "{app} vill:",
    scope_api: "Hantera dina Salesforce-data via API:et",
    scope_refresh: "Agera åt dig när som helst, tills du återkallar det",
    scope_id: "Känna till ditt namn och din e-postadress",
    allow: "Tillåt",
    deny: "Neka",
    signed_in_as: "Inloggad som",
    not_you: "Inte du? Logga in som någon annan",
    log_out: "Logga ut",
    error_title: "Vi kan inte auktorisera dig",
};

/// The words of a language; English for any other.
pub fn texts(language: &str) -> &'static Texts {
    match language
        .get(..2)
        .unwrap_or_default()
        .to_lowercase()
        .as_str()
    {
        "fr" => &FR,
        "sv" => &SV,
        _ => &EN,
    }
}

/// The best language of an `Accept-Language` header that there are words for.
pub fn preferred(header: &str) -> &'static Texts {
    let mut wanted: Vec<(f32, &str)> = header
        .split(',')
        .filter_map(|entry| {
            let (name, quality) = entry
                .trim()
                .split_once(";q=")
                .unwrap_or((entry.trim(), "1"));
            let known = ["en", "fr", "sv"]
                .iter()
                .any(|known| name.to_lowercase().starts_with(known));
            known.then(|| (quality.trim().parse().unwrap_or(0.0), name))
        })
        .collect();
    wanted.sort_by(|one, two| two.0.total_cmp(&one.0));
    texts(wanted.first().map_or("en", |(_, name)| name))
}
