### Liveflödet, och hur öppningar och klick märks.

# --- flödet
feed-lead = Vad som händer med dina e-postmeddelanden, uppgifter och kampanjer. Nya rader kommer av sig själva.
feed-show = Visa bara
feed-apply = Använd
feed-filter-opens = Öppningar
feed-filter-clicks = Klick
feed-filter-replies = Svar
feed-filter-bounces = Studsar
feed-filter-unsubscribes = Avregistreringar
feed-filter-tasks = Uppgifter och samtal
feed-machines = Visa även troligen automatiskt
feed-likely-automated = Troligen automatiskt
feed-live = Direkt: nya rader kommer av sig själva
feed-reconnecting = Förbindelsen är bruten; försöker igen
feed-older = Äldre
feed-empty = Inget här än
feed-empty-text = När någon öppnar ditt e-postmeddelande, följer en länk eller svarar syns det här med en gång.
feed-empty-narrowed = Inget av det du har kryssat för har hänt.
feed-show-all = Visa allt
feed-write = Skriv e-post
feed-follow-up = Följ upp { $name } med e-post
feed-log-call = Logga ett samtal med { $name }
feed-add-task = Lägg till en uppgift för { $name }
feed-unseen = { $count ->
    [0] Liveflöde
    [one] Liveflöde: { $count } ny
   *[other] Liveflöde: { $count } nya
}
feed-just-now = Nyss
feed-minutes-ago = { $count ->
    [one] för { $count } minut sedan
   *[other] för { $count } minuter sedan
}
feed-hours-ago = { $count ->
    [one] för { $count } timme sedan
   *[other] för { $count } timmar sedan
}
feed-days-ago = { $count ->
    [one] för { $count } dag sedan
   *[other] för { $count } dagar sedan
}
feed-event-email-sent = fick ditt e-postmeddelande
feed-event-email-failed = fick inte ditt e-postmeddelande: det skickades inte
feed-event-email-opened = öppnade ditt e-postmeddelande
feed-event-email-clicked = följde en länk
feed-event-email-replied = svarade
feed-event-email-bounced = kunde inte nås: ditt e-postmeddelande kom tillbaka
feed-event-auto-replied = skickade ett automatiskt svar
feed-event-unsubscribed = avregistrerade sig
feed-event-resubscribed = får skrivas till igen
feed-event-task-added = har en ny uppgift
feed-event-task-due = har en uppgift som ska göras nu
feed-event-task-completed = har en uppgift som är klar
feed-event-call-logged = blev uppringd
feed-event-campaign-started = gick in i en säljkampanj
feed-event-campaign-ended = lämnade en säljkampanj

# --- inställningar för spårning
tracking-lead = Liaison märker när ett e-postmeddelande öppnas och när en länk i det följs. Öppningar av maskiner hålls för sig och räknas aldrig.
tracking-on = Märk öppningar och klick
tracking-countries = Länder där inget spåras
tracking-countries-hint = Slut på adresser, till exempel ”de, at”. Den som har en sådan adress får e-post utan spårning; ingen adress säger säkert var någon är.
tracking-people = Personer som inte spåras
tracking-people-hint = En e-postadress på varje rad.
tracking-base = Egen spårningsdomän
tracking-base-hint = Till exempel go.foretaget.se, pekad mot den här servern. Länkar i e-post börjar då med den. Tomt: de börjar med { $url }
tracking-check = Kontrollera domänen
tracking-base-works = Domänen leder hit. Spara för att använda den.
