### Personer, och hur de säger att det räcker.

# --- mottagarens sida
unsubscribe-title = Avregistrera dig
unsubscribe-lead = Du kan stoppa mejl till { $address }.
unsubscribe-what = Vad vill du stoppa?
unsubscribe-what-sales = Mejl från företagets säljare
unsubscribe-what-all = Alla mejl från företaget
unsubscribe-why = Varför?
unsubscribe-why-too-many = Det är för många
unsubscribe-why-not-relevant = De angår mig inte
unsubscribe-why-never-asked = Jag har aldrig bett om dem
unsubscribe-why-other = Något annat
unsubscribe-words = Med egna ord
unsubscribe-button = Avregistrera mig
unsubscribe-done-title = Du är avregistrerad
unsubscribe-done = { $address } får inga fler säljmejl från oss.
unsubscribe-done-next = Det gäller från och med nu. Du kan stänga sidan.

# --- meddelandet sist i mejl
unsubscribe-message = Vill du hellre slippa höra från oss?
unsubscribe-message-link = Avregistrera dig
unsubscribe-settings-lead = Vad som står sist i mejlen som era säljare skickar, så att mottagare kan stoppa dem.
unsubscribe-append = Sätt meddelandet sist i mejl
unsubscribe-text = Meddelande
unsubscribe-text-hint = Den första länken blir mottagarens egen länk för att avregistrera sig, vilken adress den än har här. Utan länk läggs en till.
