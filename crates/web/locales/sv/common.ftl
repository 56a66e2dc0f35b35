### Ramen, och orden som alla sidor delar.

# --- knappar från källtexterna (seeds)
get-started = Kom igång
activate-with-salesforce = Aktivera konto med Salesforce
start = Starta
next = Nästa
continue = Fortsätt
back = Tillbaka
save = Spara
skip = Hoppa över
finish = Slutför
later = Senare

# --- ramen
skip-to-content = Hoppa till innehållet
main-navigation = Huvudmeny
own-menu = Din meny
demo-world = Demovärld
settings = Inställningar
my-account = Mitt konto
admin-settings = Administratörsinställningar
sign-out = Logga ut
language = Språk
dismiss = Stäng
leave-for-now = Lämna så länge
go-home = Gå till startsidan
go-to-sign-in = Gå till inloggningen

place-home = Startsida
place-feed = Liveflöde
place-people = Personer
place-emails = E-post
place-campaigns = Kampanjer
place-tasks = Uppgifter
navigation-more = Mer
place-profile = Min profil
place-email = E-postinställningar
place-salesforce = Salesforce
place-sessions = Inloggade webbläsare
place-users = Användarhantering
place-invitations = Inbjudningar
place-login = Inloggningshantering
place-connections = Anslutningar
place-tracking = Spårning
place-unsubscribe = Avregistrering

# --- småord
actions = Åtgärder
actions-for = Åtgärder för { $name }
cancel = Avbryt
change = Ändra
check-now = Kontrollera nu
connect = Anslut
connect-again = Anslut igen
disconnect = Koppla från
copied = Kopierat
copy = Kopiera
default = Standard
keep = Behåll
optional = (valfritt)
or = eller
pages = Sidor
next-page = Nästa sida
search = Sök
show-all = Visa alla
try-again = Försök igen
you = Du

# --- fält
field-email = E-postadress
field-first-name = Förnamn
field-last-name = Efternamn
field-time-zone = Tidszon
field-password = Lösenord
field-password-again = Samma lösenord en gång till
field-new-password = Nytt lösenord
field-old-password = Nuvarande lösenord
field-password-hint = Minst 12 tecken. En egen mening är lätt att minnas och svår att gissa.
field-signature = Din signatur

editor-formatting = Formatering
editor-bold = Fet
editor-italic = Kursiv
editor-underline = Understruken
editor-link = Länk
editor-list = Lista
editor-undo = Ångra
editor-redo = Gör om
editor-link-address = Länkens adress
editor-link-set = Infoga länk
editor-link-remove = Ta bort länk

# --- datum
date = { $day } { $month } { $year }
moment = { $date } kl. { $time }
moment-with-zone = { $moment } ({ $zone })
month-1 = januari
month-2 = februari
month-3 = mars
month-4 = april
month-5 = maj
month-6 = juni
month-7 = juli
month-8 = augusti
month-9 = september
month-10 = oktober
month-11 = november
month-12 = december

# --- bekräftelser efter en åtgärd
said-saved = Sparat.
said-resent = Inbjudan är på väg igen. Den tidigare länken fungerar inte längre.
said-revoked = Inbjudan är återkallad. Länken i den fungerar inte längre.
said-role-changed = Rollen är ändrad.
said-deactivated = Användaren är inaktiverad och utloggad överallt.
said-reactivated = Användaren kan logga in igen.
said-unlocked = Lösenordet går att använda igen.
said-session-ended = Den webbläsaren är utloggad.
said-sessions-ended = Alla andra webbläsare är utloggade.
said-password-changed = Ditt lösenord är ändrat. Alla andra webbläsare är utloggade.
said-connection-works = Anslutningen fungerar.
said-disconnected = Anslutningen är frånkopplad.
said-salesforce-connected = Salesforce är anslutet.
said-organisation-bound = Er Salesforce-organisation är vald. Nu kan alla aktivera sina konton.

# --- när felet är vårt
broken = Något gick fel hos oss
    .why = Felet är noterat i loggen. Det du redan hade sparat finns kvar.
    .next = Försök igen om en stund. Om det händer igen, tala om för din administratör när det hände.

# --- demovärldens startsida
demo-title = Demovärlden
demo-lead = { $company } är ett påhittat företag. Salesforce och e-postservrarna är på låtsas och körs på den här datorn; allt annat är Liaison som det är. Inget härifrån lämnar din dator.
demo-enter = Välj vem du vill vara, med ett klick
demo-as-admin = { $name }, administratör
demo-as-seller = { $name }, säljare
demo-invited = Eller kom in som ny säljare
demo-invited-text = De här personerna är inbjudna. Öppna ett välkomstmeddelande, klicka på knappen och logga in i låtsas-Salesforce med personens adress.
demo-no-api = ingen API-åtkomst
demo-places = Platser i den här världen
demo-salesforce = Låtsas-Salesforce
demo-mailboxes = Alla postlådor
demo-password = Lösenord: { $password }
demo-control = Styr-API
demo-control-text = Flyttar klockan och får saker att gå fel
demo-design = Utseende
demo-design-text = Alla delar i alla lägen
go-back = Gå tillbaka
