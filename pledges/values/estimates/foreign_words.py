"""Number words, hedges and joining words of the donors' languages, each with the English word that is read for it."""

from pledges.values.word_marks import without_marks

NUMBERS = {
    "one": "ein eine einen einer eines eins un une uno una um uma één ett yksi jeden jedna jedno jedną один одна"
    " одну одне",
    "two": "zwei zwo deux dos due twee två kaksi dwa dwie dva dvě два дві",
    "three": "drei trois tres drie tre kolme trzy tři три",
    "four": "vier quatre cuatro quattro fyra neljä cztery čtyři чотири",
    "five": "fünf cinq cinco cinque vijf fem viisi pięć pět п'ять",
    "six": "sechs seis sei zes seks kuusi sześć šest шість",
    "seven": "sieben sept siete sette zeven syv sju seitsemän siedem sedm сім",
    "eight": "acht huit ocho otto otte åtte åtta kahdeksan osiem osm вісім",
    "nine": "neun neuf nueve nove negen ni nio yhdeksän dziewięć devět дев'ять",
    "ten": "zehn dix diez dieci tien ti tio kymmenen dziesięć deset десять",
    "eleven": "elf onze undici elleve elva yksitoista jedenaście jedenáct одинадцять",
    "twelve": "zwölf douze doce dodici twaalf tolv kaksitoista dwanaście dvanáct дванадцять",
    "thirteen": "dreizehn treize trece tredici dertien tretten tretton kolmetoista trzynaście třináct тринадцять",
    "fourteen": "vierzehn quatorze catorce quattordici veertien fjorten fjorton neljätoista czternaście čtrnáct"
    " чотирнадцять",
    "fifteen": "fünfzehn quinze quindici vijftien femten femton viisitoista piętnaście patnáct п'ятнадцять",
    "sixteen": "sechzehn seize dieciséis sedici zestien seksten sexton kuusitoista szesnaście šestnáct шістнадцять",
    "seventeen": "siebzehn diecisiete diciassette zeventien sytten sjutton seitsemäntoista siedemnaście sedmnáct"
    " сімнадцять",
    "eighteen": "achtzehn dieciocho diciotto achttien atten arton kahdeksantoista osiemnaście osmnáct вісімнадцять",
    "nineteen": "neunzehn diecinueve diciannove negentien nitten nitton yhdeksäntoista dziewiętnaście devatenáct"
    " дев'ятнадцять",
    "twenty": "zwanzig vingt veinte venti twintig tyve tjue tjugo kaksikymmentä dwadzieścia dvacet двадцять",
    "thirty": "dreißig dreissig trente treinta trenta dertig tredive tretti trettio kolmekymmentä trzydzieści třicet"
    " тридцять",
    "forty": "vierzig quarante cuarenta quaranta veertig fyrre førti fyrtio neljäkymmentä czterdzieści čtyřicet сорок",
    "fifty": "fünfzig cinquante cincuenta cinquanta vijftig halvtreds femti femtio viisikymmentä pięćdziesiąt padesát"
    " п'ятдесят",
    "sixty": "sechzig soixante sesenta sessanta zestig seksti sextio kuusikymmentä sześćdziesiąt šedesát шістдесят",
    "seventy": "siebzig setenta settanta zeventig halvfjerds sytti sjuttio siedemdziesiąt sedmdesát сімдесят",
    "eighty": "achtzig ochenta ottanta tachtig firs åtti åttio kahdeksankymmentä osiemdziesiąt osmdesát вісімдесят",
    "ninety": "neunzig noventa novanta negentig halvfems nitti nittio dziewięćdziesiąt devadesát дев'яносто",
    "hundred": "hundert einhundert cent cien cento honderd hundre hundra hundrede sata sto сто",
    "thousand": "tausend eintausend mille duizend tusind tusen ettusen tuhat tysiąc tisíc тисяча тисячу",
    "dozen": "dutzend douzaine docena dozzina dozijn dusin dussin tusina tusinaa tucet tuzin дюжина дюжину",
    "half": "halb halbe halben halbes halve halva puoli pół půl пів",
    "several": "mehrere einige plusieurs quelques varios varias diversi alcuni enkele verscheidene flere flera"
    " useita kilka několik кілька декілька",
    "dozens": "dutzende dutzenden dizaines decenas decine tientallen dusinvis dussintals kymmeniä dziesiątki desítky"
    " десятки",
    "hundreds": "hunderte hunderten centaines cientos centinaia honderden hundrevis hundratals satoja setki"
    " stovky сотні",
    "unknown": "unbekannt inconnu inconnue desconocido sconosciuto onbekend ukjent ukendt okänt tuntematon nieznana"
    " neznámý невідомо невідома",
}
"""By the English word. What is another word of English ("fire", "once", "to") is left out, and so asked."""

VAGUE_SCALES = {
    "thousands": "tausende tausenden milliers migliaia duizenden tusindvis tusenvis tusentals tuhansia tysiące tisíce"
    " тисячі",
    "millions": "millionen millones milioni miljoenen millioner miljoner miljoonia miliony miliony мільйони",
    "billions": "milliarden miliardi miljarden milliarder miljarder miljardeja miliardy мільярди",
}
"""Of the scale words those that say "thousands of" where no number stands before them."""

HEDGES = {
    "about": "rund|etwa|zirka|ungefähr|circa|schätzungsweise|geschätzt|geschätzte|gut|environ|à peu près|alrededor de"
    "|aproximadamente|unos|unas|intorno a|ongeveer|rond|omkring|cirka|omtrent|rundt|ungefär|runt|noin|około|ok|cca"
    "|přibližně|asi|zhruba|kolem|близько|приблизно|біля|орієнтовно|около",
    "more than": "mehr als|über|plus de|plus d'|más de|mas de|più di|piu di|oltre|meer dan|mere end|mer enn|mer"
    " än|över"
    "|yli|ponad|więcej niż|powyżej|více než|vice nez|přes|понад|більше ніж|більш ніж|більш як|більше|более",
    "at least": "mindestens|wenigstens|zumindest|nicht weniger als|ab|au moins|al menos|por lo menos|almeno|minstens"
    "|ten minste|mindst|minst|åtminstone|vähintään|co najmniej|przynajmniej|alespoň|nejméně|minimálně|щонайменше"
    "|не менше|не менше ніж|принаймні|минимум|мінімум",
    "up to": "bis zu|höchstens|maximal|jusqu'à|jusqu'a|au plus|au maximum|hasta|fino a|maximaal|hoogstens|tot|op til"
    "|opp til|inntil|højst|maksimalt|upp till|högst|enintään|jopa|do|maksymalnie|co najwyżej|až|maximálně|nejvýše"
    "|до|максимум|не більше|не більше ніж",
    "nearly": "fast|beinahe|knapp|nahezu|près de|presque|casi|cerca de|quasi|bijna|næsten|knap|nesten|nästan"
    "|knappt|lähes"
    "|melkein|prawie|niemal|téměř|skoro|майже|почти",
    "less than": "weniger als|unter|moins de|menos de|meno di|minder dan|mindre end|mindre enn|mindre än|mniej niż"
    "|poniżej|méně než|менше ніж|менш ніж|менше",
    "between": "zwischen|entre|tra|mellem|mellom|mellan|między|mezi|між|tussen",
    "from": "von|de|da|van|fra|från|od|від|desde",
    "a total of": "insgesamt|au total|en total|in totale|in totaal|i alt|totalt|łącznie|celkem|загалом|всього|yhteensä",
    "another": "weitere|weiteren|weiterer|zusätzliche|zusätzlichen|noch|otros|altri|kolejne|kolejnych|další"
    "|dalších|ще"
    "|yderligere|ytterligere|ytterligare",
}
"""What stands before a number, and its English; only there, since some are other words elsewhere."""

JOINERS = {
    "to": "bis|à|a|tot|til|till|do|až|до|al",
    "or": "oder|ou|o|eller|tai|lub|albo|nebo|або|чи",
    "and": "und|et|y|e|en|og|och|i|a|та|і|й",
}
"""What joins two numbers; after "between" the last line counts first."""

AFTER = {
    "or more": "oder mehr|und mehr|ou plus|o más|o più|of meer|eller mere|eller mer|eller fler|lub więcej|nebo více"
    "|і більше|або більше",
    "in total": "insgesamt|au total|en total|in totale|i alt|totalt|łącznie|celkem|загалом",
}


def _by_word(table: dict[str, str], separator: str | None = None) -> dict[str, str]:
    found = {word: english for english, words in table.items() for word in words.split(separator)}
    return {without_marks(word): english for word, english in found.items()} | found


NUMBER_WORDS = _by_word(NUMBERS)
VAGUE_WORDS = _by_word(VAGUE_SCALES)
HEDGE_WORDS = _by_word(HEDGES, "|")
JOINER_WORDS = _by_word(JOINERS, "|")
AFTER_WORDS = _by_word(AFTER, "|")

TENS_OF = {"zwanzig": 20, "dreißig": 30, "vierzig": 40, "fünfzig": 50, "sechzig": 60, "siebzig": 70, "achtzig": 80,
    "neunzig": 90}  # fmt: skip
UNITS_OF = {"ein": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9}
NUMBER_WORDS |= {
    without: f"{NUMBER_WORDS[tens]} {NUMBER_WORDS[unit]}"
    for tens in TENS_OF
    for unit in UNITS_OF
    for without in (f"{unit}und{tens}", without_marks(f"{unit}und{tens}"))
}
"""German counts the units before the tens, in one word."""
