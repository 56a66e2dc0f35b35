### Det som säljarna skriver med, och de meddelanden som Liaison skriver själv.

# --- identiteter
addresses-lead = Varje adress du skriver från har ett synligt namn och en signatur. Standardadressen används om du inte väljer en annan.
addresses-none = Inga än. Den första följer med ditt konto.
field-identity-name = Synligt namn
field-identity-name-hint = Det står före adressen i varje meddelande du skickar från den.
field-identity-address-hint = En adress vars post du kan läsa.
identity-state-confirmed = Bekräftad
identity-state-waiting = Inte bekräftad än
identity-state-expired = Länken har gått ut
identity-state-unsent = Inte bekräftad
identity-waiting = Ett meddelande med knappen ”Bekräfta adressen” skickades den { $sent }. Innan någon trycker på den kan du inte skriva från adressen. Har inget kommit? Titta i skräpposten.
identity-expired = Länken i meddelandet fungerade i sju dagar. Skicka ett nytt för att bekräfta adressen.
identity-unsent = Meddelandet till adressen kunde inte levereras, eller så har bekräftelsen tagits tillbaka. Kontrollera adressen och skicka sedan meddelandet igen.
identity-resend = Skicka meddelandet igen
identity-make-default = Gör till standard
identity-remove = Ta bort
identity-remove-title = Ta bort { $address }?
identity-remove-text = Du kan inte längre skriva från adressen. Dess signatur raderas.
identity-add-title = En adress till
identity-add-lead = Vi skickar ett meddelande till adressen för att vara säkra på att den är din. Postlådans server måste tillåta att du skickar från den; Google och Microsoft tillåter bara postlådans egen adress.
identity-add = Lägg till adressen
identity-full = { $count ->
    [one] Du kan skriva från en adress, och den har du.
   *[other] Du kan skriva från { $count } adresser, och dem har du. Ta bort en för att lägga till en annan.
}
identity-no-mail = Liaison kan inte skicka egna meddelanden än, så ingen adress kan bekräftas. Be den som driver Liaison att ställa in ett e-postrelä.
verify-title = Är det här din adress?
verify-lead = Någon vill skriva från den med Liaison.
verify-address = Adress
verify-who = Vem som frågar
verify-confirm = Bekräfta adressen
verify-not-you = Vet du inte vem det är? Stäng sidan. Utan knappen kan ingen skriva från din adress.
verify-done-title = Adressen är bekräftad
verify-done = { $name } kan nu skriva från { $address }.
verify-settings = Gå till e-postinställningarna
verify-close = Du kan stänga sidan.
said-identity-added = Adressen är tillagd. Bekräfta den med meddelandet som vi just skickade dit.
said-identity-resent = Meddelandet är på väg igen. Den tidigare länken fungerar inte längre.
said-identity-default = Det här är nu din standardadress.
said-identity-removed = Adressen är borttagen.

mail-no-button = Fungerar inte knappen? Öppna den här adressen:
mail-welcome-subject = Välkommen till Liaison: aktivera ditt konto
mail-welcome-title = Välkommen till Liaison
mail-welcome-invited = Du är inbjuden till Liaison, där sälj och marknad arbetar hand i hand.
mail-welcome-invited-by = { $name } har bjudit in dig till Liaison, där sälj och marknad arbetar hand i hand.
mail-welcome-how = Du loggar in med ditt Salesforce-konto. Det tar ungefär tre minuter, och du kan pausa och komma tillbaka när som helst.
mail-welcome-until = Länken är bara till för dig och fungerar till den { $until }.
mail-welcome-unexpected = Väntade du dig inte det här? Då behöver du inte göra något. Utan dig aktiveras inget konto.
mail-reset-subject = Välj ett nytt lösenord till Liaison
mail-reset-title = Välj ett nytt lösenord
mail-reset-why = Någon, troligen du, har bett om ett nytt lösenord till ditt konto.
mail-reset-button = Välj lösenord
mail-reset-until = Länken fungerar en gång, i en timme.
mail-reset-unexpected = Var det inte du? Då behöver du inte göra något. Ditt lösenord förblir som det är.
mail-verify-subject = Är det här din adress?
mail-verify-title = Är det här din adress?
mail-verify-who = { $name } ({ $account }) vill skriva från { $address } med Liaison.
mail-verify-how = Stämmer det? Tryck då på knappen och bekräfta på sidan som öppnas.
mail-verify-until = Länken fungerar en gång, till den { $until }.
mail-verify-unexpected = Vet du inte vem det är? Då behöver du inte göra något. Utan dig kan ingen skriva från din adress.

mail-reconnect-subject = Din anslutning till { $provider } har upphört
mail-reconnect-title = Anslut { $provider } igen
mail-reconnect-why = { $provider } godtar inte längre anslutningen du gjorde med Liaison. Den har återkallats där, har gått ut, eller så har ditt lösenord ändrats.
mail-reconnect-means = Tills du ansluter igen gör Liaison ingenting för dig där. Inget går förlorat.
mail-reconnect-once = Det här mejlet skickas en gång för varje anslutning som upphör.
mail-test-subject = Testmeddelande från Liaison
mail-test-title = Din postlåda fungerar
mail-test-why = Liaison har skickat det här meddelandet från din adress till sig själv, för att se att det går att skicka och att det som kommer syns.
mail-test-button = Se din anslutning
mail-test-delete = Du kan ta bort det här meddelandet.

# --- skriva
place-templates = Mallar
compose-to = E-post till { $name }
compose-many = E-post till { $count ->
    [one] en person
   *[other] { $count } personer
}
compose-many-lead = Alla får ett eget exemplar. Du ser varje exemplar innan något skickas.
compose-recipients = Vilka som får det
compose-review = Granska { $count ->
    [one] ett exemplar
   *[other] { $count } exemplar
}
compose-no-mailbox = Ingen postlåda är ansluten.
compose-no-mailbox-text = Du kan skriva och spara utkast; anslut din postlåda för att skicka.
compose-send = Skicka
compose-schedule = Schemalägg
compose-time = Datum och tid
compose-schedule-send = Skicka vid denna tid
compose-to-myself = Skicka ett test till mig
compose-keep = Spara som utkast
compose-kept = Utkast sparat { $time }
compose-not-kept = Utkastet kunde inte sparas just nu. Din text finns kvar här.
compose-template = Mall
compose-copies = Kopia, hemlig kopia
compose-fields = Fält som fylls i
compose-fields-text = Ett fält ersätts med det som är känt om varje person. Om inget är känt skickas mejlet inte, om du inte anger ett standardvärde: first_name | default: "vän".
compose-files = Bilagor
compose-attach = Bifoga en fil
compose-upload = Ladda upp
compose-attach-hint = Högst 23 MB tillsammans; över 20 MB säger många servrar nej.
compose-uploading = Laddar upp
compose-not-uploaded = Filen kunde inte laddas upp.
compose-non-commercial = Mallen är för mejl som inte är reklam: avregistreringar stoppar dem inte, blockerade domäner gör det.
field-from = Från
field-cc = Kopia
field-bcc = Hemlig kopia
field-subject = Ämne
field-body = Meddelande
size-kb = { $size } kB
size-mb = { $size } MB
said-draft-kept = Utkastet är sparat.
said-email-scheduled = Mejlet skickas vid den tid du valde.
said-email-to-myself = Testet är på väg till din egen postlåda.
said-email-taken-back = Återtaget: det är ett utkast igen.
said-email-deleted = Mejlet är borttaget.
said-archived = Arkiverat. Det spåras inte längre.
said-unarchived = Tillbaka bland de levererade.
said-emails-done = Klart. Det som inte kunde ändras står kvar.
emails-to-several = Mejl till flera personer
email-no-subject = (inget ämne)

# --- exemplar
copies-review = { $count ->
    [one] Ett exemplar att granska
   *[other] { $count } exemplar att granska
}
copies-sent = { $count ->
    [one] Ett exemplar
   *[other] { $count } exemplar
} på väg
copies-left-out = { $count ->
    [one] En person får inget exemplar
   *[other] { $count } personer får inget exemplar
}
copies-edit-one = Ändra detta exemplar
copies-open = Öppna
copies-send = Skicka { $count ->
    [one] ett mejl
   *[other] { $count } mejl
}

# --- ett mejl
origin-sales = Sälj
email-to = Till
email-message = Meddelande
email-leaving = Mejlet skickas om några sekunder.
email-leaving-text = Fram till dess kan du ta tillbaka det.
email-undo = Ta tillbaka
email-edit = Redigera
email-retry = Skicka igen
email-follow-up = Skicka en uppföljning
email-success = Framgång
email-archive = Arkivera
email-unarchive = Ta ut ur arkivet
email-delete = Ta bort
email-delete-title = Ta bort mejlet?
email-delete-text = Det försvinner för alltid. Det som personen har fått finns kvar hos den.
email-checked-left = Det har skickats
email-checked-not-left = Det har inte skickats
email-happened = Vad som har hänt
email-opens = { $count ->
    [one] en visning
   *[other] { $count } visningar
}
email-clicks = { $count ->
    [one] ett klick
   *[other] { $count } klick
}
email-replies = { $count ->
    [one] ett svar
   *[other] { $count } svar
}
email-event-email-sent = Det skickades
email-event-email-failed = Det skickades inte
email-event-email-opened = Öppnat
email-event-email-clicked = Länk följd
email-event-email-replied = Svar
email-event-email-bounced = Det kom tillbaka
email-event-auto-replied = Automatiskt svar
email-event-unsubscribed = Avregistrering
email-event-resubscribed = Registrerad igen
email-event-task-added = Uppgift tillagd
email-event-task-due = Uppgift att göra
email-event-task-completed = Uppgift klar
email-event-call-logged = Samtal
email-event-campaign-started = Säljkampanj startad
email-event-campaign-ended = Säljkampanj avslutad
email-event-machine = troligen en maskin
email-state-draft = Utkast
email-state-scheduled = Schemalagt
email-state-in-progress = Pågår
email-state-delivered = Levererat
email-state-failed = Misslyckat
email-state-bounced = Studsat
email-state-please-check = Kontrollera

# --- kommandocentral
emails-folders = Mappar
emails-write = Skriv ett mejl
folders-sent = Skickade
folders-pending = Väntar
folders-undelivered = Ej levererade
folder-delivered = Levererade
folder-archived = Arkiverade
folder-scheduled = Schemalagda
folder-draft = Utkast
folder-in-progress = Pågår
folder-failed = Misslyckade
folder-bounced = Studsade
emails-empty-delivered = Inget har skickats än
emails-empty-archived = Arkivet är tomt
emails-empty-scheduled = Inget väntar på sin tid
emails-empty-draft = Det finns inga utkast
emails-empty-in-progress = Inget är på väg
emails-empty-failed = Inget har misslyckats
emails-empty-bounced = Inget har studsat
emails-empty-text = Mejl till dem du arbetar med listas här efter läge, med det som har hänt med dem.
emails-choose-person = Välj en person
emails-nothing-found = Inget mejl passar
emails-nothing-found-text = Ändra sökningen eller filtren.
emails-show-all = Visa alla
emails-search = Sök ämne, namn eller adress
filter-opened = Visningar
filter-yes-opened = Visade
filter-no-opened = Ej visade
filter-clicked = Klick
filter-yes-clicked = Klickade
filter-no-clicked = Ej klickade
filter-replied = Svar
filter-yes-replied = Besvarade
filter-no-replied = Obesvarade
column-person = Person
column-subject = Ämne
column-when = När
choose-all = Välj alla
choose-one = Välj { $name }
chosen = valda

# --- mallar
templates-lead = Texter att börja från. Fälten fylls i för varje person.
templates-search = Sök mallar
templates-empty = Ingen mall passar
templates-empty-text = Skriv en för det du säger om och om igen.
template-new = Ny mall
field-template-name = Namn
field-category = Kategori
field-new-category = Ny kategori
every-category = Alla kategorier
column-shared = Vilka som får använda den
template-shared = Alla
template-private = Bara du
template-of-others = Från en kollega
template-share = Alla får använda den
template-non-commercial = Inte reklam
template-non-commercial-text = För beställningar, fakturor, svar: avregistreringar stoppar det inte.
template-archive = Ta ur bruk
template-archive-title = Ta mallen ur bruk?
template-archive-text = Ingen kan välja den längre. Det som skickats med den finns kvar.
said-template-archived = Mallen är ur bruk.
categories-title = Fästa kategorier
categories-text = Upp till fem står först när du väljer en mall.
categories-pin = Fäst
category-remove = Ta bort kategorin { $name }

# --- vilken väg posten går ut
channel-title = Leveransbarhet
channel-mailbox = Din egen postlåda
channel-mailbox-none = Ingen är ansluten.
channel-team = Teamets server
channel-team-not = { $host } skickar inte från den här adressen. Din administratör bestämmer vilka den skickar från.
channel-unchosen = Inget är valt än: Liaison tar den väg som är markerad.
channel-blind = Dina meddelanden går ut genom teamets server. Ingen postlåda är ansluten, så svar och studsar syns inte här; svaren kommer ändå fram till din postlåda.
channel-save = Spara leveransbarhet

# --- signering med DKIM
dkim-tab = Signering
dkim-lead = Med en DKIM-signatur kan andra servrar se att ett meddelande verkligen kommer från er domän. Liaison signerar det som går ut genom teamets server; för postlådor signerar leverantören.
dkim-no-server = Ställ in teamets server först. Dess domäner visas sedan här.
dkim-signed = Signeras
dkim-unsigned = Signeras inte
dkim-make = Skapa nycklar
dkim-make-new = Skapa nya nycklar
dkim-made-at = Skapade den { $when }.
dkim-state-waiting = Att publicera
dkim-state-signing = Används
dkim-state-retired = Används inte
dkim-state-text-waiting = Lägg in båda posterna i DNS, vänta tills de finns där, och signera sedan med de här nycklarna.
dkim-state-text-signing = Varje meddelande från domänen signeras två gånger, med båda nycklarna. Båda posterna måste finnas kvar i DNS.
dkim-state-text-retired = Inget signeras med de här nycklarna. Låt deras poster finnas kvar i DNS i en vecka, så att meddelanden på väg kan kontrolleras; ta sedan bort båda.
dkim-record-rsa = Post för RSA (2 048 bitar)
dkim-record-ed25519 = Post för Ed25519
dkim-record-name = Namn (typ TXT)
dkim-record-value = Värde
dkim-record-split = Värdet i delar
dkim-record-split-text = För zonfiler, där en sträng rymmer 255 tecken
dkim-begin = Signera med de här nycklarna
dkim-stop = Sluta signera
dkim-stop-title = Skicka utan signatur?
dkim-stop-text = Meddelanden från domänen går från och med nu ut utan signatur. Andra servrar kan ta dem för skräppost.
dkim-remove = Ta bort nycklarna
dkim-remove-title = Ta bort { $selector }?
dkim-remove-text = Nycklarna raderas och går inte att få tillbaka. Ta också bort deras poster ur DNS.
field-selector = Nycklarnas namn (selektor)
field-selector-hint = Bokstäver, siffror och bindestreck. Ett annat program som signerar för domänen behöver ett annat namn.
said-team-server-kept = Servern tar emot vår e-post och är sparad.
said-team-server-works = Servern tar emot vår e-post.
said-team-server-removed = Servern är borttagen.
said-dkim-made = Nycklarna är skapade. Publicera båda posterna nu.
said-dkim-begun = Meddelanden signeras med de här nycklarna från och med nu.
said-dkim-stopped = Inget signeras längre med de här nycklarna.
said-dkim-removed = Nycklarna är borttagna.
