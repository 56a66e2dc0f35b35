//! What an admin chose for the panel: the same for everybody and on all records (administration 6.4, 7.7).

use serde::{Deserialize, Serialize};

use crate::codes::codes;

codes! {
    /// What the panel's drop-down offers (administration 7.3).
    PanelAction {
        Email => "email",
        Campaign => "campaign",
        Task => "task",
        Call => "call",
    }
}

codes! {
    /// The panel's tabs, in the order they have by themselves.
    PanelTab {
        Timeline => "timeline",
        Emails => "emails",
        Tasks => "tasks",
        Calls => "calls",
    }
}

/// The choices. What is stored is read leniently: codes that are no longer known are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PanelChoice {
    /// Off as a whole: the panel shows what happened and offers nothing.
    pub actions: bool,
    hidden_actions: Vec<String>,
    hidden_tabs: Vec<String>,
    tab_order: Vec<String>,
}

impl Default for PanelChoice {
    fn default() -> Self {
        Self {
            actions: true,
            hidden_actions: Vec::new(),
            hidden_tabs: Vec::new(),
            tab_order: Vec::new(),
        }
    }
}

impl PanelChoice {
    /// Every tab once, the named ones first in their order.
    pub fn new(
        actions: bool,
        hidden_actions: &[PanelAction],
        hidden_tabs: &[PanelTab],
        order: &[PanelTab],
    ) -> Self {
        let codes = |tabs: &[PanelTab]| tabs.iter().map(|t| t.code().to_owned()).collect();
        Self {
            actions,
            hidden_actions: hidden_actions.iter().map(|a| a.code().to_owned()).collect(),
            hidden_tabs: codes(hidden_tabs),
            tab_order: codes(order),
        }
    }

    pub fn offers(&self, action: PanelAction) -> bool {
        self.actions && !self.is_hidden(action)
    }

    /// Hidden by itself, whether or not all are.
    pub fn is_hidden(&self, action: PanelAction) -> bool {
        self.hidden_actions.iter().any(|code| code == action.code())
    }

    pub fn shows(&self, tab: PanelTab) -> bool {
        !self.hidden_tabs.iter().any(|code| code == tab.code())
    }

    /// All tabs, hidden ones too, in the admin's order.
    pub fn order(&self) -> Vec<PanelTab> {
        let chosen = self
            .tab_order
            .iter()
            .filter_map(|code| PanelTab::from_code(code));
        let mut order: Vec<PanelTab> = Vec::new();
        for tab in chosen.chain(PanelTab::ALL.iter().copied()) {
            if !order.contains(&tab) {
                order.push(tab);
            }
        }
        order
    }

    /// The tabs that are shown, in the admin's order.
    pub fn tabs(&self) -> Vec<PanelTab> {
        self.order()
            .into_iter()
            .filter(|tab| self.shows(*tab))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_shown_until_somebody_hides_it() {
        let choice = PanelChoice::default();
        assert!(PanelAction::ALL.iter().all(|action| choice.offers(*action)));
        assert_eq!(choice.tabs(), PanelTab::ALL);
    }

    #[test]
    fn the_main_switch_turns_every_action_off_and_keeps_the_single_ones() {
        let mut choice = PanelChoice::new(true, &[PanelAction::Call], &[], &[]);
        assert!(choice.offers(PanelAction::Email) && !choice.offers(PanelAction::Call));
        choice.actions = false;
        assert!(!choice.offers(PanelAction::Email) && !choice.is_hidden(PanelAction::Email));
    }

    #[test]
    fn the_named_tabs_come_first_and_none_twice() {
        let order = [PanelTab::Calls, PanelTab::Emails, PanelTab::Calls];
        let choice = PanelChoice::new(true, &[], &[PanelTab::Tasks], &order);
        let shown = [PanelTab::Calls, PanelTab::Emails, PanelTab::Timeline];
        assert_eq!(choice.tabs(), shown);
        let stored = r#"{"actions":true,"tab_order":["gone","calls"],"new":1}"#;
        let read: PanelChoice = serde_json::from_str(stored).unwrap();
        assert_eq!(read.order()[0], PanelTab::Calls);
        assert_eq!(read.order().len(), PanelTab::ALL.len());
    }
}
