"""What may stand after a number: nothing but words that are understood, so that no figure is lost unseen."""

import re
from functools import cache

from pledges.values.estimates.estimate import EstimateError
from pledges.values.estimates.foreign_words import NUMBER_WORDS
from pledges.values.estimates.number_words import TAIL_HEDGES
from pledges.values.estimates.numbers import WORDS
from pledges.values.unit_words import unit_words
from pledges.values.word_marks import without_marks

AMOUNT = """
    package packages grant grants loan loans credit credits aid assistance support military financial defence
    defense humanitarian worth value valued of in for the a an total altogether fund funds funding tranche
    contribution contract contracts budget donation donations commitment pledge new additional further more to
    ukraine from equipment ammunition security macro-financial d de di des du von an i в у for cash hilfe
    militärhilfe paket aide militaire aiuti ayuda militar støtte stöd pomoc допомоги допомога
"""
AMOUNT_WORDS = frozenset(AMOUNT.split())
"""Words beside an amount that change nothing of it."""

QUANTITY = """
    more additional further extra new other used old modern modernised modernized refurbished overhauled upgraded
    spare complete full entire whole single different similar such types type kinds kind of the a an for from in
    with to at on its their own his her our that which also and/or various total so far altogether overall already
    currently initially delivered promised pledged sent provided donated announced committed ordered given shipped
    transferred contracted supplied handed over allocated produced purchased bought planned yet fire firing
    launching stk air defence defense anti anti-aircraft anti-air anti-tank anti-drone surface-to-air
    ground-to-air ground-based short-range medium-range long-range very range short long medium high low altitude
    mobile portable man-portable shoulder-fired self-propelled towed armoured armored tracked wheeled heavy light
    multiple rocket guided laser-guided infantry fighting combat main battle military tactical surveillance
    reconnaissance unmanned aerial aircraft howitzer howitzers tank tanks truck trucks drone drones uav uavs uas
    jet jets plane planes helicopter helicopters ship ships boat boats mortar mortars rifle rifles pistol pistols
    grenade grenades mine mines bomb bombs rocket rockets cannon cannons weapon weapons manpads munition munitions
    ammunition artillery calibre caliber mm carrier carriers personnel ambulance ambulances bus buses car cars
    excavator bulldozer bridge bridges generator generators station stations command control post posts sensor
    sensors jammer jammers camera cameras night vision device devices goggles helmet helmets vest vests body
    armour armor uniform uniforms kit kits set sets tent tents ration rations meal meals blanket blankets bed beds
    container containers trailer trailers tractor tractors engine engines barrel barrels turret turrets fuse fuses
    charge charges primer primers litre litres liters ton tons tonne tonnes tube tubes pod pods box boxes pair
    pairs team teams crew crews member members country countries nation nations partner partners donor donors ally
    allies state states instructor instructors pilot pilots technician technicians specialist specialists training
    satellite terminal terminals licence licences magazine magazines part parts elements element facility
    facilities hospital hospitals laboratory workshop workshops package packages tranche tranches batch batches
    shipment shipments squadron squadrons brigade brigades company companies platoon platoons division divisions
    air-to-air air-to-ground ballistic cruise interceptor-missiles decoy decoys simulator simulators equipment
    material neue neuen weitere weiteren zusätzliche zusätzlichen moderne für von mit der die das des den und/oder
    nouveaux nouvelles supplémentaires de des du d pour nuevos nuevas para nuovi di per ny nye nya nieuwe voor til
    till för dla nowych dodatkowych nových pro для нових додаткових ппо зрк сау пускова пускові пускових зенітний
    зенітні зенітних зенітна ракетний ракетні ракетних ракетна протиповітряної оборони артилерійські
    артилерійських бойових броньованих керованих крилатих ствол стволів дронів бпла танків танки танк гаубиць
    гаубиця рсзв автомобілів літаків czołgów haubic dronów tanků houbic panssarivaunua fighter fighters bomber
    bombers patrol transport cargo utility supply warhead warheads
"""
QUANTITY_WORDS = frozenset(QUANTITY.split())
"""Nouns and what goes with them that name the thing counted; proper names and designations are known by their form."""

UNSURE = """
    tbc tbd tba na vat usd eur weekly daily yearly annual quarterly reported unconfirmed provisional alleged rumoured
    disputed denied cancelled expected possible likely required requested needed wanted lost destroyed damaged net
    excluding including except without approx estimated zero nil none half double triple twice thrice tenfold
    prozent procent percent percentage per pro je pct prosenttia porcento procento procenta procentów відсотків відсотки
    paar pair pairs paire paires doz dutzend third thirds viertel drittel halves quarters fifths zehntel
    month months monat monate monaten monatlich mois mesi meses maanden måneder månader kuukautta miesięcy měsíců
    місяць місяці місяців month's day days tag tage tagen jours giorni días dagen dager dagar päivää dni dní днів дні
    week weeks woche wochen wöchentlich weekly monthly yearly annually jährlich semaines settimane semanas weken uker
    veckor viikkoa tygodni týdnů тижнів year years jahr jahre jahren ans années anni años jaar år vuotta lat let років
    роки euro euros dollar dollars kronen kronor kroner pound pounds pfund franken franc francs zloty złoty złotych
    hryvnia hryvnias korun eur usd gbp sek nok dkk chf pln czk uah cad aud jpy kg kilo kilos kilogramm kilogram
    verloren zerstört beschädigt withdrawn refused rejected abgelehnt zurückgezogen von
"""
"""Words that a capital makes no name of: they change what the number says."""
LOST = frozenset({"and", "gross", "plus", "minus", "times", "percent", "squared", "und", "et", "og", "och", "та", "і"})
TOKEN = re.compile(r"[^\s,;()/]+")
LETTERS = re.compile(r"[^\W\d_]")
DESIGNATION = re.compile(r"(?=[^\s]*[^\W\d_])(?=[^\s]*\d)[\w.+-]+")
FITTING = re.compile(r"[\w.,;()'/ +&-]*")
UNSURE_WORDS = frozenset(UNSURE.split())
ONE_THING = re.compile(r"^ ?x\b|\bcommand and control\b|\bsearch and rescue\b")
"""What would be taken for two things, or is none."""
EDGES = ".-'+&"
LONGEST_ACRONYM = 7


@cache
def known_nouns() -> frozenset[str]:
    words = {*QUANTITY_WORDS, *unit_words()}
    return frozenset(words | {without_marks(word) for word in words})


def refuse_figures(rest: str) -> None:
    """Refuse a second figure or a hedge among the words after the number, which would be lost unseen."""
    tokens = re.findall(r"[^\s,;()/]+", rest)
    figure = next((token for token in tokens if re.fullmatch(r"-?\d[\d.,]*%?", token) or token in WORDS), None)
    if figure:
        raise EstimateError(f'"{figure}" is a second number', hint="one quantity; one row for each thing")
    if hedge := TAIL_HEDGES.search(rest):
        raise EstimateError(
            f'"{hedge.group().strip(" ,;(")}" after the number cannot be read', hint='"about 200" or "at least 6"'
        )


def refuse_unread(rest: str, *, counted: bool, names: frozenset[str]) -> None:
    """Refuse a word after the number that nobody has understood.

    `names` are proper names and designations, folded.

    :raises EstimateError: names the word.
    """
    if not rest.strip():
        return
    refuse_figures(rest)
    known = known_nouns() if counted else AMOUNT_WORDS
    odd = FITTING.match(rest)
    if odd and odd.end() < len(rest):
        raise EstimateError(f'"{rest[odd.end()]}" after the number cannot be read', hint='"about 200" or "at least 6"')
    for token in TOKEN.findall(ONE_THING.sub(" ", rest) if counted else rest):
        word = token.strip(EDGES)
        if word in LOST or not is_understood(word, known, names if counted else frozenset()):
            what = "is not understood beside the number"
            raise EstimateError(f'"{token}" {what}', hint="the number and what is counted; anything else as a note")


def is_understood(word: str, known: frozenset[str], names: frozenset[str]) -> bool:
    if word in known or word in names:
        return True
    if not word:
        return False
    parts = re.split(r"['-]", word)
    return len(parts) > 1 and all(part in known or part in names for part in parts)


def proper_names(stated: str) -> frozenset[str]:
    """The words of a text that are names by their form: with a capital, or with a digit among the letters.

    Of a text all in capitals only what is short or has a hyphen is taken for one.
    """
    shouted = stated.isupper()
    found = []
    for token in TOKEN.findall(stated):
        if (folded := token.casefold().strip(EDGES)) in UNSURE_WORDS or folded in NUMBER_WORDS:
            continue
        capital = any(part[:1].isupper() for part in token.split("-"))
        if DESIGNATION.fullmatch(token) or (capital and (not shouted or len(token) <= LONGEST_ACRONYM or "-" in token)):
            found.append(token.casefold().strip(EDGES))
    # "IRIS-T" is read as two words.
    return frozenset(part for name in found for part in (name, *name.split("-")))
