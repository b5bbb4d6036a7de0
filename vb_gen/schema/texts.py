"""What the keys of kommun.yaml and of a mall mean, by model and field. Those of a report the malls tell of (anvisningar)."""

from __future__ import annotations

FIELDS: dict[str, dict[str, str]] = {
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
        "anvisningar": "Vad kommunen vill ha sagt om varje nyckel och kolumn. Visas av vb explain och i redigeraren.",
    },
    "Tabelltyp": {
        "diagram": "Ett diagram som ritas över varje tabell av sorten, om författaren inte ritar något eget.",
        "kolumner": "Kolumnerna som tabellen kan ha: ett rutnät med ord, rubrik, innehåll, slag, avser …",
        "mått": "Vad varje rad mäter, när alla mäter detsamma.",
        "etikett": "Kolumnen med radens namn, om det inte är den första.",
        "rubrik": "Tabellens rubrik.",
        "tecken": "Vad plus betyder, om tabellen inte säger något annat.",
        "avvikelseregel": "Om en avvikelse med plus är bra, eller bara betyder mer än budget.",
        "tomt": "Vad en tom cell betyder.",
    },
    "Avsnitt": {
        "diagram": "Ett diagram som ritas när något är skrivet i avsnittet, om författaren inte ritar något eget.",
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
