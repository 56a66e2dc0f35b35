//! Names the generator draws people and companies from.

/// Given names with their ASCII spelling for addresses.
#[rustfmt::skip]
pub const FIRST: [(&str, &str); 48] = [
    ("Anna", "anna"), ("Élodie", "elodie"), ("Łucja", "lucja"), ("José", "jose"), ("Åke", "ake"), ("Mårten", "marten"),
    ("Zoë", "zoe"), ("Siobhán", "siobhan"), ("Ngọc", "ngoc"), ("Müge", "muge"), ("Çağla", "cagla"), ("Oğuz", "oguz"),
    ("李", "li"), ("陽子", "yoko"), ("健", "ken"), ("민준", "minjun"), ("فاطمة", "fatima"), ("عمر", "omar"),
    ("Дмитро", "dmytro"), ("Олена", "olena"), ("Νίκος", "nikos"), ("Ελένη", "eleni"), ("אורי", "uri"), ("Aarav", "aarav"),
    ("Ifeoma", "ifeoma"), ("Kwame", "kwame"), ("Sofia", "sofia"), ("Mateo", "mateo"), ("Inês", "ines"), ("João", "joao"),
    ("Léa", "lea"), ("Hugo", "hugo"), ("Chloé", "chloe"), ("Bérénice", "berenice"), ("Linnéa", "linnea"), ("Viktor", "viktor"),
    ("Märta", "marta"), ("Jonas", "jonas"), ("Käthe", "kaethe"), ("Matěj", "matej"), ("Šárka", "sarka"), ("Božena", "bozena"),
    ("Oliver", "oliver"), ("Amelia", "amelia"), ("Harper", "harper"), ("Noah", "noah"), ("Rhys", "rhys"), ("Mary Jane", "maryjane"),
];

/// Family names with their ASCII spelling for addresses.
#[rustfmt::skip]
pub const LAST: [(&str, &str); 48] = [
    ("Andersson", "andersson"), ("Sjöberg", "sjoberg"), ("Ödegård", "odegard"), ("Nyström", "nystrom"), ("Dubois", "dubois"),
    ("Lemaître", "lemaitre"), ("Benoît", "benoit"), ("de La Fontaine", "delafontaine"), ("Kowalski", "kowalski"), ("Żak", "zak"),
    ("Muñoz", "munoz"), ("Peña", "pena"), ("García Márquez", "garciamarquez"), ("Gonçalves", "goncalves"), ("Müller", "mueller"),
    ("Schäfer", "schaefer"), ("Großmann", "grossmann"), ("Novák", "novak"), ("Říha", "riha"), ("Nagy", "nagy"),
    ("Yıldız", "yildiz"), ("Şahin", "sahin"), ("王", "wang"), ("鈴木", "suzuki"), ("高橋", "takahashi"), ("김", "kim"),
    ("العلي", "alali"), ("خوري", "khoury"), ("Шевченко", "shevchenko"), ("Παπαδόπουλος", "papadopoulos"), ("כהן", "cohen"),
    ("Trần", "tran"), ("Patel", "patel"), ("Iyer", "iyer"), ("Adeyemi", "adeyemi"), ("Mensah", "mensah"), ("O'Brien", "obrien"),
    ("MacLeod", "macleod"), ("Smith-Jones", "smithjones"), ("Virtanen", "virtanen"), ("Åström", "astrom"), ("Sørensen", "sorensen"),
    ("Þórsson", "thorsson"), ("Rossi", "rossi"), ("Ferrari", "ferrari"), ("Janssens", "janssens"), ("Bakker", "bakker"), ("Walker", "walker"),
];

/// First words of company names, with the spelling used in domains.
#[rustfmt::skip]
pub const COMPANY: [(&str, &str); 30] = [
    ("Boréal", "boreal"), ("Nordvik", "nordvik"), ("Lumière", "lumiere"), ("Hälsa", "halsa"), ("Kestrel", "kestrel"), ("Solaris", "solaris"),
    ("Tallinna", "tallinna"), ("Meridian", "meridian"), ("Copper Hill", "copperhill"), ("Żubr", "zubr"), ("Ríos", "rios"), ("Azul", "azul"),
    ("Brightwater", "brightwater"), ("Sakura", "sakura"), ("Harbour", "harbour"), ("Quarry", "quarry"), ("Linden", "linden"), ("Ostrava", "ostrava"),
    ("Fjäll", "fjall"), ("Cèdre", "cedre"), ("Atlas", "atlas"), ("Pinewood", "pinewood"), ("Saffron", "saffron"), ("Granite", "granite"),
    ("Delta", "delta"), ("Vela", "vela"), ("Orchid", "orchid"), ("Polar", "polar"), ("Juniper", "juniper"), ("Mistral", "mistral"),
];

/// Second words of company names.
pub const TRADE: [&str; 10] = [
    "Instruments",
    "Foods",
    "Logistics",
    "Software",
    "Énergie",
    "Medical",
    "Textiles",
    "Marine",
    "Robotics",
    "Bygg",
];

/// Job titles of people outside the company.
pub const TITLE: [&str; 12] = [
    "Purchasing Manager",
    "Directrice des achats",
    "Inköpschef",
    "Plant Manager",
    "CTO",
    "Head of Quality",
    "CFO",
    "Lab Manager",
    "Responsable qualité",
    "Operations Director",
    "Engineer",
    "Founder",
];

/// Industries of accounts.
pub const INDUSTRY: [&str; 8] = [
    "Manufacturing",
    "Energy",
    "Healthcare",
    "Technology",
    "Transportation",
    "Food & Beverage",
    "Retail",
    "Education",
];
