"""Words of dates in other languages, each with the English one that is read for it.

Months are those of the CLDR in twelve languages; seasons, parts, orders and what joins them are German and Ukrainian,
which the site speaks.
"""

import re

from pledges.values.dates.calendar import MONTHS
from pledges.values.word_marks import without_marks

MONTH_NAMES = {
    "january": "januar jänner jan janvier janv enero gennaio januari tammikuuta tammikuu tammikuussa stycznia"
    " styczeń styczniu ledna leden lednu січня січень січні січнем січ",
    "february": "februar feber feb février févr febrero febbraio februari helmikuuta helmikuu helmikuussa lutego"
    " luty lutym února únor únoru лютого лютий лютому лютим лют",
    "march": "märz mär maerz mars marzo maart marts maaliskuuta maaliskuu maaliskuussa marca marzec marcu března březen"
    " březnu березня березень березні березнем бер",
    "april": "avril avr abril aprile huhtikuuta huhtikuu huhtikuussa kwietnia kwiecień kwietniu dubna duben"
    " dubnu квітня"
    " квітень квітні квітнем квіт",
    "may": "mai mayo maggio mei maj toukokuuta toukokuu toukokuussa maja maju května květen květnu травня травень"
    " травні травнем трав",
    "june": "juni juin junio giugno kesäkuuta kesäkuu kesäkuussa czerwca czerwiec czerwcu června červen červnu червня"
    " червень червні червнем черв",
    "july": "juli juillet juil julio luglio heinäkuuta heinäkuu heinäkuussa lipca lipiec lipcu července červenec"
    " červenci липня липень липні липнем лип",
    "august": "août agosto augustus augusti elokuuta elokuu elokuussa sierpnia sierpień sierpniu srpna srpen srpnu"
    " серпня серпень серпні серпнем серп",
    "september": "septembre septiembre settembre syyskuuta syyskuu syyskuussa września wrzesień wrześniu září вересня"
    " вересень вересні вереснем вер",
    "october": "oktober okt octobre octubre ottobre lokakuuta lokakuu lokakuussa października październik październiku"
    " října říjen říjnu жовтня жовтень жовтні жовтнем жовт",
    "november": "novembre noviembre marraskuuta marraskuu marraskuussa listopada listopad listopadu listopadzie"
    " листопада листопад листопаді листопадом лист",
    "december": "dezember dez décembre déc diciembre dicembre desember joulukuuta joulukuu joulukuussa grudnia grudzień"
    " grudniu prosince prosinec prosinci грудня грудень грудні груднем груд",
}
PHRASES = {
    "winter": "winters|зима|зими|зиму|зимою|зимі|взимку|узимку",
    "spring": "frühjahr|frühling|frühjahrs|frühlings|fruehjahr|весна|весни|весну|весною|весні|навесні",
    "summer": "sommer|sommers|літо|літа|літом|влітку|улітку",
    "autumn": "herbst|herbsts|herbstes|осінь|осені|осінню|восени",
    "quarter": "quartal|quartals|quartale|кварталу|квартал|кварталі|кв",
    "half": "halbjahr|halbjahrs|halbjahres|jahreshälfte|hälfte|половина|половини|половині|половину|півріччя|півріччі",
    "first": "erste|ersten|erstes|erster|перший|перша|перше|першого|першої|першому|першій|першу",
    "second": "zweite|zweiten|zweites|zweiter|другий|друга|друге|другого|другої|другому|другій|другу",
    "third": "dritte|dritten|drittes|dritter|третій|третя|третє|третього|третьої|третьому",
    "fourth": "vierte|vierten|viertes|vierter|четвертий|четверта|четверте|четвертого|четвертої|четвертому",
    "end of": "ende|ende des|кінець|кінця|кінці|в кінці|у кінці|наприкінці|кінець року",
    "beginning of": "anfang|anfang des|beginn|beginn des|zu beginn|початок|початку|на початку|з початку",
    "middle of": "mitte|mitte des|середина|середини|середині|в середині|у середині|всередині",
    "year end": "jahresende|ende des jahres|ende dieses jahres|кінця року|кінця цього року|кінець цього року",
    "until": "bis|bis zum|bis zur|bis spätestens|spätestens|spätestens bis|до|по|не пізніше|не пізніше ніж",
    "before": "vor|vor dem|перед|раніше",
    "after": "nach|nach dem|після",
    "from": "ab|ab dem|von|vom|seit|seit dem|з|із|від|починаючи з",
    "between": "zwischen|між",
    "and": "und|та|і|й",
    "or": "oder|або|чи",
    "in": "im|am|noch in|noch im|в|у|на|протягом|упродовж|im laufe von|im laufe des|у ході",
    "within": "innerhalb|innerhalb von|binnen|протягом найближчих",
    "in the coming": "in den kommenden|in den nächsten|найближчими|у найближчі|в найближчі|у наступні",
    "next": "nächste|nächsten|nächstes|nächster|kommende|kommenden|kommendes|наступний|наступна|наступного|наступної"
    "|наступному|наступним",
    "this": "diese|diesen|dieses|dieser|diesem|цей|ця|цього|цієї|цьому|цієї",
    "last": "letzte|letzten|letztes|letzter|vergangene|vergangenen|vergangenes|vorige|vorigen|voriges|минулий|минула"
    "|минулого|минулої|минулому|торішня|торішньої",
    "year": "jahr|jahres|jahre|рік|року|році|роки|років",
    "month": "monat|monats|місяць|місяця|місяці",
    "months": "monate|monaten|місяців",
    "week": "woche|тиждень|тижня|тижні",
    "weeks": "wochen|тижнів|тижнями",
    "day": "tag|день|дня",
    "days": "tage|tagen|дні|днів|днями",
    "today": "heute|сьогодні",
    "yesterday": "gestern|вчора|учора",
    "tomorrow": "morgen|завтра",
    "unknown": "unbekannt|unklar|offen|nicht bekannt|невідомо|невідома|не відомо|не вказано|nieznana|inconnu|onbekend",
    "soon": "demnächst|bald|незабаром|скоро",
    "two": "zwei|два|дві",
    "three": "drei|три",
    "four": "vier|чотири",
    "five": "fünf|п'ять",
    "six": "sechs|шість",
    "early": "früh im|frühe|frühen|рання|ранньої",
    "late": "spät im|später|späten|пізня|пізньої",
}
NAMELESS = re.compile(
    r"(?<=\d) ?(?:року|році|рік|р\.?|roku|rok|года|jahr|vuonna)(?![^\W\d_])"
    r"|(?<![^\W\d_])(?:(?:im )?jahre?s? |der |den |dem )(?=\d)"
)
"""The word for year beside its number, and articles before a day."""

WEEKDAYS = re.compile(
    r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]? (?=\S)"
    r"|^(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mo|di|mi|do|fr|sa|so)\b[.,]? (?=\d)"
    r"|^(?:понеділок|вівторок|середа|середу|четвер|п'ятниця|п'ятницю|субота|суботу|неділя|неділю),? (?=\d)"
)


ENGLISH = frozenset({*MONTHS, "in"})


def _translations() -> dict[str, str]:
    found = {word: english for english, words in MONTH_NAMES.items() for word in words.split()}
    found |= {phrase: english for english, phrases in PHRASES.items() for phrase in phrases.split("|")}
    plain = {without_marks(word): english for word, english in found.items()}
    # "May", "second" and the like stay what they are in English.
    return {word: english for word, english in (plain | found).items() if word not in ENGLISH}


TRANSLATIONS = _translations()
FOREIGN = frozenset(word for phrase in TRANSLATIONS for word in phrase.split())
WORDS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
PATTERN = re.compile(
    rf"(?<![^\W\d_])(?:{'|'.join(map(re.escape, sorted(TRANSLATIONS, key=len, reverse=True)))})(?![^\W\d_])\.?"
)


def put_into_english(words: str) -> str:
    """The words of a date, folded, in English."""
    words = WEEKDAYS.sub("", words)
    words = NAMELESS.sub("", words)
    words = re.sub(r"(?<=\d)-(?:й|го|му|ий|е|ше)(?![^\W\d_])", "", words)
    words = WITHIN.sub("within ", words)
    words = ROMAN.sub(lambda found: f"{ROMANS[found[1].replace('і', 'i')]} ", words)
    if FOREIGN.isdisjoint(WORDS.findall(words)):
        return words
    english = PATTERN.sub(lambda found: TRANSLATIONS[found.group().rstrip(".")], words)
    return IN_SEASON.sub("", english)


WITHIN = re.compile(r"(?:протягом|упродовж) (?=\d+ (?:дн|тиж|міс|рок))")
ROMAN = re.compile(r"(?<![^\W\d_])([iі]{1,3}|[iі]?v)[ .]+(?=кв|півр|пол|quart|half|halb)")
ROMANS = {"i": "first", "ii": "second", "iii": "third", "iv": "fourth", "v": "v"}
"""Quarters are numbered so in Ukrainian, with Latin letters or those that look like them."""
IN_SEASON = re.compile(r"\bin the (?=early|late|mid)")
