//! The doctor's look at one user's Salesforce: is everything there that is written, and may it be written?

use std::collections::BTreeMap;

use liaison_domain::access::User;
use liaison_engine::Engine;
use liaison_engine::links::crm::check::{self, Standing};

/// What a group of findings has in common, and what it is about.
pub(super) struct Look {
    pub is_bad: bool,
    pub what: String,
    /// Empty when nothing is to be done.
    pub todo: &'static str,
}

pub(super) async fn look(engine: &Engine, user: &User) -> liaison_engine::Outcome<Vec<Look>> {
    let all = check::check(engine, user.id).await?;
    let mut groups: BTreeMap<(&'static str, bool, &'static str), Vec<String>> = BTreeMap::new();
    let good = all.iter().filter(|one| one.standing == Standing::Good);
    let count = good.count();
    for one in &all {
        if one.standing != Standing::Good {
            let key = (one.remedy(), one.is_bad(), said(one.standing));
            groups.entry(key).or_default().push(one.name());
        }
    }
    let email = &user.email;
    let mut looks = vec![Look {
        is_bad: false,
        what: format!(
            "Salesforce of {email}: {count} of {} things are in order",
            all.len()
        ),
        todo: "",
    }];
    looks.extend(
        groups
            .into_iter()
            .map(|((remedy, is_bad, standing), names)| Look {
                is_bad,
                what: format!("Salesforce of {email}: {standing}: {}", names.join(", ")),
                todo: todo(remedy),
            }),
    );
    Ok(looks)
}

fn said(standing: Standing) -> &'static str {
    match standing {
        Standing::Good => "in order",
        Standing::Missing => "missing or hidden",
        Standing::ReadOnly => "may not be written",
        Standing::Hidden => "cannot be seen",
        Standing::Unknown => "cannot be read",
    }
}

fn todo(remedy: &str) -> &'static str {
    match remedy {
        "api" => "give their profile or a permission set \"API Enabled\"",
        "type" => {
            "add exactly this value to the picklist Type of tasks, without a default; until then activities have no type"
        }
        "permission-set" => "assign the package's permission set to them",
        "permission-set-unknown" => {
            "ask a Salesforce admin whether the package's permission set is assigned to them"
        }
        "object-hidden" => {
            "give read and edit access to the object, or stop logging to it in Sync settings"
        }
        "field-read-only" => "give edit access in field-level security",
        "task-field" => {
            "create the fields on Activity with exactly these API names, or show them in field-level security"
        }
        _ => "install the Liaison package, or show the fields in field-level security",
    }
}
