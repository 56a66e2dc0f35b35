//! The e-mails a campaign writes: planned for their time, called off when the campaign ends.

use jiff::Timestamp;
use liaison_domain::Refusal;
use liaison_domain::id::{EmailId, StepId};
use liaison_domain::mail::{Email, EmailState, MailHtml, Writing};
use liaison_domain::people::Person;
use liaison_domain::work::campaign::Email as Text;
use liaison_domain::work::{KeptStep, Member};
use liaison_store::Tx;
use liaison_store::mail::emails as kept_emails;
use liaison_store::work::runs::Run;

use crate::{Engine, Outcome};

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
    pub step_id: StepId,
    pub text: &'a Text,
    pub writing: Writing,
    /// The e-mail of the step before.
    pub before: Option<&'a Run>,
    pub at: Timestamp,
}

/// Plans an e-mail in the caller's transaction.
pub(super) async fn plan(engine: &Engine, tx: &Tx, letter: Letter<'_>) -> Outcome<EmailId> {
    let now = engine.clock.now();
    let member = letter.member;
    let to = letter.person.email.clone().ok_or(Refusal::StateChanged)?;
    let mut email = Email {
        id: EmailId(engine.dice.id(now)),
        owner_id: member.user_id,
        person_id: member.person_id,
        identity_id: member.identity_id,
        batch_id: None,
        template_id: None,
        member_id: Some(member.id),
        step_id: Some(letter.step_id),
        follows_id: letter
            .before
            .filter(|_| letter.text.follow_up)
            .and_then(|run| run.email_id),
        state: EmailState::Draft,
        to,
        writing: letter.writing,
        is_non_commercial: false,
        sent_subject: None,
        sent_body: None,
        send_id: None,
        message_id: None,
        created_at: now,
        updated_at: now,
        scheduled_at: None,
        time_zone: Some(member.time_zone.clone()),
        sent_at: None,
        failed_at: None,
        problem: None,
        archived_at: None,
        is_success: false,
        opens: 0,
        clicks: 0,
        replies: 0,
        last_event_at: None,
    };
    email.state = EmailState::Scheduled;
    email.scheduled_at = Some(letter.at);
    kept_emails::save(tx, &email).await?;
    Ok(email.id)
}

/// Calls off an e-mail that has not left; it is thrown away, so that it stands nowhere as failed.
pub(super) async fn call_off(engine: &Engine, tx: &Tx, id: EmailId) -> Outcome<()> {
    let _ = engine;
    let Some(email) = kept_emails::hold(tx, id).await? else {
        return Ok(());
    };
    if email.state == EmailState::Scheduled {
        kept_emails::delete(tx, id).await?;
    }
    Ok(())
}
