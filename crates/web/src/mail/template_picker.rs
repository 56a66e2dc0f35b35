//! Choosing a template while writing (actions 4.2): pinned categories first, then the others.

use askama::Template;
use askama::filters::HtmlSafe;
use liaison_domain::Refusal;
use liaison_domain::id::TemplateId;
use liaison_domain::mail::template::Template as KeptTemplate;
use liaison_store::mail::templates;

use super::compose_form::ComposeForm;
use crate::parts::Icon;
use crate::respond::Trouble;
use crate::texts::Texts;
use crate::visitor::Member;

/// So many are offered; a search finds the others.
const MOST: i64 = 200;

/// A menu inside the form it fills in.
#[derive(Template)]
#[template(path = "mail/template_picker.html")]
pub(crate) struct TemplatePicker {
    t: &'static Texts,
    /// Where the whole form goes with the chosen one.
    action: String,
    groups: Vec<Group>,
}

impl HtmlSafe for TemplatePicker {}

/// A category with templates in it.
pub(crate) struct Group {
    pub name: String,
    pub is_pinned: bool,
    pub templates: Vec<Offer>,
}

pub(crate) struct Offer {
    pub id: TemplateId,
    pub name: String,
    pub subject: String,
}

impl TemplatePicker {
    fn icon(&self, name: &'static str) -> Icon {
        Icon(name)
    }

    pub async fn load(member: &Member, action: String) -> Result<Self, Trouble> {
        let db = &member.visitor.app.engine.db;
        let mut offered = templates::list(db, member.user.id, None, "", MOST).await?;
        let pinned = templates::pinned(db, member.user.id).await?;
        let all = templates::categories(db).await?;
        let others = all
            .into_iter()
            .filter(|category| !pinned.contains(category));
        let in_order: Vec<_> = pinned
            .iter()
            .cloned()
            .map(|category| (category, true))
            .chain(others.map(|category| (category, false)))
            .collect();
        let mut groups = Vec::new();
        for (category, is_pinned) in in_order {
            let (of_it, rest): (Vec<_>, Vec<_>) = offered
                .into_iter()
                .partition(|template| template.category_id == category.id);
            offered = rest;
            if of_it.is_empty() {
                continue;
            }
            let templates = of_it.into_iter().map(|template| Offer {
                id: template.id,
                name: template.name,
                subject: template.subject,
            });
            groups.push(Group {
                name: category.name,
                is_pinned,
                templates: templates.collect(),
            });
        }
        Ok(Self {
            t: member.t(),
            action,
            groups,
        })
    }
}

/// The template that was chosen, which is one this user may use.
pub(crate) async fn chosen(
    member: &Member,
    id: Option<TemplateId>,
) -> Result<KeptTemplate, Trouble> {
    let db = &member.visitor.app.engine.db;
    let id = id.ok_or(Refusal::BadForm)?;
    let found = templates::usable(db, member.user.id, id).await?;
    Ok(found.ok_or(Refusal::NotFound)?)
}

/// Writes the chosen template into the form.
pub(super) async fn fill(member: &Member, form: &mut ComposeForm) -> Result<(), Trouble> {
    let template = chosen(member, form.template).await?;
    form.subject = template.subject;
    form.body = template.body;
    form.is_non_commercial = template.is_non_commercial;
    Ok(())
}
