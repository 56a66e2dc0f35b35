//! Login management (administration 5.11).

use askama::Template;
use liaison_domain::Refusal;
use liaison_domain::access::LoginMode;
use liaison_engine::access::login_mode;
use serde::Deserialize;

use crate::forms::Form;
use crate::page::Page;
use crate::respond::{Answer, go_saying, html};
use crate::visitor::Admin;

#[derive(Template)]
#[template(path = "access/login_mode.html")]
struct LoginModePage {
    page: Page,
    mode: LoginMode,
}

impl LoginModePage {
    fn modes(&self) -> [LoginMode; 2] {
        LoginMode::ALL
    }

    fn is_chosen(&self, mode: &LoginMode) -> bool {
        self.mode == *mode
    }
}

pub(crate) async fn show(admin: Admin) -> Answer {
    let mode = login_mode::get(&admin.visitor.app.engine).await?;
    Ok(html(&LoginModePage {
        page: Page::at(&admin, "login", "login-mode:form"),
        mode,
    }))
}

#[derive(Deserialize)]
pub(crate) struct ModeForm {
    mode: String,
}

pub(crate) async fn save(admin: Admin, Form(form): Form<ModeForm>) -> Answer {
    let mode = LoginMode::from_code(&form.mode).ok_or(Refusal::BadForm)?;
    login_mode::set(&admin.visitor.app.engine, admin.actor(), mode).await?;
    Ok(go_saying(&admin.visitor, "/settings/login", "saved"))
}
