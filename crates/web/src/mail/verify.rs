//! Where *Confirm address* in the mail to a new identity's address leads.

use askama::Template;
use axum::extract::Path;
use liaison_engine::Token;
use liaison_engine::mail::identities::{self, Claim};

use crate::page::Page;
use crate::respond::{Answer, html};
use crate::visitor::Visitor;

#[derive(Template)]
#[template(path = "mail/verify.html")]
struct Verify {
    page: Page,
    address: String,
    name: String,
    account: String,
    action: String,
    is_done: bool,
    /// The one who asked is the one who is signed in here.
    is_own: bool,
}

fn page(visitor: &Visitor, claim: &Claim, action: String, is_done: bool) -> Verify {
    let t = visitor.t();
    let (view, title) = if is_done {
        ("verify:done", t.get("verify-done-title"))
    } else {
        ("verify:ask", t.get("verify-title"))
    };
    Verify {
        page: Page::new(visitor, view, title),
        address: claim.identity.address.to_string(),
        name: claim.owner.display_name(),
        account: claim.owner.email.to_string(),
        action,
        is_done,
        is_own: visitor.user().is_some_and(|user| user.id == claim.owner.id),
    }
}

/// Only looks: mail scanners open every link.
pub(crate) async fn ask(visitor: Visitor, Path(token): Path<String>) -> Answer {
    let claim = identities::look(&visitor.app.engine, &Token::received(&token)).await?;
    let action = format!("/verify-address/{token}");
    Ok(html(&page(&visitor, &claim, action, false)))
}

pub(crate) async fn confirm(visitor: Visitor, Path(token): Path<String>) -> Answer {
    let claim = identities::confirm(&visitor.app.engine, &Token::received(&token)).await?;
    Ok(html(&page(&visitor, &claim, String::new(), true)))
}
