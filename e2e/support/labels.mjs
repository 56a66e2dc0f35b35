// The words on the buttons, exactly as the onboarding guides say them (seeds 000 and 001), and English.
export const LABELS = {
  en: {
    getStarted: "Get started",
    activate: "Activate account with Salesforce",
    allow: "Allow",
    start: "Start",
    next: "Next",
    save: "Save",
    skip: "Skip",
    finish: "Finish",
    continue: "Continue",
    notNow: "Not now",
    launch: "Launch Salesforce",
  },
  fr: {
    getStarted: "Commencer",
    activate: "Activer le compte avec Salesforce",
    allow: "Autoriser",
    start: "Démarrer",
    next: "Suivant",
    save: "Enregistrer",
    skip: "Ignorer",
    finish: "Terminer",
    continue: "Continuer",
    notNow: "Pas maintenant",
    launch: "Launch Salesforce",
  },
  sv: {
    getStarted: "Kom igång",
    activate: "Aktivera konto med Salesforce",
    allow: "Tillåt",
    start: "Starta",
    next: "Nästa",
    save: "Spara",
    skip: "Hoppa över",
    finish: "Slutför",
    continue: "Fortsätt",
    notNow: "Inte nu",
    launch: "Starta Salesforce",
  },
};

/** What each language calls itself. */
export const OWN = { fr: "Français", sv: "Svenska", en: "English" };
