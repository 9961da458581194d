"""Words and abbreviations that multiply a number, in the languages of donors, and what several languages read apart.

The words are those of the CLDR's compact number formats with their cases and what tables write beside them. A word that
is a thousand in one language and a million in another is asked, unless something beside it shows the language.
"""

from dataclasses import dataclass

from pledges.values.word_marks import without_marks

THOUSAND, MILLION, BILLION, TRILLION = "thousand", "million", "billion", "trillion"

CLEAR = {
    THOUSAND: """
        tausend tausende tausenden tsd tds
        mille milliers millier
        mila migliaia migliaio
        miles millar millares
        duizend duizenden
        tusind tusinde tusinder tusen tusener
        tuhat tuhatta tuhannen tuhansia
        tysiąc tysiąca tysiące tysięcy tys
        tisíc tisíce tisíců tisíci tisíca tis
        тисяча тисячу тисячі тисяч тис
        тысяча тысячу тысячи тысяч тыс
        tuh tūkst tūkstotis tūkstoši tūkstošu tūkstantis tūkstančiai tūkstančio tūkstančių
        tisuća tisuće tisoč ezer mii χιλ χιλιάδα χιλιάδες þúsund хил хиляди хиляда
    """,
    MILLION: """
        mio mios mill mln mn millionen millions
        milione milioni millón millones milhão milhões milhao milhoes
        miljoen miljoenen
        millioner millionerne miljon miljoner milj
        miljoona miljoonaa miljoonan miljoonia
        milion miliona miliony milionów milionem
        milionu milionů milióny milión milióna miliónov miliónů
        мільйон мільйона мільйони мільйонів млн
        миллион миллиона миллионов миллионы милион милиона
        miljonit miljonid miljons miljoni miljonu milijonas milijonai milijono milijonų
        milijun milijuna milijon milijona milijone milijonov millió milioane
        εκατ εκ εκατομμύριο εκατομμύρια milljón milljónir milljónum milyon
    """,
    BILLION: """
        mrd mrds milliarde milliarden mia mia mlrd mld mlds mdr md mds mlr mljrd
        milliard milliards miliardo miliardi
        millardo millardos
        miljard miljarden miljarder milliarder
        miljardi miljardia miljardin
        miliard miliarda miliardy miliardów miliardu miliardů miliárd miliardi
        мільярд мільярда мільярди мільярдів млрд
        миллиард миллиарда миллиардов миллиарды милиард милиарда
        miljardit miljards miljardu milijardas milijardai milijardo milijardų
        milijarda milijarde milijardi milijard milliárd miliarde
        δισ δισεκατομμύριο δισεκατομμύρια milljarður milljarðar milljarða milyar
    """,
    TRILLION: """
        billionen billioner biljoen biljoenen biljon biljoner biljoona biljoonaa
        biliony bilionů bilionu biliona bilionów
        трильйон трильйона трильйони трильйонів трлн триллион триллиона триллионов
    """,
}
"""A word of another language, and the English one for the same power of ten."""

PHRASES = {
    BILLION: """
        mil millones|mil milhões|mil milhoes|mila milioni|mille milioni|mille millions|tusen millioner|tusen miljoner
        |tusind millioner|tausend millionen|thousand million|thousand millions|tisíc miliónů|тисяча мільйонів
    """,
    TRILLION: "mila miliardi|mille miliardi|mille milliards|tausend milliarden|tusen milliarder|tusen miljarder"
    "|thousand billion|millón de millones",
}
INDIAN = {"lakh": 10**5, "lakhs": 10**5, "crore": 10**7, "crores": 10**7}


@dataclass(frozen=True, slots=True)
class Doubt:
    """A word with two meanings: the English words for both, and the languages that have each."""

    first: str
    first_in: frozenset[str]
    second: str
    second_in: frozenset[str]
    first_words: str
    second_words: str

    def settle(self, languages: frozenset[str]) -> str:
        """The English word where the languages leave one, else blank."""
        first, second = bool(languages & self.first_in), bool(languages & self.second_in)
        if first == second:
            return ""
        return self.first if first else self.second


def _doubt(first: str, first_in: str, second: str, second_in: str, names: str) -> Doubt:
    one, other = names.split("/")
    words = f"a {first} ({one})", f"a {second} ({other})"
    return Doubt(first, frozenset(first_in.split()), second, frozenset(second_in.split()), *words)


MIL = _doubt(THOUSAND, "es pt", MILLION, "cs sk ro hr en", "Spanish/Czech, English")
BILLION_DOUBT = _doubt(BILLION, "en sign", TRILLION, "de fr da no nl sv", "English/German, French, Danish")
BILLON = _doubt(TRILLION, "", BILLION, "", "Spain/United States")
DOUBTFUL: dict[str, Doubt] = {
    "mil": MIL,
    "billón": BILLON,
    "billon": BILLON,
    "billones": BILLON,
    "bilion": _doubt(TRILLION, "pl cs sk", BILLION, "en", "Polish, Czech/English"),
    "bio": _doubt(TRILLION, "de da", BILLION, "", "German/misspelt English"),
    "bln": _doubt(BILLION, "en", TRILLION, "it nl pl", "English/Dutch, Italian, Polish"),
    "tn": _doubt(TRILLION, "en sign", THOUSAND, "sv", "English/Swedish"),
    "t": _doubt(THOUSAND, "de da fi", TRILLION, "en", "German, Danish/English"),
}
"""What is asked where nothing shows the language. `Billion` and `Trillion` with a capital are among them: German nouns
are written so, and a German Billion is an English trillion."""

CAPITALS: dict[str, Doubt] = {
    "Billion": BILLION_DOUBT,
    "Trillion": _doubt(TRILLION, "en sign", "quintillion", "de", "English/German"),
}


def _scale_words() -> dict[str, str]:
    found = {word: english for english, words in CLEAR.items() for word in words.casefold().split()}
    return {without_marks(word): english for word, english in found.items()} | found


SCALE_WORDS = _scale_words()
SCALE_PHRASES = {
    phrase.strip(): english for english, phrases in PHRASES.items() for phrase in phrases.replace("\n", " ").split("|")
}
