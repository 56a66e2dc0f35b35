### Det som säljarna skriver med, och de meddelanden som Liaison skriver själv.

addresses-title = Adresser du skriver från
addresses-none = Inga än. Den första följer med ditt konto.

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
