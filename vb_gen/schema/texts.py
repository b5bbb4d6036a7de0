"""What every key means, in Swedish, for whoever hovers over it in an editor. By model and field."""

from __future__ import annotations

_NOTER = 'Vad notmärkena i tabellen betyder. Märket står inom citattecken: "*".'
_OMRÄKNAT = "Siffror som är ändrade sedan en tidigare rapport, och varför. Visas under tabellen."
_UNDANTAG = "Anmärkningar från vb check som ska stå, med skäl."
_RADER = "Tabellen: skriv | och sedan en rad för varje rad, med | mellan cellerna. Den första raden namnger kolumnerna."
_KÄLLA = "Filen som tabellen står i, i stället för rader: siffror.xlsx#Drift!A4:E12, eller siffror.csv."
_KOLUMNER = "Vad filens rubriker heter på tabellens språk: ”Utfall i år: bokslut”. ”tas inte med” hoppar över en kolumn."

FIELDS: dict[str, dict[str, str]] = {
    "Text": {
        "rubrik": "En annan rubrik än mallens.",
        "text": "Löpande text. Skriv | efter kolonet och texten indragen på raderna under.",
        "kommentar": "Text efter tabellen eller det som avsnittet annars innehåller.",
        "undantag": _UNDANTAG,
    },
    "Rutor": {"rader": _RADER, "källa": _KÄLLA, "kolumner": _KOLUMNER},
    "Tabellinnehåll": {
        "belopp": "Vad tabellens belopp är i. Utan raden gäller kommunens ord för miljoner i de ekonomiska tabellerna.",
        "tecken": "Vad plus betyder: ett överskott (resultat), en intäkt eller en kostnad. Det avgör hur avvikelsen räknas.",
        "noter": _NOTER,
        "omräknat": _OMRÄKNAT,
    },
    "Omräknat": {
        "rad": "Radens namn. Utan rad gäller det hela kolumnen.",
        "kolumn": "Kolumnens ord. Utan kolumn gäller det hela raden.",
        "skäl": "Varför siffrorna är ändrade.",
    },
    "Målredovisning": {"målområden": "Målen, efter målområde."},
    "Målområde": {
        "målområde": "Målområdets namn.",
        "text": "Text före områdets mål.",
        "mål": "Områdets mål, ett streck för varje.",
    },
    "Mål": {
        "namn": "Målets namn, som det är beslutat.",
        "även": "Andra namn på samma mål, till exempel kortare i en tabell.",
        "kommunövergripande": "Det kommunövergripande mål som målet bidrar till.",
        "beskrivning": "Vad målet innebär.",
        "status": "Om målet är uppnått.",
        "bedömning": "Varför målet bedöms som det gör.",
        "motivering": "Varför bedömningen är en annan än den som indikatorerna pekar mot.",
        "resultat": "Exempel på resultat under året.",
        "avvikelser": "Vad som avviker från planen.",
        "övrigt": "Övriga aktiviteter.",
        "uppdrag": "Uppdrag som hör till målet.",
    },
    "Uppdrag": {"grupper": "Uppdragen i grupper, ett streck för varje grupp."},
    "Uppdragsgrupp": {
        "rubrik": "Gruppens rubrik.",
        "målområde": "Målområdet, som en egen kolumn i tabellen.",
        "sort": "Vem uppdragen riktas till, som en egen kolumn i tabellen.",
        "noter": _NOTER,
    },
    "Indikatorer": {"grupper": "Indikatorerna i grupper, ett streck för varje kommunövergripande mål."},
    "Indikatorgrupp": {
        "målområde": "Målområdet.",
        "kommunövergripande": "Det kommunövergripande målet.",
        "mål": "Målen, om de inte står i någon målredovisning, till exempel i en internbudget.",
        "måltext": "Visar målens beskrivning i tabellen.",
        "definitioner": "Vad en indikator mäter, efter dess mått.",
        "noter": _NOTER,
        "omräknat": _OMRÄKNAT,
        "kommentar": "Text efter tabellen.",
    },
    "Undantag": {
        "kod": "Anmärkningens kod, till exempel S02. vb explain S02 förklarar den.",
        "rad": "Radens namn i tabellen.",
        "kolumn": "Kolumnens ord.",
        "text": "Några ord ur raden eller anmärkningen, när ingen tabellrad finns.",
        "skäl": "Varför anmärkningen ska stå. Syns i kontrollen.",
    },
    "Rapport": {
        "mall": "Mallen som rapporten följer, till exempel vb-2023.",
        "status": "utkast medan rapporten skrivs, fastställd när den är beslutad och inget saknas.",
        "rubrik": "En annan titel än mallens.",
        "diarienummer": "Ärendets diarienummer.",
        "beslut": "Vem som beslutade, och paragrafen.",
        "datum": "När beslutet fattades.",
        "bilagor": "Rapportens bilagor, ett streck för varje.",
        "kontrollbilaga": "Om det som är kontrollerat ska stå som sista bilaga.",
        "undantag": _UNDANTAG,
        "ord": "Rapportens egna ord i rubriker, i stället för enhetens och mallens.",
    },
    "Bilaga": {
        "titel": "Bilagans titel.",
        "nummer": "Bilagans nummer.",
        "rapport": "En rapport som vb bygger, till exempel 2023/vss.",
    },
    "Kommun": {
        "namn": "Kommunens namn.",
        "belopp": "Hur kommunen förkortar miljoner kronor.",
        "individbaserade": "Mått som handlar om människor och ska redovisas för kvinnor och män.",
        "regler": "Kommunens egna regler för rapporterna. En regel som inte står här kontrolleras inte.",
        "enheter": "Nämnder och förvaltningar som rapporterar. Nyckeln är mappens namn.",
    },
    "Enhet": {
        "namn": "Enhetens namn.",
        "sort": "Om enheten är en nämnd eller en förvaltning.",
        "ram": "Om enheten har en egen ram, eller betalas av andra (nollram).",
        "överordnad": "Enheten ovanför, med mappens namn.",
        "ord": "Enhetens egna ord i rubriker, till exempel nämndens: förvaltningens.",
    },
    "Regler": {
        "åtgärdsplan": "När ett underskott kräver en plan, och i vilket avsnitt.",
        "stora_projekt": "När en investering ska redovisas för sig, och i vilket avsnitt.",
        "aktualitetsprövning": "Hur ofta styrdokumenten ska prövas, och var det redovisas.",
        "stående_text": "Avsnitt vars text får vara densamma från år till år.",
        "paragrafer": "Hur paragrafer numreras under ett år.",
    },
    "Åtgärdsplan": {
        "andel": "Underskottet som andel av ramen eller omsättningen, till exempel 1 %.",
        "belopp": "Underskottet i kronor, till exempel 50 mnkr.",
        "avsnitt": "Avsnitten där planen får stå.",
    },
    "StoraProjekt": {
        "belopp": "Från vilket belopp, till exempel 50 mnkr.",
        "avsnitt": "Avsnitten där projekten redovisas.",
    },
    "Aktualitetsprövning": {
        "första_året": "Det första året i någon mandatperiod.",
        "antal_år": "Hur många år det är mellan prövningarna.",
        "avsnitt": "Avsnitten där prövningen redovisas.",
    },
    "Mall": {
        "utgår_från": "Mallen som den här bygger på. Bara det som är annorlunda skrivs här.",
        "sort": "Vad rapporten är: Verksamhetsberättelse, Delårsrapport …",
        "titel": "Det som står på framsidan. {år} byts mot årtalet.",
        "kontrollbilaga": "Om det som är kontrollerat ska stå som sista bilaga i varje rapport.",
        "ord": "Ord som byts i rubrikerna.",
        "status": "Statusord för mål: ett rutnät med status, rad, kolumn, form och mening.",
        "uppdragsstatus": "Statusord för uppdrag: ett rutnät med status, rad och form.",
        "saknas": "Märken för värden som saknas: ett rutnät med märke och betydelse.",
        "tabelltyper": "Tabellernas kolumner, en nyckel för varje sorts tabell.",
        "avsnitt": "Rapportens avsnitt, i ordning.",
    },
    "Tabelltyp": {
        "kolumner": "Kolumnerna som tabellen kan ha: ett rutnät med ord, rubrik, innehåll, slag, avser …",
        "mått": "Vad varje rad mäter, när alla mäter detsamma.",
        "etikett": "Kolumnen med radens namn, om det inte är den första.",
        "rubrik": "Tabellens rubrik.",
        "tecken": "Vad plus betyder, om tabellen inte säger något annat.",
        "avvikelseregel": "Om en avvikelse med plus är bra, eller bara betyder mer än budget.",
        "tomt": "Vad en tom cell betyder.",
    },
    "Avsnitt": {
        "id": "Avsnittets namn: nyckeln i kapitlets fil.",
        "rubrik": "Avsnittets rubrik i rapporten.",
        "block": "Vad avsnittet innehåller.",
        "tabelltyp": "Vilken sorts tabell, en av nycklarna under tabelltyper.",
        "kommentar": "Rubriken över texten efter tabellen.",
        "obligatoriskt": "Om avsnittet måste finnas i en fastställd rapport.",
        "fil": "Kapitlets fil, utan .yaml. Gäller också avsnitten inuti.",
        "kapitel": "Kapitlets utseende: en fil i templates/kapitel.",
        "anvisning": "Vad avsnittet ska innehålla. Visas för den som skriver.",
        "avsnitt": "Avsnitt inuti det här.",
    },
}
