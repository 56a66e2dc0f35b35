//! Signed-in browsers: beginning, checking, ending.

use liaison_domain::Refusal;
use liaison_domain::access::session::{SEEN_EVERY, Session, SignInMethod};
use liaison_domain::access::{Actor, AuditAction, User};
use liaison_domain::id::{SessionId, UserId};
use liaison_store::access::{sessions, users};
use liaison_store::{Fault, Sql};

use super::note;
use crate::{Engine, Outcome, Token};

/// The longest description of a browser we keep, in characters.
const LONGEST_USER_AGENT: usize = 300;

/// Begins a session in the caller's transaction; the token is for the browser's cookie.
pub(crate) async fn begin(
    engine: &Engine,
    sql: &impl Sql,
    user_id: UserId,
    method: SignInMethod,
    user_agent: &str,
) -> Result<Token, Fault> {
    let (_, token) = begin_known(engine, sql, user_id, method, user_agent).await?;
    Ok(token)
}

/// Like [`begin`], for who needs to know which session it is.
pub(crate) async fn begin_known(
    engine: &Engine,
    sql: &impl Sql,
    user_id: UserId,
    method: SignInMethod,
    user_agent: &str,
) -> Result<(SessionId, Token), Fault> {
    let now = engine.clock.now();
    let token = Token::throw(&engine.dice);
    let session = Session {
        id: SessionId(engine.dice.id(now)),
        user_id,
        created_at: now,
        last_seen_at: now,
        user_agent: user_agent
            .chars()
            .filter(|c| !c.is_control())
            .take(LONGEST_USER_AGENT)
            .collect(),
        method,
    };
    sessions::add(sql, &session, &token.hash()).await?;
    Ok((session.id, token))
}

/// One-click sign-in of the demo world.
#[cfg(feature = "demo")]
pub async fn without_proof(
    engine: &Engine,
    email: &liaison_domain::EmailAddress,
    user_agent: &str,
) -> Outcome<Token> {
    let user = users::by_email(&engine.db, email)
        .await?
        .ok_or(Refusal::NotFound)?;
    if !user.may_enter(engine.clock.now()) {
        return Err(Refusal::AccessEnded.into());
    }
    Ok(begin(engine, &engine.db, user.id, SignInMethod::Link, user_agent).await?)
}

/// Who a browser with this token is, if anybody. Asked on every request, so that an ended session,
/// a deactivated user or a passed expiry date is felt at once on every process.
pub async fn check(engine: &Engine, token: &Token) -> Outcome<Option<(Session, User)>> {
    let now = engine.clock.now();
    let Some(session) = sessions::by_token(&engine.db, &token.hash()).await? else {
        return Ok(None);
    };
    if !session.is_live(now) {
        return Ok(None);
    }
    let Some(user) = users::by_id(&engine.db, session.user_id).await? else {
        return Ok(None);
    };
    if !user.may_enter(now) {
        return Ok(None);
    }
    if now.duration_since(session.last_seen_at) >= SEEN_EVERY {
        sessions::seen(&engine.db, session.id, now).await?;
    }
    Ok(Some((session, user)))
}

/// Signs this browser out.
pub async fn sign_out(engine: &Engine, session: &Session) -> Outcome<()> {
    sessions::end(&engine.db, session.user_id, session.id).await?;
    Ok(())
}

/// Ends one of one's own sessions.
pub async fn end(engine: &Engine, user_id: UserId, id: SessionId) -> Outcome<()> {
    if sessions::end(&engine.db, user_id, id).await? {
        Ok(())
    } else {
        Err(Refusal::NotFound.into())
    }
}

/// Ends all of one's own sessions but this one; how many.
pub async fn end_others(engine: &Engine, actor: Actor, session: &Session) -> Outcome<u64> {
    let tx = engine.db.begin().await?;
    let ended = sessions::end_all(&tx, session.user_id, Some(session.id)).await?;
    note(
        engine,
        &tx,
        actor,
        AuditAction::SessionsEnded,
        session.user_id,
        &ended.to_string(),
    )
    .await?;
    tx.commit().await?;
    Ok(ended)
}
