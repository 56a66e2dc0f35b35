# --- choosing a person
pick-person = Sök på namn, adress eller företag
pick-nobody = Ingen hittades för ”{ $q }”.

# --- tasks
task-add = Lägg till uppgift
task-filters = Vilka uppgifter
task-filter-all = Alla öppna
task-filter-overdue = Försenade
task-filter-today = I dag
task-filter-tomorrow = I morgon
task-filter-week = Kommande 7 dagar
task-filter-done = Klara
task-kind-email = E-post
task-kind-call = Samtal
task-kind-inmail = InMail
task-kind-custom = Annat
task-start-email = Skriv e-postmeddelandet
task-start-call = Ring
task-start-inmail = Hitta personen på LinkedIn
task-start-custom = Läs anteckningen
task-empty = Inga öppna uppgifter
task-empty-text = Här står det du tänker göra, dag för dag: e-post, samtal, InMail och annat. Även kampanjer lägger till uppgifter.
task-none = Inget här
task-none-text = Ingen av dina uppgifter hör hit.
task-show-all = Visa alla öppna uppgifter
task-selected = Med de markerade uppgifterna:
task-select = Markera
task-select-one = Markera { $name }
task-column-name = Uppgift
task-column-due = Förfaller
task-due-today = I dag
task-due-never = Ingen dag
task-late = Skulle ha gjorts { $due }
task-complete = Slutför
task-complete-one = Slutför { $name }
task-reopen = Öppna igen
task-edit = Ändra
task-edit-one = Ändra { $name }
task-delete = Ta bort
task-delete-title = Ta bort för gott?
task-delete-text = Det som tas bort kan inte hämtas tillbaka.
task-of-campaign = Kampanj
task-page-new = Ny uppgift
task-page-edit = Uppgift
task-about = Om någon?
task-about-text = Välj personen först; en uppgift kan också vara utan person.
task-people = { $count ->
    [one] Om
   *[other] En uppgift var för { $count } personer
}
task-create = { $count ->
    [one] Lägg till uppgiften
   *[other] Lägg till { $count } uppgifter
}
task-kind = Typ
task-priority = Prioritet
priority-normal = Normal
priority-high = Hög
task-assignee = Vem gör den
task-details = Detaljer
field-task-name = Vad som ska göras
field-due = Förfallodag
field-remind = Påminn
field-remind-hint = Då säger ditt flöde att uppgiften ska göras.
said-task-added = Uppgiften är tillagd.
said-task-completed = Uppgiften är klar.
said-task-reopened = Uppgiften är öppen igen.
said-task-deleted = Uppgiften är borttagen.
said-tasks-completed = Uppgifterna är klara.
said-tasks-deleted = Uppgifterna är borttagna.

# --- calls
call-log = Logga ett samtal
call-title = Samtal med { $name }
call-pick = Vem ringde du?
call-dial = Slå numret
field-number = Nummer
field-called = När
field-duration = Längd
field-duration-hint = Minuter och sekunder, till exempel 4:05
call-outcome = Utfall
call-reason = Anledning
call-choose = Välj
call-status = Hur det gick
call-status-completed = Samtal
call-status-no-answer = Inget svar
call-status-cancelled = Avbrutet
call-status-failed = Kunde inte kopplas
call-notes = Anteckningar
call-completes = Slutför uppgiften
said-call-logged = Samtalet är loggat.
place-calls = Samtal
call-settings-lead = Vad säljare kan välja när de loggar ett samtal.
call-list-outcome = Utfall
call-list-reason = Anledningar
call-list-text-outcome = Hur ett samtal gick. Varje utfall säger om någon svarade.
call-list-text-reason = Varför samtalet ringdes.
call-list-shown = Visas
call-list-hidden = Visas inte
call-list-empty = Inget att välja än.
call-list-full = { $count ->
    [one] Högst ett.
   *[other] Högst { $count }.
}
call-list-enabled = Visa listan när ett samtal loggas
call-list-required = Ett val måste göras
call-answered = Svarade
call-not-answered = Svarade inte
call-choice-type = Typ
call-choice-new-outcome = Nytt utfall
call-choice-new-reason = Ny anledning
call-choice-add = Lägg till
call-choice-remove = Ta bort
call-choice-remove-one = Ta bort { $name }

# --- sales campaigns
campaign-new = Ny säljkampanj
campaign-new-text = En följd av e-post och uppgifter för varje person, dag för dag.
campaign-create = Skapa
campaign-search = Sök kampanjer
campaign-every-category = Alla kategorier
campaign-categories = Används:
campaign-owner = Ägare
campaign-everybodys = Allas
campaign-mine = Mina
campaign-empty = Inga säljkampanjer än
campaign-empty-text = En kampanj skickar e-post och ger dig uppgifter i den ordning du bestämt, och slutar för den som svarar.
campaign-none = Ingen sådan kampanj
campaign-none-text = Sök på något annat eller visa alla.
campaign-show-all = Visa alla kampanjer
campaign-steps = Steg
campaign-running = Pågår
campaign-over = Avslutat
field-campaign-name = Kampanjens namn
field-category-hint = Kampanjer i samma kategori hittas tillsammans.
campaign-of = av { $name }
campaign-people-running = { $count ->
    [one] en person är med
   *[other] { $count } personer är med
}
campaign-start-people = Starta personer
campaign-tab-steps = Dagar och steg
campaign-tab-people = Personer
campaign-tab-settings = Inställningar
campaign-locked = { $count ->
    [one] En person är med i kampanjen, så stegen står fast tills det är över.
   *[other] { $count } personer är med i kampanjen, så stegen står fast tills ingen är det.
}
campaign-not-ready = Ingen kan startas än
campaign-no-steps = Inga steg än
campaign-no-steps-text = Börja med dag 1: e-post, samtal, InMail eller något annat.
campaign-day = Dag { $day }
campaign-skip-weekends = Hoppa över helger
campaign-skip-weekends-text = Lördag och söndag räknas inte som dagar.
campaign-end-on-bounce = Avsluta när e-post studsar
campaign-end-on-bounce-text = För den vars adress inte tar emot post.
campaign-on-reply = När någon svarar
on-reply-go-on = Fortsätt
on-reply-text-go-on = Nästa steg följer som planerat.
on-reply-end = Avsluta kampanjen för personen
on-reply-text-end = Ingen mer e-post skickas.
on-reply-end-as-success = Avsluta den och markera den som lyckad
on-reply-text-end-as-success = Ingen mer e-post skickas och personen räknas som en framgång.
campaign-archive = Arkivera
campaign-archive-title = Arkivera kampanjen?
campaign-archive-text = Den försvinner ur listan. Det den gjort står kvar hos personerna.
said-campaign-archived = Kampanjen är arkiverad.
campaign-fault-no-steps = Den har inga steg.
campaign-fault-too-many-steps = Den har fler steg än en kampanj kan ha.
campaign-fault-first-day = Det första steget är inte på dag 1.
campaign-fault-day-too-late = Steg { $step }: dagen är för sen.
campaign-fault-days-not-ascending = Steg { $step } är på en tidigare dag än steget ovanför.
campaign-fault-first-same-time = Det första steget kan inte ha samma tid som ett tidigare e-postmeddelande.
campaign-fault-at-launch-not-first = Steg { $step }: bara det första steget kan väljas vid varje start.
campaign-fault-follow-up-without-email = Steg { $step } följer upp ett e-postmeddelande, men steget ovanför är inget.
campaign-fault-mail-too-large = Steg { $step }: e-postmeddelandet är för stort.
campaign-fault-no-subject = Steg { $step }: e-postmeddelandet saknar ämne.
campaign-fault-no-text = Steg { $step }: e-postmeddelandet saknar text.
campaign-fault-prompt = Steg { $step }: ”{ $what }” måste ersättas, för meddelandet skickas av sig självt.
campaign-fault-unknown-field = Steg { $step }: fältet { $what } finns inte.

# --- steps
step-add = Lägg till ett steg:
step-add-it = Lägg till steget
step-page-new = Nytt steg
step-page-edit = Steg
step-no-subject = (inget ämne)
step-follow-up = Uppföljning
step-up = Flytta upp
step-up-one = Flytta upp { $name }
step-down = Flytta ner
step-down-one = Flytta ner { $name }
step-edit = Ändra
step-edit-one = Ändra { $name }
step-remove = Ta bort
step-remove-one = Ta bort { $name }
step-remove-title = Ta bort { $name }?
step-remove-text = Texten försvinner med steget.
field-day = Dag
field-day-hint = Räknat från start: dag 3 är den tredje dagen.
field-at = Klockslag
step-fields = Fält som fylls i för varje person
step-fields-text = Skriv dem som de står här, i ämnet eller i texten. Ett reservord skrivs inuti: first_name | default: "friend".
step-timing = När det skickas
timing-choose = Välj vid varje start
timing-text-choose = Du väljer tiden när du startar personer.
timing-at = Vid ett klockslag
timing-text-at = På sin dag, vid klockslaget nedan.
timing-same = Samma tid som föregående e-post
timing-text-same = På sin egen dag, vid samma klockslag.
timing-task = Som uppgift; jag skickar själv
timing-text-task = Nästa steg väntar tills du har gjort det.
timing-at-time = Kl. { $time } på sin dag
step-is-follow-up = Som uppföljning av föregående e-post
step-is-follow-up-text = Det meddelandets text står under, i samma konversation.
step-notes-call = Samtalsstöd
step-notes-inmail = Vad som ska skrivas
step-notes-custom = Anteckning

# --- people in a campaign
campaign-nobody = Ingen har startats
campaign-nobody-text = De du startar står här, med sitt steg och vad som kommer härnäst.
member-selected = Med de markerade personerna:
member-remove = Ta bort från kampanjen
member-remove-title = Ta bort dem från kampanjen?
member-remove-text = E-post som inte har skickats ställs in och öppna uppgifter försvinner.
said-members-removed = De är borttagna från kampanjen.
member-column-step = Steg
member-column-when = Härnäst eller slut
member-column-by = Startad av
member-step = { $number }. { $name }
member-state-queued = Inte börjat
member-state-active = Pågår
member-state-waiting-task = Väntar på en uppgift
member-state-error = E-post misslyckades
member-state-completed = Alla steg klara
member-state-ended = Avslutad
end-reason-reply = Svarade
end-reason-reply-success = Svarade: lyckat
end-reason-bounce = Adressen tar inte emot post
end-reason-manual = Borttagen för hand
end-reason-unsubscribed = Avregistrerad
end-reason-blocked = Domänen är spärrad
end-reason-no-address = Ingen adress längre

# --- starting people
start-title = Starta en säljkampanj
start-step = Steg { $step } av { $of }
start-nobody = För vem?
start-nobody-text = För att starta flera på en gång markerar du dem på sidan Personer och väljer kampanjen där.
start-people-text = Avmarkera dem som inte ska startas.
start-people = { $count ->
    [one] En person
   *[other] { $count } personer
}
start-nobody-ready = Ingen av personerna kan startas.
start-from = E-post skickas från
left-out-no-address = har ingen e-postadress
left-out-unsubscribed = har avregistrerat sig
left-out-bounced = adressen tar inte emot post
left-out-blocked = domänen är spärrad
left-out-already-in = är redan med i kampanjen
left-out-text-incomplete = ett fält i det första e-postmeddelandet kan inte fyllas i
start-campaign-text = { $count ->
    [one] För en person.
   *[other] För { $count } personer.
}
start-which = Vilken kampanj
start-steps = { $count ->
    [one] Ett steg
   *[other] { $count } steg
}
start-not-ready = Stegen är inte klara.
start-preview-text = Se vad var och en får först och välj när det börjar.
start-left-out = { $count ->
    [one] En person lämnas utanför
   *[other] { $count } personer lämnas utanför
}
start-first-task = Det första steget är en uppgift ({ $kind }). Den visas bland dina uppgifter när kampanjen börjar.
start-first-mails = Det första e-postmeddelandet för var och en
start-edit = Skriv om det
start-edited = Skicka texten nedan till { $name } i stället
start-too-many-to-edit = Med fler än 20 personer kan e-posten inte skrivas om en och en här.
start-when = När det börjar
start-now = Starta nu
start-later = Vid en annan tid
field-start = Börjar
start-done = { $count ->
    [one] En person är tillagd
   *[other] { $count } personer är tillagda
}
start-done-text = Kampanjen sköter resten.
start-see = Visa personerna
