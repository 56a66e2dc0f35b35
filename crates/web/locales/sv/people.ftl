### Personer, och hur de säger att det räcker.

# --- mottagarens sida
unsubscribe-title = Avregistrera dig
unsubscribe-lead = Du kan stoppa e-post till { $address }.
unsubscribe-what = Vad vill du stoppa?
unsubscribe-what-sales = E-post från företagets säljare
unsubscribe-what-all = All e-post från företaget
unsubscribe-why = Varför?
unsubscribe-why-too-many = Det är för mycket
unsubscribe-why-not-relevant = Den angår mig inte
unsubscribe-why-never-asked = Jag har aldrig bett om den
unsubscribe-why-other = Något annat
unsubscribe-words = Med egna ord
unsubscribe-button = Avregistrera mig
unsubscribe-done-title = Du är avregistrerad
unsubscribe-done = { $address } får ingen mer e-post från våra säljare.
unsubscribe-done-next = Det gäller från och med nu. Du kan stänga sidan.

# --- meddelandet sist i e-post
unsubscribe-message = Vill du hellre slippa höra från oss?
unsubscribe-message-link = Avregistrera dig
unsubscribe-settings-lead = Vad som står sist i den e-post som era säljare skickar, så att mottagare kan stoppa den.
unsubscribe-append = Sätt meddelandet sist i e-post
unsubscribe-words-team = Meddelande
unsubscribe-words-team-hint = Den första länken blir mottagarens egen länk för att avregistrera sig, vilken adress den än har här. Utan länk läggs en till.


# --- listan
people-lead = Alla du arbetar med: hämtade från Salesforce eller tillagda för hand.
people-search = Namn, adress eller företag
people-which = Vilka personer
people-of-all = Alla
people-of-mine = Mina
people-of-unsubscribed = Avregistrerade
people-ticked = Markerade:
tick-all = Markera alla
tick-one = Markera { $name }
people-none = Här finns ingen ännu
people-none-text = Personer kommer hit när du öppnar dem i Salesforce eller när du lägger till dem.
people-nobody = Ingen stämmer
people-nobody-text = Pröva början av ett ord i namnet, adressen eller företaget.
people-cut = Väldigt många stämmer, och alla visas inte. Skriv mer av namnet, adressen eller företaget.

# --- lägga till någon
person-new = Lägg till en person
person-new-lead = Den som finns i Salesforce kommer av sig själv när du öppnar posten där.
person-add = Lägg till
person-add-another = Lägg till, och en till
field-title = Befattning
field-company = Företag
field-phone = Telefon
said-person-added = Personen är tillagd.

# --- en person
person-standing = E-post
person-website = Webbplats
person-owner = Ägare
owner-elsewhere = Någon annan i Salesforce
owned-by = Ägare: { $name }
view-in-liaison = Visa i Liaison
view-in-salesforce-lead = Visa leadet i Salesforce
view-in-salesforce-contact = Visa kontakten i Salesforce
do-email = Skicka säljmejl
do-campaign = Lägg till i säljkampanj
do-task = Lägg till uppgift
do-call = Anteckna ett samtal
standing-open = Får e-post
standing-no-address = Ingen e-postadress
standing-blocked = Domänen är spärrad
standing-bounced = Adressen tar inte emot e-post
standing-unsubscribed = Avregistrerad
standing-opted-out = Avregistrerad i Salesforce

# --- vad som har hänt
timeline-title = Vad som har hänt
timeline-empty = Inget har hänt ännu. E-post, samtal och uppgifter kommer att stå här.
older = Äldre
by-a-machine = av en maskin
happened-email-sent = { $who } skickade ett mejl
happened-email-failed = Ett mejl från { $who } gick inte iväg
happened-email-opened = Öppnade mejlet från { $who }
happened-email-clicked = Följde en länk i mejlet från { $who }
happened-email-replied = Svarade { $who }
happened-email-bounced = Mejlet från { $who } kom tillbaka
happened-auto-replied = Ett automatiskt svar till { $who }
happened-unsubscribed = Avregistrerad
happened-resubscribed = Får e-post igen
happened-task-added = { $who } har en ny uppgift
happened-task-due = En uppgift för { $who } ska göras nu
happened-task-completed = { $who } har gjort en uppgift
happened-call-logged = { $who } ringde
happened-campaign-started = { $who } startade en säljkampanj
happened-campaign-ended = Säljkampanjen från { $who } är slut

# --- bredvid
beside-emails = E-post
beside-tasks = Uppgifter
beside-calls = Samtal
beside-campaigns = Säljkampanjer
beside-no-emails = Inget mejl ännu.
beside-no-tasks = Ingen uppgift.
beside-no-calls = Inget samtal ännu.
beside-no-campaigns = Inte med i någon säljkampanj.
beside-no-subject = (inget ämne)
beside-email-draft = Utkast
beside-email-scheduled = Schemalagt
beside-email-in-progress = På väg
beside-email-delivered = Skickat
beside-email-failed = Misslyckades
beside-email-bounced = Studsade
beside-email-please-check = Kontrollera
beside-opens = { $count ->
    [one] öppnat en gång
   *[other] öppnat { $count } gånger
  }
beside-clicks = { $count ->
    [one] ett klick
   *[other] { $count } klick
  }
beside-replies = { $count ->
    [one] ett svar
   *[other] { $count } svar
  }
beside-due = Till { $day }
beside-task-open = Att göra
beside-task-today = I dag
beside-task-overdue = Försenad
beside-task-done = Klar
beside-minutes = { $count ->
    [one] en minut
   *[other] { $count } minuter
  }
beside-call-completed = Samtal
beside-call-no-answer = Inget svar
beside-call-cancelled = Avbrutet
beside-call-failed = Kom inte fram
beside-campaign-running = Pågår
beside-campaign-over = Avslutad

# --- om någon får e-post
consent-title = Avregistreringar
consent-unsubscribed = Avregistrerad
consent-resubscribed = Registrerad igen
consent-source-clicked-link = Via länken i ett mejl
consent-source-one-click = Via sitt e-postprogram
consent-source-manual = Av en säljare
consent-source-crm = Av Salesforce
consent-source-bounce = För att e-post kom tillbaka
consent-source-admin = Av en administratör
field-reason = Skäl
unsubscribe-open = Avregistrera den här personen
unsubscribe-text = Ingen här skriver till den här adressen längre, och säljkampanjer tar slut för den. Bara en administratör kan ta tillbaka det.
unsubscribe = Avregistrera
resubscribe-open = Ta bort avregistreringen
resubscribe-text = Gör det bara när du kan visa att personen vill ha e-post. Ditt namn sparas med det.
resubscribe = Ta bort avregistreringen
said-unsubscribed = Personen är avregistrerad.
said-resubscribed = Personen får e-post igen.

# --- spärrade domäner
place-blocked-domains = Spärrade domäner
blocked-domains-lead = Ingen här skriver till adresser på de här domänerna eller under dem.
block-title = Spärra en domän
field-domain = Domän
blocked-domains-hint = Till exempel konkurrent.example
block = Spärra
blocked-domains-none = Ingen domän är spärrad.
column-added-by = Tillagd av
unblock = Häv spärren
unblock-one = Häv spärren för { $domain }
said-domain-blocked = Domänen är spärrad.
said-domain-unblocked = Domänen är inte längre spärrad.
