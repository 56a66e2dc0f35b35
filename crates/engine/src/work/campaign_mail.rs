//! The e-mails a campaign writes: planned for their time, called off when the campaign ends.

use jiff::Timestamp;
use liaison_domain::access::User;
use liaison_domain::id::EmailId;
use liaison_domain::mail::{Email, EmailState, MailHtml, Writing};
use liaison_domain::people::Person;
use liaison_domain::work::campaign::Email as Text;
use liaison_domain::work::{KeptStep, Member};
use liaison_store::Tx;
use liaison_store::access::users;
use liaison_store::mail::{emails as kept_emails, sends};
use liaison_store::work::runs::Run;

use crate::mail::{drafts, emails};
use crate::{Engine, Error, Outcome};

/// What a step's e-mail says before fields are filled in. A follow-up has the text of the e-mail before
/// it below (actions 9.3): as the campaign has it, not as it was sent.
pub(super) fn writing(steps: &[KeptStep], at: usize) -> Option<Writing> {
    let text = steps.get(at)?.step.email()?;
    let before = at.checked_sub(1).and_then(|n| steps.get(n)?.step.email());
    let body = match before.filter(|_| text.follow_up) {
        Some(before) => format!("{}<blockquote>{}</blockquote>", text.html, before.html),
        None => text.html.clone(),
    };
    Some(Writing {
        subject: text.subject.clone(),
        body: MailHtml::clean(&body).as_html().to_owned(),
        ..Writing::default()
    })
}

/// What is needed to plan one.
pub(super) struct Letter<'a> {
    pub member: &'a Member,
    pub person: &'a Person,
    pub step: &'a KeptStep,
    pub text: &'a Text,
    pub writing: Writing,
    /// The e-mail of the step before.
    pub before: Option<&'a Run>,
    pub at: Timestamp,
}

impl Letter<'_> {
    fn write(self, engine: &Engine, owner: &User) -> Outcome<Email> {
        let member = self.member;
        let id = EmailId(engine.dice.id(engine.clock.now()));
        Ok(Email {
            identity_id: member.identity_id,
            member_id: Some(member.id),
            step_id: Some(self.step.id),
            template_id: self.step.template_id,
            follows_id: self
                .before
                .filter(|_| self.text.follow_up)
                .and_then(|run| run.email_id),
            writing: self.writing,
            time_zone: Some(member.time_zone.clone()),
            ..drafts::blank(engine, owner, id, self.person)?
        })
    }
}

async fn owner_of(tx: &Tx, member: &Member) -> Outcome<User> {
    let owner = users::by_id(tx, member.user_id).await?;
    owner.ok_or_else(|| Error::broken("a member of nobody's"))
}

/// Plans the first e-mail in the transaction of the launch. What stands in its way is a refusal.
pub(super) async fn plan_first(engine: &Engine, tx: &Tx, letter: Letter<'_>) -> Outcome<EmailId> {
    let owner = owner_of(tx, letter.member).await?;
    let at = letter.at;
    let mut email = letter.write(engine, &owner)?;
    emails::check(engine, tx, &owner, &email).await?;
    emails::schedule(engine, tx, &mut email, at).await?;
    Ok(email.id)
}

/// Plans a later e-mail. One that cannot be planned is kept as failed, with the reason: `false`.
pub(super) async fn plan(engine: &Engine, tx: &Tx, letter: Letter<'_>) -> Outcome<(EmailId, bool)> {
    let owner = owner_of(tx, letter.member).await?;
    let at = letter.at;
    let mut email = letter.write(engine, &owner)?;
    match emails::schedule(engine, tx, &mut email, at).await {
        Ok(()) => Ok((email.id, true)),
        Err(Error::Refused(refusal)) => {
            email.state = EmailState::Failed;
            email.failed_at = Some(engine.clock.now());
            email.problem = Some(refusal);
            kept_emails::save(tx, &email).await?;
            Ok((email.id, false))
        }
        Err(error) => Err(error),
    }
}

/// Calls off an e-mail that has not left; it is thrown away, so that it stands nowhere as failed.
pub(super) async fn call_off(engine: &Engine, tx: &Tx, id: EmailId) -> Outcome<()> {
    let Some(email) = kept_emails::hold(tx, id).await? else {
        return Ok(());
    };
    let waits = matches!(
        email.state,
        EmailState::Draft | EmailState::Scheduled | EmailState::Failed
    );
    let is_off = match email
        .send_id
        .filter(|_| email.state == EmailState::Scheduled)
    {
        Some(send) => sends::call_off(tx, send, engine.clock.now()).await?,
        None => true,
    };
    if waits && is_off {
        kept_emails::delete(tx, id).await?;
    }
    Ok(())
}
