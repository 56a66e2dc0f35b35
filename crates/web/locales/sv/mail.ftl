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
