//! Walking through a provider's pages and calling it.

use liaison_standins::{MARKER, World};
use serde_json::Value;
use tokio::sync::mpsc;

use super::{Browser, CALLBACK, challenge, client, control, form, googler, outlooker, parameter};

/// One of the two, with somebody who has an account there.
#[derive(Clone)]
pub struct Place {
    pub name: &'static str,
    pub base: String,
    pub user: String,
    pub password: String,
    pub client: (String, String),
    authorize: &'static str,
    token: &'static str,
}

pub fn google(world: &World) -> Place {
    Place {
        name: "google",
        base: world.addresses().google.clone().unwrap(),
        user: googler(world),
        password: format!("google-{MARKER}"),
        client: world.google_client(),
        authorize: "/o/oauth2/v2/auth",
        token: "/oauth2/token",
    }
}

pub fn microsoft(world: &World) -> Place {
    Place {
        name: "microsoft",
        base: world.addresses().microsoft.clone().unwrap(),
        user: outlooker(world),
        password: format!("ms-{MARKER}"),
        client: world.microsoft_client(),
        authorize: "/common/oauth2/v2.0/authorize",
        token: "/common/oauth2/v2.0/token",
    }
}

/// An answer with what tests look at.
pub struct Answer {
    pub status: u16,
    pub retry_after: Option<String>,
    pub location: Option<String>,
    pub body: Value,
}

impl Place {
    pub fn browser(&self, language: &'static str) -> Browser {
        Browser {
            http: client(),
            base: self.base.clone(),
            cookie: String::new(),
            language,
        }
    }

    /// The authorisation address with a good PKCE challenge.
    pub fn ask(&self, scope: &str, extra: &[(&str, &str)]) -> String {
        let challenge = challenge();
        let mut all = vec![
            ("response_type", "code"),
            ("client_id", self.client.0.as_str()),
            ("redirect_uri", CALLBACK),
            ("state", "s 1"),
            ("scope", scope),
        ];
        if !extra.iter().any(|(name, _)| *name == "code_challenge") {
            all.extend([
                ("code_challenge", challenge.as_str()),
                ("code_challenge_method", "S256"),
            ]);
        }
        all.extend(extra.iter().filter(|(_, value)| !value.is_empty()));
        format!("{}?{}", self.authorize, form(&all))
    }

    /// Address page, password page, then where one wanted to go.
    pub async fn sign_in(&self, browser: &mut Browser, next: &str) {
        let page = browser
            .post(
                "/signin/address",
                &[("address", &self.user), ("next", next)],
            )
            .await;
        assert!(page.text.contains("type=\"password\""), "{}", page.text);
        let fields = [
            ("address", self.user.as_str()),
            ("password", &self.password),
            ("next", next),
        ];
        let done = browser.post("/signin/password", &fields).await;
        assert_eq!((done.status, done.location.as_str()), (303, next));
    }

    /// Signs in and allows; answers where the browser is sent.
    pub async fn allow(&self, scope: &str, extra: &[(&str, &str)]) -> String {
        let mut browser = self.browser("en");
        let path = self.ask(scope, extra);
        self.sign_in(&mut browser, &path).await;
        let page = browser.get(&path).await;
        if page.status == 302 {
            return page.location;
        }
        let mut fields = vec![("decision", "allow")];
        fields.extend(scope.split(' ').map(|scope| ("scope", scope)));
        browser.post(&path, &fields).await.location
    }

    pub async fn code(&self, scope: &str, extra: &[(&str, &str)]) -> String {
        let back = self.allow(scope, extra).await;
        parameter(&back, "code").unwrap_or_else(|| panic!("no code in {back}"))
    }

    /// A token call; fields of the client come unless they are given.
    pub async fn token(&self, fields: &[(&str, &str)]) -> Answer {
        let mut all: Vec<(&str, &str)> = fields.to_vec();
        for (name, value) in [
            ("client_id", &self.client.0),
            ("client_secret", &self.client.1),
        ] {
            if !fields.iter().any(|(given, _)| *given == name) {
                all.push((name, value));
            }
        }
        let request = client()
            .post(format!("{}{}", self.base, self.token))
            .form(&all);
        answer(request).await
    }

    pub async fn redeem(&self, code: &str, verifier: &str) -> Answer {
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", verifier),
        ];
        self.token(&fields).await
    }

    pub async fn refresh(&self, token: &str) -> Answer {
        self.token(&[("grant_type", "refresh_token"), ("refresh_token", token)])
            .await
    }

    /// Tokens without pages.
    pub fn grant(&self, world: &World, scope: &str) -> (String, String) {
        let scopes: Vec<&str> = scope.split(' ').collect();
        let granted = match self.name {
            "google" => world.google_grant(&self.user, &scopes),
            _ => world.microsoft_grant(&self.user, &scopes),
        };
        let granted = granted.unwrap();
        (granted.access_token, granted.refresh_token)
    }

    pub async fn call(&self, token: &str, method: &str, path: &str, body: Option<Value>) -> Answer {
        self.call_with(token, method, path, body, &[]).await
    }

    pub async fn call_with(
        &self,
        token: &str,
        method: &str,
        path: &str,
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let path = path.strip_prefix(&self.base).unwrap_or(path);
        let mut request = client()
            .request(method.parse().unwrap(), format!("{}{path}", self.base))
            .bearer_auth(token);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        answer(request).await
    }

    /// Posts to the control API below this provider.
    pub async fn control(&self, world: &World, what: &str, body: Value) -> Value {
        let (status, said) =
            control(world, "POST", &format!("/{}/{what}", self.name), Some(body)).await;
        assert_eq!(status, 200, "{said}");
        said
    }
}

pub async fn answer(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let header = |name: &str| {
        response
            .headers()
            .get(name)
            .map(|value| value.to_str().unwrap().to_owned())
    };
    let (status, retry_after, location) = (
        response.status().as_u16(),
        header("retry-after"),
        header("location"),
    );
    let text = response.text().await.unwrap();
    Answer {
        status,
        retry_after,
        location,
        body: serde_json::from_str(&text).unwrap_or(Value::Null),
    }
}

/// An app that takes pushes; its answer to a validation is `reply` of the token.
pub async fn hook(reply: fn(String) -> String) -> (String, mpsc::UnboundedReceiver<Value>) {
    let (sender, pushes) = mpsc::unbounded_channel();
    let handler = move |request: axum::extract::Request| {
        let sender = sender.clone();
        async move {
            let query = request.uri().query().unwrap_or_default().to_owned();
            let token = url::form_urlencoded::parse(query.as_bytes())
                .find(|(name, _)| name == "validationToken");
            if let Some((_, token)) = token {
                return reply(token.into_owned());
            }
            let bytes = axum::body::to_bytes(request.into_body(), 1 << 20)
                .await
                .unwrap();
            let _ = sender.send(serde_json::from_slice(&bytes).unwrap());
            String::new()
        }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/hook", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, axum::Router::new().fallback(handler)).await });
    (address, pushes)
}

/// The next push, within five seconds.
pub async fn next(pushes: &mut mpsc::UnboundedReceiver<Value>) -> Value {
    let push = tokio::time::timeout(std::time::Duration::from_secs(5), pushes.recv()).await;
    push.expect("a push comes").unwrap()
}
