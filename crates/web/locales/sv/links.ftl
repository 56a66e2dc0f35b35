### Anslutningar: Salesforce, postlådor, administratörens appar.

connection = Anslutning
connected-since = Ansluten sedan
last-worked = Fungerade senast
last-checked = Kontrollerades senast
health-connected = Ansluten
health-reconnect = Behöver anslutas igen
health-none = Inte ansluten

# --- till inloggningssidan och tillbaka
leaving-title = Vi tar dig till { $provider }
leaving-text = Om inget händer, klicka på Fortsätt.
differ-invited = Inbjuden adress
differ-salesforce = Adress i Salesforce
other-salesforce-login = Använd ett annat Salesforce-konto

for-salesforce-admin-api = Kan du ge { $salesforce } behörigheten ”API aktiverat” (API Enabled) i Salesforce, så att kontot kan användas med Liaison? Det görs i Inställningar (Setup) → Profiler eller Behörighetsuppsättningar → Systembehörigheter.
for-salesforce-admin-app = Kan du installera och tillåta den externa klientappen ”Liaison” i vår Salesforce-organisation, så att vi kan logga in med Salesforce? Det görs i Inställningar (Setup) → OAuth-användning för anslutna appar (Connected Apps OAuth Usage) → Installera.

# --- eget Salesforce
salesforce-lead = Det du gör i Liaison registreras i Salesforce i ditt namn.
salesforce-none = Salesforce är inte anslutet
salesforce-none-text = Anslut ditt eget konto. Det måste ha samma e-postadress som du har här.
salesforce-username = Användarnamn
salesforce-instance = Adress
salesforce-organisation = Organisation
salesforce-disconnect-title = Koppla från Salesforce?
salesforce-disconnect-text = Tills du ansluter igen registreras inget av det du gör i Salesforce, och du kan inte logga in med Salesforce.

# --- postlåda
tab-addresses = Adress och signatur
tab-connection = E-postanslutning
mailbox-connect-title = Anslut din postlåda
mailbox-reading = Läsa (IMAP)
mailbox-writing = Skicka (SMTP)
mailbox-sent-folder = Mapp för skickat
mailbox-no-sent-folder = Ingen hittades
mailbox-title-connected = E-postanslutningen är konfigurerad
mailbox-success-text = Liaison skickar som { $address } och ser det som kommer dit.
mailbox-disconnect-title = Koppla från din postlåda?
mailbox-disconnect-text-gmail = Tills du ansluter igen kan du inte skicka, och inga svar fångas upp. Liaison lämnar tillbaka sin åtkomst till Google.
mailbox-disconnect-text-outlook = Tills du ansluter igen kan du inte skicka, och inga svar fångas upp. Liaison glömmer sin åtkomst här, men Microsoft tar inte tillbaka den från oss. Vill du ta bort appen även där, öppna listan över dina appar hos Microsoft: myapps.microsoft.com med ett organisationskonto, account.microsoft.com → Sekretess → Appåtkomst med ett personligt konto.
mailbox-disconnect-text-imap = Tills du ansluter igen kan du inte skicka, och inga svar fångas upp. Lösenordet raderas.
field-mailbox-address = Din e-postadress
field-mailbox-username = Användarnamn
field-mailbox-username-hint = Lämna tomt om det är samma som adressen.
field-mailbox-password = Postlådans lösenord
field-mailbox-password-hint = Vissa leverantörer vill ha ett applösenord här.
field-imap-host = IMAP-server
field-smtp-host = SMTP-server
field-port = Port
field-security = Kryptering
security-tls = TLS
security-starttls = STARTTLS

# --- administratörens appar
connections-lead = Apparna som användarna ansluter genom. Vi frågar aldrig efter deras lösenord.
connections-entered = Ifyllt
connections-missing = Inte ifyllt än
connections-redirect = Omdirigeringsadress
connections-redirect-hint = Kopiera adressen till appen hos { $provider }.
connections-host = Här loggar användarna in
connections-production = Produktionsmiljö
connections-sandbox = Testmiljö (sandbox)
connections-domain = Min domän
connections-domain-text = Er egen Salesforce-adress
connections-domain-address = Adress till Min domän
connections-client-id = Klient-id
connections-secret = Klienthemlighet
connections-secret-kept = En hemlighet är sparad. Lämna tomt för att behålla den.
connections-test = Spara och testa
connections-tested = { $provider } känner till klient-id:t och godtar hemligheten.
save-provider = Spara { $provider }
organisation-title = Er organisation
organisation-bound = Vald organisation: { $id }
organisation-unbound = Inte vald än
organisation-text = I andra organisationer kan vem som helst ange vilken e-postadress som helst. Därför kan bara konton från er egen aktiveras. Logga in en gång för att visa vilken det är.
organisation-bind = Logga in i er organisation

# --- mailbox: Gmail, Outlook or another
for-admin = En mening till din { $provider }-administratör
for-mail-admin = Tillåt appen ”Liaison” för vår organisation hos { $provider }, så att alla kan ansluta sin postlåda med den. Den läser och skickar e-post för den som ansluter.
for-liaison-admin-not-set-up = Ange klient-id och klienthemlighet för appen hos { $provider } i Liaison (Inställningar → Anslutningar), så att alla kan ansluta sin postlåda.
for-liaison-admin-client = { $provider } godtar inte appen för Liaison. Kopiera klient-id och klienthemlighet en gång till från appen hos { $provider } till Liaison (Inställningar → Anslutningar) och testa dem där.
for-liaison-admin-redirect = Appen för Liaison hos { $provider } har inte omdirigeringsadressen { $redirect } i sin lista. Lägg till exakt den adressen.
for-liaison-admin-refused = { $provider } nekade när jag ville ansluta min postlåda till Liaison. Se över appen hos { $provider } och testa den i Liaison (Inställningar → Anslutningar). Teknisk detalj: { $detail }
go-on-here = Fortsätt i Liaison
differ-own = Din adress här
differ-mailbox = Postlådans adress
other-mail-account = Använd ett annat { $provider }-konto
mail-client = Postlåda
mail-client-gmail = Gmail
mail-client-outlook = Outlook
mail-client-imap = En annan postlåda
mail-client-text-gmail = Du loggar in hos Google. Vi ser aldrig ditt lösenord.
mail-client-text-outlook = Du loggar in hos Microsoft. Vi ser aldrig ditt lösenord.
mail-client-text-imap = Med IMAP och SMTP, med servrarnas namn och ett lösenord
mail-client-not-offered = Din administratör har inte ställt in detta än.
mailbox-servers-title = En annan postlåda
mailbox-servers-text = Liaison loggar in med IMAP och SMTP. Din it-avdelning vet vad servrarna heter. Lösenordet sparas krypterat.
mailbox-title-testing = Din postlåda testas
mailbox-testing-text = Vi skickar ett testmeddelande från { $address } till sig själv och letar efter det. Det tar några sekunder; sidan går vidare av sig själv.
mailbox-success-goes-on = Om några sekunder går sidan vidare av sig själv.
mailbox-title-trouble = Din postlåda är inte klar än
mailbox-title-reconnect = Din postlåda är inte klar än
mailbox-change-servers = Ändra servrar eller lösenord
mailbox-choose-other = Välj en annan postlåda
mailbox-sends = Sändning
mailbox-replies = Ser svar
mailbox-check-means = ”Kontrollera nu” skickar ett testmeddelande från din adress till sig själv och letar efter det.
direction-testing = Testas
direction-works = Fungerar
direction-fails = Fungerar inte
direction-unknown = Okänt
health-testing = Testas
health-trouble = Behöver ses över

# --- panelen i Salesforce
place-panel = Panelen i Salesforce
panel-title = Liaison
panel-settings-lead = Liaison bredvid leads, kontakter, konton och affärsmöjligheter i Salesforce. Lika för alla.
panel-package = Paketet i Salesforce
panel-package-text = Er Salesforce-administratör installerar paketet och anger två saker i dess inställningar: adressen till Liaison och hemligheten. Mappen salesforce i programmet innehåller paketet och dess guide.
panel-base-url = Adress till Liaison
panel-secret = Hemlighet
panel-secret-there = Hemligheten finns
panel-secret-none = Ingen hemlighet ännu
panel-secret-made = Hemligheten skapades { $when }.
panel-secret-make = Skapa en hemlighet
panel-secret-again-title = Skapa en ny hemlighet?
panel-secret-again-text = Panelen slutar fungera för alla tills den nya hemligheten står i Salesforce.
panel-secret-once = Hemligheten visas bara nu
panel-secret-once-text = Kopiera den till paketets inställningar i Salesforce. Liaison sparar den krypterad och visar den inte igen.
panel-canvas = Adress för Canvas
panel-ancestors = Sidor som får visa panelen
panel-ancestors-none = Inga ännu: ingen har anslutit Salesforce.
panel-shown = Vad panelen visar
panel-actions = Åtgärder
panel-actions-text = Utan dem visar panelen vad som har hänt och erbjuder inget.
panel-single-actions = Enskilda åtgärder
panel-tabs = Flikar
panel-tab-place = Plats för { $tab }
panel-tab-timeline = Historik
panel-tab-emails = E-post
panel-tab-tasks = Uppgifter
panel-tab-calls = Samtal
panel-waiting = Frågar Salesforce
panel-selected = Valda personer
panel-closes = Stängs { $day }
panel-nobody = Ingen att skriva till
panel-nobody-text = Salesforce visar dig inga kontakter med e-postadress här.
panel-untick = Avmarkera dem du vill utelämna. Det du väljer under Åtgärder gäller de övriga.
panel-more-people = Det finns fler personer än dessa 200. Öppna dem en och en i Salesforce för att hämta dem.
panel-no-script = Panelen behöver JavaScript.
open-liaison = Öppna Liaison
panel-no-proof = Panelen vet inte längre vem du är
    .why = Den har varit öppen länge, eller öppnades inte av Salesforce.
    .next = Försök igen, eller öppna sidan i Salesforce på nytt.
panel-unreachable = Liaison svarar inte
    .why = Förbindelsen är bruten, eller så startas Liaison om.
    .next = Försök igen om en stund.
panel-elsewhere = Den här sidan öppnas i Liaison
    .why = Där finns mer plats, och du loggar in först.
    .next = Öppna den i en ny flik.

# --- teamets server
place-team-server = Teamets server
team-server-tab = Server
team-server-lead = En SMTP-server som allas e-post kan gå ut genom, vilken postlåda de än har, eller ingen alls.
team-server-new = Ställ in en server
team-server-means = Servern blir vägen ut för allas standardadress, utom för dem som har valt sin postlåda; för andra adresser kan man välja den. Inget skickas när du provar den.
team-server-state-ok = Fungerar
team-server-state-none = Inte inställd
team-server-used-by = { $count ->
    [0] Ingens e-post går ut genom den än.
    [one] En adress skriver genom den.
   *[other] { $count } adresser skriver genom den.
}
team-server-waiting = { $count ->
    [one] Ett meddelande väntar på att gå ut genom den.
   *[other] { $count } meddelanden väntar på att gå ut genom den.
}
team-server-try = Prova och spara
team-server-remove = Ta bort
team-server-remove-title = Ta bort { $host }?
team-server-remove-nobody = Ingens e-post går ut genom den.
team-server-remove-users = De här adresserna skriver genom den:
team-server-remove-falls-back = fortsätter med sin egen postlåda
team-server-remove-stops = kan inte skicka förrän en postlåda är ansluten
team-server-remove-others = { $count ->
    [one] Och en till.
   *[other] Och { $count } till.
}
team-server-remove-waiting = { $count ->
    [one] Ett meddelande väntar på att gå ut genom den. Det hamnar under ”Misslyckade”, där den som skrev det kan skicka det igen.
   *[other] { $count } meddelanden väntar på att gå ut genom den. De hamnar under ”Misslyckade”, där de som skrev dem kan skicka dem igen.
}
team-server-remove-keys = Lösenordet glöms. Nycklar för signering finns kvar tills du tar bort dem.
field-team-username = Användarnamn
field-team-username-hint = Lämna tomt om servern inte kräver inloggning.
field-team-password-hint = Sparas krypterat och visas aldrig igen.
field-team-password-kept = Ett lösenord är sparat. Lämna tomt för att behålla det.
field-senders = Vem som får skicka genom den
field-senders-hint = Företagets domäner, en per rad; var och en skriver från sina egna bekräftade adresser där. Även en enstaka adress går bra.
field-tried-as = Adress att prova med
field-tried-as-hint = Vi frågar servern om e-post får komma från den. Inget skickas.
