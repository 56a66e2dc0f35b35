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
unsubscribe-text = Meddelande
unsubscribe-text-hint = Den första länken blir mottagarens egen länk för att avregistrera sig, vilken adress den än har här. Utan länk läggs en till.
