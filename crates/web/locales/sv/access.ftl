### Att komma in: första start, inloggning, inbjudningar, guiden, användare, den egna profilen.

# --- första start
front-title = Ingen administrerar den här instansen än
front-nobody = Den som startade Liaison fick en länk för att skapa den första administratören. Länken visas där programmet körs.
front-where = Kör det här kommandot där för att få en ny länk:
first-run-title = Skapa den första administratören
first-run-lead = Din adress och det här lösenordet fungerar även när alla externa system ligger nere. Förvara lösenordet säkert.
first-run-create = Skapa administratörskontot

# --- inloggning
sign-in-title = Logga in i Liaison
sign-in = Logga in
sign-in-salesforce = Logga in med Salesforce
sign-in-password = Logga in med lösenord
sign-in-password-admins = För administratörer: ditt lösenord fungerar även när Salesforce inte svarar.
sign-in-forgot = Har du glömt lösenordet?
forgot-title = Har du glömt lösenordet?
forgot-lead = Ange din adress. Om det finns ett lösenord till den får du ett e-postmeddelande med en länk som fungerar i en timme.
forgot-send = Skicka länken
forgot-sent = Om det finns ett lösenord till adressen är ett e-postmeddelande med en länk på väg. Kommer inget? Titta i skräpposten eller fråga din administratör.
reset-title = Välj ett nytt lösenord
reset-set = Välj lösenord

# --- länken i välkomstmeddelandet
welcome-title = Aktivera ditt konto
welcome-invited = En inbjudan till Liaison för { $email }.
welcome-invited-by = { $name } har bjudit in dig till Liaison som { $email }.
welcome-salesforce-lead = Du loggar in med ditt Salesforce-konto. Det måste ha samma e-postadress som ovan, och din profil där behöver ”API aktiverat”. Om du redan är inloggad i Salesforce räcker det med två klick.
welcome-password-lead = Välj ett lösenord till ditt konto, eller aktivera det med Salesforce här nedanför.
welcome-password = Skapa konto
welcome-leaving = Du kan stänga den här sidan. Länken i välkomstmeddelandet tar dig tillbaka hit.

# --- guiden
rail = Steg
rail-done = klart
rail-activate = Aktivering
rail-start = Välkommen
rail-mailbox = Postlåda
rail-signature = Signatur
rail-finish = Avslutning
wizard-leaving = Du kan lämna när som helst. Det du har gjort sparas, och du fortsätter här när du loggar in igen.
onboarding-title-start = Välkommen till Liaison
onboarding-welcome-name = Välkommen till Liaison, { $name }
onboarding-start-text = Ditt konto är aktivt och anslutet till Salesforce. Nu ställer vi in hur du skickar e-post.
onboarding-title-introduction = Två saker, tre minuter
onboarding-introduction-text = Liaison skickar din e-post från din egen postlåda och hittar svaren där.
onboarding-introduction-mailbox = Anslut din postlåda.
onboarding-introduction-signature = Skriv din signatur.
onboarding-title-mailbox = Anslut din postlåda
onboarding-mailbox-text = Vilken e-postklient använder du? Liaison skickar från din egen postlåda och hittar svaren där.
onboarding-mailbox-connect = Anslut postlådan
onboarding-mailbox-later-means = Med ”Senare” går du vidare utan postlåda. Tills du ansluter en i E-postinställningar kan du inte skicka, och inga svar fångas upp.
onboarding-mailbox-testing-later-means = Med ”Senare” går du vidare direkt. Testet avslutas av sig självt, och Inställningar → E-post visar hur det gick.
onboarding-title-signature = Din signatur
onboarding-signature-text = Den läggs till sist i alla e-postmeddelanden du skickar. Du kan ändra den när som helst i E-postinställningar.
onboarding-title-finish = Allt är klart
onboarding-finish-text = Så här ser det ut nu. Allt går att ändra i Inställningar.
onboarding-finish-no-mailbox = Inte ansluten än
onboarding-finish-signature = Sparad
onboarding-finish-no-signature = Ingen än

# --- startsida
home-hello = Välkommen
home-hello-name = Kul att se dig, { $name }
home-lead = Din plats mellan marknad och Salesforce.
home-todo = För att komma igång
home-go-on-title = Din konfiguration är inte klar
home-go-on-text = Du kan fortsätta där du slutade.
home-go-on = Gå vidare
todo-done = Klart
todo-connections = Anslut instansen till Salesforce
todo-why-connections = Ange klient-id och klienthemlighet, och tala om vilken organisation som är er. Först då går det att aktivera konton.
todo-salesforce = Anslut ditt Salesforce-konto
todo-why-salesforce = Det du gör här syns i Salesforce som gjort av dig.
todo-mailbox = Anslut din postlåda
todo-why-mailbox = Du skickar från din egen adress, och svaren fångas upp.
todo-signature = Skriv din signatur
todo-why-signature = Den läggs till sist i alla e-postmeddelanden du skickar.
todo-invite = Bjud in dina kollegor
todo-why-invite = De får ett välkomstmeddelande och är igång på några minuter.

# --- bjuda in
invite-users = Bjud in användare
invite-title = Bjud in användare
invite-lead = Var och en får ett välkomstmeddelande med en länk som fungerar i sju dagar.
invite-addresses = E-postadresser
invite-addresses-hint = Så många du vill, åtskilda med kommatecken, semikolon, mellanslag eller radbrytningar.
invite-team = Team
invite-no-team = Inget annat team
invite-team-hint = Alla är dessutom med i teamet Everyone.
invite-language = Språk i välkomstmeddelandet
invite-no-mail = Ingen e-postserver är inställd, så ingen e-post kan skickas. Du får en länk för varje person att skicka vidare själv.
invite = Bjud in
invite-done-title = Inbjudningar
invite-done = { $count ->
    [0] Ingen blev inbjuden. Listan visar varför.
    [one] En person är inbjuden.
   *[other] { $count } personer är inbjudna.
}
invite-done-table = Så gick det för varje adress
invite-done-ok = OK
invite-more = Bjud in fler
invite-verdict = Resultat
invite-link-for = Länk för { $email }
resend = Skicka igen
resend-to = Skicka igen till { $email }
verdict-invited = Inbjuden
verdict-already-invited = Redan inbjuden, inte aktiverad än
verdict-already-member = Är redan användare
verdict-deactivated = Är inaktiverad; återaktivera i Användarhantering
address-fault-empty = Det finns ingen adress
address-fault-no-at = Ogiltig adress: @ saknas
address-fault-two-ats = Ogiltig adress: det finns mer än ett @
address-fault-no-name = Ogiltig adress: det står inget före @
address-fault-no-domain = Ogiltig adress: det står inget efter @
address-fault-no-dot = Ogiltig adress: en punkt saknas i domänen (jämför example.com)
address-fault-dots = Ogiltig adress: en punkt sitter på fel ställe
address-fault-character = Ogiltig adress på grund av det här tecknet:
address-fault-invisible = Ogiltig adress: den innehåller ett tecken som inte syns
address-fault-not-ascii = Före @ går bara bokstäverna A till Z; inte den här:
address-fault-quoted = Det går inte att skriva till adresser inom citattecken
address-fault-comment = Inte bara en adress: något står inom parentes
address-fault-display-name = Inte bara en adress: ta bort namnet och vinkelparenteserna
address-fault-literal = Efter @ ska det stå en domän som example.com, inte en IP-adress
address-fault-domain = Ogiltig adress: en sådan domän kan inte finnas
address-fault-too-long = Ogiltig adress: den är för lång

# --- lista över inbjudningar
invitations-lead = Vilka som är inbjudna och hur det har gått.
invitations-empty = Inga inbjudningar än
invitations-empty-text = De du bjuder in visas här, med läget för varje inbjudan.
invitations-new-link = Den nya länken. Skicka den vidare; den tidigare fungerar inte längre.
invited-by = av { $name }
invitation-state-pending = Väntar
invitation-state-accepted = Konto aktiverat
invitation-state-expired = Utgången
invitation-state-revoked = Återkallad
delivery-link-shown = Länk att skicka vidare
delivery-queued = På väg
delivery-sent = Skickat
delivery-failed = Inte levererat
revoke = Återkalla
revoke-title = Återkalla inbjudan till { $email }?
revoke-text = Länken i välkomstmeddelandet slutar genast att fungera. Du kan skicka inbjudan igen senare.
column-mail = E-post
column-sent = Skickades
column-expires = Giltig till

# --- användare
users-lead = { $count ->
    [one] En person, inbjuden eller aktiv.
   *[other] { $count } personer, inbjudna eller aktiva.
}
users-search = Namn eller e-postadress
users-nobody = Ingen hittades
users-nobody-text = Inget namn och ingen adress passar filtren.
every-role = Alla roller
column-name = Namn
column-role = Roll
column-team = Team
column-state = Status
column-since = Aktiv sedan
role-admin = Administratör
role-user = Användare
role-of = Roll för { $name }
user-state-invited = Inbjuden
user-state-active = Aktiv
user-state-locked = Lösenord låst
user-state-deactivated = Inaktiverad
user-state-expired = Åtkomst avslutad
deactivate = Inaktivera
deactivate-title = Inaktivera { $name }?
deactivate-text = Personen loggas ut inom en sekund och kan inte längre logga in. Allt som hör till personen finns kvar, och du kan återaktivera kontot när som helst.
reactivate = Återaktivera
unlock = Lås upp

# --- inloggningshantering
login-lead = Så loggar användarna in. Administratörer kan alltid använda sitt lösenord också.
login-legend = Inloggningssätt
login-mode-salesforce-only = Endast Salesforce
login-mode-text-salesforce-only = Ett klick för alla som är inloggade i Salesforce. Inga lösenord att minnas eller tappa bort.
login-mode-all-methods = Alla inloggningssätt
login-mode-text-all-methods = Var och en väljer ett lösenord när kontot aktiveras, eller använder Salesforce.

# --- sessioner
sessions-lead = Alla webbläsare där du är inloggad. Är det någon du inte känner igen? Logga ut den och byt lösenord.
column-browser = Webbläsare
column-method = Inloggad med
column-began = Loggade in
column-seen = Användes senast
this-browser = Den här webbläsaren
method-password = Lösenord
method-salesforce = Salesforce
method-link = Engångslänk
method-panel = Panelen i Salesforce
end-session = Logga ut
end-session-of = Logga ut { $browser }
end-others = Logga ut alla andra webbläsare

# --- profil
profile-account = Kontouppgifter
profile-email-hint = Bara din administratör kan få den ändrad.
profile-integrations = Dina integrationer
profile-password = Lösenord
profile-password-change = Byt lösenord
old-password-wrong = Det är inte ditt nuvarande lösenord
    .why = Inget har ändrats.
    .next = Ange lösenordet som du loggar in med nu, eller be om en länk på inloggningssidan.
onboarding-start-text-password = Ditt konto är aktivt. Nu ställer vi in hur du skriver till folk.

# --- the tour, and the way out (screens 14 and 15)
onboarding-title-tour = Vill du ha en snabbtitt?
onboarding-tour-text = Fyra korta sidor visar vad säljåtgärder gör för dig. Du kan titta senare från din startsida.
not-now = Inte nu
tour-count = { $number } av { $total }
tour-end = Avsluta snabbtitten
tour-title-worlds = Marknad och sälj, sida vid sida
tour-text-worlds = Violett kommer från marknad, blågrönt från sälj, grått från Liaison. En blick visar var något kommer ifrån.
tour-title-mail = Din egen postlåda
tour-text-mail = Det du skickar går från din egen adress och ligger i din egen mapp för skickat. Svaren hittas där de kommer in.
tour-title-salesforce = Där du redan arbetar
tour-text-salesforce = På varje lead, kontakt, konto och affärsmöjlighet samlar panelen i Salesforce dina säljåtgärder i en listruta, när din Salesforce-administratör har installerat den.
tour-title-settings = Allt går att ändra
tour-text-settings = Signatur, adresser, postlåda och språk finns i Inställningar, under dina initialer högst upp. Varje anslutning visar där hur den mår.
ready-title = Vart nu?
ready-done = Allt är klart.
ready-text = Arbeta i webbappen eller i Salesforce.
open-web-app = Öppna webbappen
launch-salesforce = Starta Salesforce
ready-salesforce-text = Öppna valfri lead, kontakt, konto eller affärsmöjlighet där, i Classic eller Lightning.
ready-no-salesforce = Anslut ditt konto först om du vill arbeta i Salesforce.
home-tour = Ta en snabbtitt
