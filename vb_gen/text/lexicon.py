"""The words that a sentence about figures is made of: ONE list, as data.

Each line is a class of words, perhaps with a value, and the words of it; a word of several parts is joined by `_`. What
a class means is said where it is used: `claims` reads a sentence with it. A word that stands in no class is one that a
claim is not read past, so a word is added here only where it leaves what a sentence says of a figure as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

_WORDS = """
upp: ökade ökat ökats ökades steg stigit växte vuxit höjdes höjts höjde höjt tilltog tilltagit gick_upp gått_upp gått_uppåt gick_uppåt
uppnu: ökar öka stiger stiga växer växa höjs höjer tilltar går_upp går_uppåt
ned: minskade minskat minskats minskades sjönk sjunkit föll fallit sänktes sänkts sänkte sänkt krympte krympt reducerades reducerats avtog avtagit gick_ned gått_ned gick_ner gått_ner gått_nedåt gick_nedåt
nednu: minskar minska sjunker sjunka faller sänks sänker krymper avtar går_ned går_ner går_nedåt
lika: var_oförändrad är_oförändrad var_oförändrat är_oförändrat oförändrad oförändrat oförändrade stabil stabilt stabila
uppsubst: ökning ökningen uppgång uppgången höjning höjningen tillväxt
nedsubst: tapp tappet minskning minskningen nedgång nedgången sänkning sänkningen reducering
mer: dyrare högre fler större mer flera
mindre: billigare lägre färre mindre
flest: högst störst flest högsta största mest
minstord: lägst minst lägsta minsta lägre_än_alla
bättre: bättre förbättrades förbättrats förbättrade förbättrat förbättras förbättring förbättringen
sämre: sämre försämrades försämrats försämrade försämrat försämras försämring försämringen
plus: plus svarta_siffror överskott överskottet plusresultat plusresultatet vinst vinsten
minus: back minus röda_siffror underskott underskottet minusresultat minusresultatet förlust förlusten
noll: nollresultat nollresultatet
positiv: positiv positivt positiva
negativ: negativ negativt negativa
neg: inte ej aldrig varken ingen inget inga icke knappast
neg: utan_att
budget: budget budgeten budgetens budgeterat budgeterade budgeterad budgeterats budgetram budgetramen ramen planerat plan planen
mål: målvärde målvärdet målvärdena målet måltal måltalet målnivån målnivå
prognos: prognos prognosen prognosens prognostiserat prognostiserade
utfall: utfall utfallet bokslut bokslutet årsutfallet
avvikelse: avvikelser avvikelserna avvikelse avvikelsen budgetavvikelse budgetavvikelsen
avviker: avviker avvek avvikit
överskred: överskred överskrider överskridit överskrids överskreds översteg överstiger överstigit spräckte spräckt
underskred: underskred underskrider underskridit underskrids underskreds understeg understiger understigit
höll: hölls höll håller hållit klarade klarar klarat klarades höll_sig_inom håller_sig_inom
nådde: överträffar överträffade överträffat nådde når nått nåddes nås uppnåddes uppnås uppnått uppnår uppnådde uppfylldes uppfylls uppfyllt uppfyller uppfyllde uppfyllda uppnådda nådda infriades infriats
missade: missade missar missat missades
fjol: i_fjol förra_året förra_årets föregående_år föregående_års föregående_året föregående året_före året_innan åren_före fjolåret fjolårets året_dessförinnan fjol åren_innan
nu: i_år årets under_året detta_år innevarande_år året
kvinnor: kvinnor kvinnorna kvinnors kvinnornas kvinnliga kvinnor_är flickor flickorna flickors flickornas
män: män männen mäns männens manliga pojkar pojkarna pojkars pojkarnas
ca: ca ca. cirka omkring runt ungefär kring c:a
drygt: drygt över mer_än fler_än högre_än strax_över lite_över något_över
knappt: knappt nästan närmare nära under mindre_än färre_än lägre_än inte_fullt strax_under knappa uppemot
alla: alla samtliga
tillsammans: tillsammans sammanlagt sammantaget sammantagna totalt
varav: varav därav
respektive: respektive resp resp.
från: från
till: till
mot: mot jämfört_med att_jämföra_med i_jämförelse_med i_förhållande_till gentemot i_relation_till medan_den_var jämför_med kontra
än: än
med: med
av: av
på: på om
utgör: utgör utgjorde utgjort står_för stod_för svarar_för svarade_för motsvarar motsvarade täckte täcker täckt går_till gick_till stod_därmed_för
orsak: eftersom därför beroende till_följd_av på_grund_av tack_vare vilket då emedan genom beror berodde förklaras förklarades trots och_beror men samtidigt medan där varvid eller_snarare främst framför_allt bland_annat bl.a bl.a. huvudsakligen orsakat orsakad orsakas orsakades beroende_på i_och_med till_stor_del delvis delvis_på trots_att så_att för_att men_också när sedan_dess
vakt: om utan exklusive exkl exkl. inklusive borträknat oräknat räknas bortsett frånsett undantaget förutom utom utöver skulle hade_blivit borde bör väntas väntat väntade förväntas förväntat förväntades beräknas beräknades beräknade beräknat bedöms_bli prognostiseras prognosticeras prognosticerat uppskattas uppskattades uppskattade antas planeras planerades budgeterades_till ska kommer kan kunde kunna måste
vakt: kvartal kvartalet kvartalen halvår halvåret tertial tertialet hösten våren sommaren vintern höst vår månad månaden månaderna månader veckan vecka perioden riket rikets rikssnittet genomsnittet snittet snitt genomsnitt genomsnittlig genomsnittliga medel median länet länets landet delår delåret delårsrapporten tidigare_år senaste_åren över_tid helår helåret nationellt nationella länssnittet
vakt: nästa kommande framöver framtiden nästan_alla delvis_uppnått ursprungligen preliminärt preliminär korrigerat justerat omräknat tidigare dittills hittills per_person i_snitt i_genomsnitt per_månad varje respektive_månad respektive_år
sedan: sedan
irad: i_rad i_följd varje_år år_efter_år å_rad
ordning: andra tredje fjärde femte sjätte
gånger: fördubblats fördubblades fördubblat fördubblad halverats halverades halverat halverad tredubblats tredubblades tredubblat tredubblad fyrdubblats fyrdubblades femdubblats femdubblades dubbelt
gångertal: gånger
bråk: hälften tredjedel tredjedelar fjärdedel fjärdedelar femtedel femtedelar tiondel tiondelar sjättedel åttondel
rest: resterande resten
fyll: är var blev blivit bli blir varit vara har hade haft fick fått får har_legat låg ligger legat uppgår uppgick uppgått landade landar landat slutade slutar slutat stannade stannar stannat hamnade hamnar hamnat visar visade visat redovisar redovisade redovisades redovisas redovisat gav ger gett kostade kostar kostat noterades noteras uppmättes mättes mäts mätt mättas anges angavs omfattar omfattade utgörs bestod består räknades_till finns fanns funnits gick går gått slutar_på stod står  ökade_till kom kommit låg_på ligger_på landade_på uppgick_till uppgår_till hamnade_på stannade_på stannade_vid utfördes utförts levererades registrerades registrerats inkom genomfördes genomförts gjordes gjorts tog_emot hanterades handlades
fyll: en ett den det de denna detta dessa sin sitt sina dess vår våra vårt deras han hon man vi
fyll: i under för per vid hos inom bland åt
fyll: nu därmed alltså således dock också även ändå fortfarande alltjämt totalt total totala sammanlagt sammanlagda hela samlade samlat därför_även vidare dessutom därtill däremot istället i_stället åter återigen fortsatt till_slut slutligen därigenom likaså
fyll: kraftigt markant tydligt svagt något marginellt betydligt väsentligt väsentlig avsevärt ytterligare rejält obetydligt lite litet litet_grann stort mycket ganska förhållandevis relativt successivt stadigt glädjande nog positivt_nog klart hyfsat snabbt långsamt påtagligt kännbart visst viss stor liten god goda bra hög låg höga låga höga svag tydlig kraftig kraftiga marginell marginella rekordhög rekordlåg nytt ny nya rejäl ordentligt ordentlig
fyll: år året år_för_år antal antalet andel andelen andelar nivå nivån siffra siffran värde värdet värden resultat resultatet volym volymen volymerna summa summan belopp beloppet storlek måttet mått indikator indikatorn indikatorerna indikatorer
fyll: stycken st personer medarbetare_totalt kronor procent sammantaget rapportåret verksamhetsåret kalenderåret budgetåret räkenskapsåret helt årsskiftet utgången slutet vid_årets_slut vid_årsskiftet december_månad
fyll: enligt_tabellen enligt_uppföljningen enligt_bokslutet i_bokslutet som_helhet som_väntat överlag generellt tyvärr glädjande_nog positivt_är_att noterbart att_notera dvs dvs. det_vill_säga dv.s så_mycket_som hela_tiden precis exakt jämnt rakt
fyll: redovisat verksamhetens mätningen senaste mätning undersökningen utvecklades utvecklats utvecklingen utveckling trenden förändring förändringen skillnad skillnaden differens differensen nivåer kurvan
fyll: krona kronan krontal investerat investerade investerades investeras vad sett nere uppe utförda lejde fick_hantera hantera gjorde dag dagens idag redan som_jämförelse jämförelsevis lämnar lämnade lämnat utförde utfört tog_emot togs_emot köptes_in köpts_in köptes köpts toppåret området område områden verksamhetsområde verksamhetsområdet område_och_år så som kunde_redovisa gjorts det_har_gjorts belastade belastat hos tog tagit i_anspråk erbjuda därmed_har arbetar arbetade alltså_är medger tillåter uppsatt uppsatta satta satt ställda än_så_länge noterade noterat anställda_totalt bokslutsåret går slutar_året slutade_året ett_enda äger framgår lite_till denna_gång faktiskt årsmedelvärdet sig upp in ut både såväl
"""
_NUMERALS = {
    "noll": 0, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8, "nio": 9, "tio": 10, "elva": 11, "tolv": 12,
    "tretton": 13, "fjorton": 14, "femton": 15, "sexton": 16, "sjutton": 17, "arton": 18, "nitton": 19, "tjugo": 20, "trettio": 30,
    "fyrtio": 40, "femtio": 50, "sextio": 60, "sjuttio": 70, "åttio": 80, "nittio": 90, "hundra": 100, "båda": 2,
}  # fmt: skip
_UNITS = {
    "%": "%", "procent": "%", "procents": "%", "procentenhet": "procentenheter", "procentenheter": "procentenheter",
    "procentenheters": "procentenheter",
    "mnkr": "mnkr", "mkr": "mnkr", "miljoner kronor": "mnkr", "miljon kronor": "mnkr", "miljoner": "mnkr", "miljon": "mnkr",
    "mdkr": "mdkr", "miljarder kronor": "mdkr", "miljard kronor": "mdkr", "miljarder": "mdkr", "tkr": "tkr", "tusen kronor": "tkr",
    "kr": "kr", "kronor": "kr", "kronors": "kr", "timmar": "timmar", "timmars": "timmar", "tim": "timmar", "år": "år", "års": "år",
    "hektar": "ha", "ha": "ha", "dagar": "dagar", "dagars": "dagar", "gram": "gram", "st": "antal", "stycken": "antal",
    "personer": "antal", "platser": "antal", "enheter": "enheter", "enhet": "enheter", "dygn": "antal", "årsarbetare": "årsarbetare",
    "årsverken": "årsarbetare", "kvadratkilometer": "km²", "kvadratmeter": "m²", "mwh": "MWh", "kwh": "kWh", "gwh": "GWh", "ton": "ton",
    "kilo": "kg", "kg": "kg", "kilometer": "km", "km": "km", "meter": "m", "liter": "liter", "minuter": "minuter", "veckor": "veckor",
    "månader": "månader", "poäng": "poäng", "indexenheter": "enheter", "‰": "promille", "promille": "promille",
}  # fmt: skip
ABBREVIATIONS = frozenset(
    "ca kap bl.a t.ex dvs avd kl nr inkl exkl resp fig tab jfr s.k st fg m.m d.v.s p.g.a t.o.m fr.o.m o.d prel max min tel milj bil".split()
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A word or an expression, and its class."""

    words: tuple[str, ...]
    kind: str


@cache
def entries() -> dict[str, tuple[Entry, ...]]:
    """Every expression by its first word, the longest first."""
    found: dict[str, list[Entry]] = {}
    for line in _WORDS.strip().splitlines():
        kind, _, words = line.partition(":")
        for word in words.split():
            parts = tuple(word.split("_"))
            found.setdefault(parts[0], []).append(Entry(parts, kind.strip()))
    return {first: tuple(sorted(known, key=lambda entry: -len(entry.words))) for first, known in found.items()}


def numeral(word: str) -> int | None:
    """A number in letters."""
    return _NUMERALS.get(word)


def unit(word: str, following: str = "") -> tuple[str, int]:
    """What unit a word is, together with the word after it where that belongs to it; and how many words it took."""
    if following and (both := _UNITS.get(f"{word} {following}")):
        return both, 2
    one = _UNITS.get(word, "")
    return one, 1 if one else 0


_ENDINGS = (
    "ningarnas", "ningarna", "arnas", "ernas", "ornas", "arna", "erna", "orna", "andet", "andets", "aren", "ens", "ets",
    "ars", "ers", "ors", "ar", "er", "or", "en", "et", "an", "na", "ns", "as", "s", "n", "t", "a", "e",
)  # fmt: skip
_SHORTEST = 3


def forms(word: str) -> frozenset[str]:
    """What a word may be an ending of: itself, and itself without each ending that it has (besöken: besök, besöke)."""
    plain = word.casefold()
    if len(plain) <= _SHORTEST:
        return frozenset((plain,))
    cut = {plain}
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= _SHORTEST:
            cut.add(plain[: -len(ending)])
    return frozenset(cut)
