"""The words by which sources name the units that things are counted in, singular and plural, in their languages."""

import re
from functools import cache

from django.utils import translation

from pledges.values.choices import Unit, unit_label
from pledges.values.word_marks import without_marks

WORDS: dict[Unit, str] = {
    Unit.BATTERY: "battery batteries batterie batterien batería baterías batteria batterier batterij batterijen"
    " bateria"
    " baterie baterii baterií batterier batteri batteriet patteri patteria patteristo батарея батареї батарею батарей"
    " batt btry",
    Unit.FIRE_UNIT: "fire-unit fire-units firing-unit firing-units feuereinheit feuereinheiten",
    Unit.BATTALION: "battalion battalions bataillon bataillone bataillons batallón batallones battaglione battaglioni"
    " bataljon bataljons bataljoner batalion bataliony batalionów дивізіон дивізіони дивізіонів",
    Unit.LAUNCHER: "launcher launchers tel tels launching-station launching-stations werfer startgerät startgeräte"
    " startgeräten starter lanceur lanceurs lanzador lanzadores lanciatore lanciatori lanceerder lanceerders"
    " affyringsrampe affyringsramper utskytningsrampe utskytningsramper wyrzutnia wyrzutnie wyrzutni odpalovač"
    " odpalovací"
    " установка установки установок установку laukaisualusta laukaisualustaa lavett lavetter",
    Unit.RADAR: "radar radars radare radarer radares radary radarů radarów tutka tutkaa радар радари радарів радара",
    Unit.VEHICLE: "vehicle vehicles fahrzeug fahrzeuge fahrzeugen véhicule véhicules vehículo vehículos veicolo"
    " veicoli"
    " voertuig voertuigen køretøj køretøjer kjøretøy fordon pojazd pojazdy pojazdów vozidlo vozidla vozidel ajoneuvo"
    " ajoneuvoa машина машини машин",
    Unit.GUN: "gun guns kanone kanonen geschütz geschütze geschützen canon canons cañón cañones cannone cannoni kanon"
    " kanonnen kanoner kanoner działo działa dział dělo děla děl гармата гармати гармат",
    Unit.MISSILE: "missile missiles interceptor interceptors rakete raketen lenkflugkörper flugkörper abfangrakete"
    " abfangraketen misil misiles missili missilen raket raketter raketten robot robotar rakieta rakiety rakiet"
    " raketa"
    " rakety raket ohjus ohjusta ракета ракети ракет ракету",
    Unit.ROUND: "round rounds shell shells projectile projectiles schuss granate granaten obus proyectil proyectiles"
    " proiettile proiettili granaat granaten granater granat granaty granatów náboj nábojů granát granátů ammus"
    " ammusta"
    " снаряд снаряди снарядів cartridge cartridges",
    Unit.SYSTEM: "system systems systeme systemen systém systémy systémů système systèmes sistema sistemas sistemi"
    " systeem systemer systemy systemów järjestelmä järjestelmää система системи систем комплекс комплекси"
    " комплексів",
    Unit.PIECE: "piece pieces pc pcs item items unit units stück stücke pièce pièces pieza piezas unidad unidades"
    " pezzo"
    " pezzi stuk stuks stk styk stycken st sztuka sztuki sztuk szt kus kusy kusů ks kpl kappaletta одиниця одиниці"
    " одиниць шт",
    Unit.LOT: "lot lots los lose lotto lotti partia partie партія партії партій",
    Unit.PERSON: "person persons people personnel personen personne personnes personas persone osoba osoby osób osob"
    " henkilö henkilöä особа особи осіб людей soldier soldiers troops recruits trainees servicemembers soldaten"
    " soldats військових військовослужбовців",
    Unit.COURSE: "course courses kurs kurse lehrgang lehrgänge cours curso cursos corso corsi cursus kurser kursy"
    " kursów"
    " курс курси курсів",
    Unit.COMPONENT: "component components komponente komponenten composant composants componente componentes"
    " componenti"
    " komponent komponenter komponenty компонент компоненти компонентів",
}
BOTH = dict.fromkeys(
    ("pocisk", "pociski", "pocisków", "projektil", "střela", "střely", "střel"), (Unit.MISSILE, Unit.ROUND)
)
"""Words for what flies, by itself or from a gun."""
GENERAL = frozenset({Unit.SYSTEM, Unit.PIECE, Unit.LOT})
"""Words that say of anything that it is one: they contradict a row only where its system is counted in them too."""
JOINED = re.compile(r"\b(fire|firing|launching) (units?|stations?)\b")
LINK = re.compile(r"\b(?:for|of|with|from|to|in|at|on|für|von|mit|pour|de|per|di|para|voor|til|till|för|dla|pro|для)\b")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@cache
def unit_words() -> dict[str, frozenset[Unit]]:
    """Which units a word names; those of the site's own languages among them."""
    found: dict[str, set[Unit]] = {}
    for unit, words in WORDS.items():
        for word in words.split():
            found.setdefault(word, set()).add(unit)
    for word, units in BOTH.items():
        found.setdefault(word, set()).update(units)
    for language in ("en", "de", "uk"):
        with translation.override(language):
            for unit in Unit:
                for label in (
                    unit_label(unit, plural=False),
                    *(unit_label(unit, plural=True, number=n) for n in (2, 5)),
                ):
                    found.setdefault(label.casefold().replace(" ", "-"), set()).add(unit)
    for word in list(found):
        found.setdefault(without_marks(word), found[word])
    return {word: frozenset(units) for word, units in found.items()}


def unit_called(word: str) -> Unit | None:
    """The one unit that a word names; None for a word of several, or of none."""
    units = unit_words().get(join_words(word).replace(" ", "-"), frozenset())
    return next(iter(units)) if len(units) == 1 else None


def join_words(text: str) -> str:
    return JOINED.sub(r"\1-\2", text.casefold())


def units_named(text: str) -> tuple[frozenset[Unit], str]:
    """The units that the words beside a number name, and the word that does: the last one before "for", "of", "with".

    "14 missile launchers" are launchers, "3 launchers for missiles" too.
    """
    before = LINK.split(join_words(text).strip(), maxsplit=1)[0]
    known = unit_words()
    named = [word for word in WORD.findall(before) if word in known]
    if not named:
        return frozenset(), ""
    plain = [word for word in named if not known[word] <= GENERAL] or named
    return known[plain[-1]], plain[-1]
