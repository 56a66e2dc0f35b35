//! Adding somebody by hand (actions 12.1).

use liaison_domain::access::Actor;
use liaison_domain::id::PersonId;
use liaison_domain::people::{Person, PersonSource};
use liaison_domain::{EmailAddress, Refusal};
use liaison_store::people::persons;

use crate::{Engine, Outcome};

/// What a seller enters.
pub struct NewPerson {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub title: String,
    pub company: String,
    pub phone: String,
}

/// Longest entry, in characters.
const LONGEST: usize = 200;

/// Adds a person. Who is known by the address already is refused, not added twice.
pub async fn add(engine: &Engine, actor: Actor, entered: &NewPerson) -> Outcome<PersonId> {
    let clean = |field: &str, text: &str| {
        let text: String = text.trim().chars().filter(|c| !c.is_control()).collect();
        if text.chars().count() > LONGEST {
            return Err(Refusal::TooLong {
                field: field.to_owned(),
                limit: LONGEST.to_string(),
            });
        }
        Ok(text)
    };
    let first_name = clean("first_name", &entered.first_name)?;
    let last_name = clean("last_name", &entered.last_name)?;
    if first_name.is_empty() && last_name.is_empty() {
        return Err(Refusal::PersonNameMissing.into());
    }
    let email = EmailAddress::parse(&entered.email).map_err(|_| Refusal::AddressMalformed {
        address: entered.email.trim().chars().take(LONGEST).collect(),
    })?;
    let now = engine.clock.now();
    let person = Person {
        first_name,
        last_name,
        title: clean("title", &entered.title)?,
        company: clean("company", &entered.company)?,
        phone: clean("phone", &entered.phone)?,
        email: Some(email.clone()),
        source: PersonSource::Manual,
        added_by: actor.user_id(),
        ..Person::from_crm(PersonId(engine.dice.id(now)), now)
    };
    let tx = engine.db.begin().await?;
    // One after the other, so that two who add the same person at once do not both succeed.
    liaison_store::settings::hold(&tx, liaison_store::settings::key::ADDING_PEOPLE).await?;
    if !persons::by_address(&tx, &email).await?.is_empty() {
        return Err(Refusal::PersonKnown {
            address: email.to_string(),
        }
        .into());
    }
    persons::save(&tx, &person).await?;
    tx.commit().await?;
    Ok(person.id)
}
