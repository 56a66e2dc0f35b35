### Anslutningar: Salesforce, postlådor, administratörens appar.

connection = Anslutning
connected-since = Ansluten sedan
last-worked = Fungerade senast
last-checked = Kontrollerades senast
health-connected = Ansluten
health-reconnect = Behöver anslutas igen
health-none = Inte ansluten

# --- till inloggningssidan och tillbaka
leaving-title = Du skickas till Salesforce
leaving-text = Om inget händer, klicka på Fortsätt.
differ-invited = Inbjuden adress
differ-salesforce = Adress i Salesforce
other-salesforce-login = Använd ett annat Salesforce-konto
for-salesforce-admin = Ett meddelande till din Salesforce-administratör
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
mailbox-success-title = Din postlåda är ansluten
mailbox-success-text = Liaison kan läsa och skicka som { $address }.
mailbox-disconnect-title = Koppla från din postlåda?
mailbox-disconnect-text = Tills du ansluter igen kan du inte skicka, och inga svar fångas upp. Lösenordet raderas.
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
