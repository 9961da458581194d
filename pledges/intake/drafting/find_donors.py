"""Who is named in a text: donors by name, adjective, capital and government, persons by the country that it gives."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from meetings.reference_rows import rows_of
from meetings.territory_names import known_territories
from pledges.intake.drafting.draft_shapes import UNNAMED, DonorMention
from pledges.intake.drafting.read_lexicon import FOLDER

OFFICE = (
    r"(?:(?:[Dd]eputy|[Aa]cting|[Ff]ormer|[Nn]ew|[Ff]ederal|[Vv]ice|[Ss]tate|[Ff]oreign|[Pp]rime|[Dd]efen[cs]e"
    r"|[Ii]nterior|[Ff]inance|[Ee]conomy|[Cc]hief of [Ss]taff|[Aa]rmed|[Ss]enior|[Mm]ilitary) )*"
    r"(?:[Mm]inist(?:er|ers|ry)(?: (?:of|for) (?:[Nn]ational )?(?:[Ff]oreign )?[A-Z]?\w+)?|[Pp]resident"
    r"|[Cc]hancellor"
    r"|[Pp]remier|[Ss]ecretary(?: of \w+)?|PM|[Gg]overnment|[Pp]arliament|[Cc]abinet|[Oo]fficials?|[Ss]enator"
    r"|[Aa]mbassador|[Kk]ing|[Pp]arliamentarians|[Aa]uthorities|[Aa]rmy|[Ff]orces|[Ll]awmakers|administration"
    r"|MoD|MOD|[Cc]ongress|House of Representatives|Senate|[Dd]epartment of \w+)"
)
BESIDE_OFFICE = re.compile(
    rf"\s+(?:partners|allies|friends|side|counterparts?(?:,? {'(?:[A-ZÀ-Þ]'}[\w'À-ž-]+ ?){{1,3}})?)\b"
)
OFFICE_OF = re.compile(rf"\b{OFFICE} of (?:the )?$")
PERSON = r"(?:(?:[A-ZÀ-Þ][\w'À-ž-]{1,30}|[A-Z]\.|de|von|van|der|den) ){0,3}[A-ZÀ-Þ][\w'À-ž-]{1,30}"
BEFORE = re.compile(
    r"\b(?:to|into|in|from|for|with|against|at|near|of|between|by|via|through|over|towards?|inside"
    r"|outside|on|like|near)"
    r"(?: the| neighbou?ring| both| its ally)?\s*$",
    re.IGNORECASE,
)
VERB_BEHIND = re.compile(
    r",?\s+(?:[a-z]+ly |also |both |jointly |now )*(?:will|would|is|are|has|have|had|was|were|[a-z]+(?:s|ed"
    r"|t|ve))\b"
)
GROUPS = re.compile(
    r"\b(?:(?:NATO |European |Western |several |many |some |other |our |its |various |allied )*"
    r"(?:[Aa]llies|[Pp]artners|[Mm]ember [Ss]tates|allied nations|[Dd]onors|countries|nations)"
    r"|(?:international |Western |foreign )+(?:supporters|backers)|[Nn]ordic (?:countries|states)"
    r"|[Bb]altic (?:countries|states)|the [Aa]lliance|the [Ww]est|European states)\b"
)


@cache
def country_patterns() -> tuple[re.Pattern[str], dict[str, str], re.Pattern[str], dict[str, str]]:
    """Names and seats, and adjectives, each with the code that they mean."""
    names: dict[str, str] = {}
    adjectives: dict[str, str] = {}
    wanted = {row["code"] for row in rows_of("donors.csv")} | {"RUS", "BLR", "IRN", "PRK"}
    for one in known_territories():
        if one.code in wanted:
            names |= dict.fromkeys((*one.formal, *one.site_names()), one.code)
    for row in rows_of("donors.csv"):
        names |= dict.fromkeys([row["name"]], row["code"])
        names |= {name: row["code"] for name in row["aliases"].split(";") if len(name) > 2 and "(" not in name}
    for row in rows_of("country_words.csv", folder=FOLDER):
        names |= dict.fromkeys(filter(None, row["seats"].split(";")), row["code"])
        adjectives |= dict.fromkeys(filter(None, row["adjectives"].split(";")), row["code"])
    for word in (
        "XUN",
        "Unnamed donor",
        "unnamed",
        "unnamed country",
        "undisclosed donor",
        "several states",
        "Georgia",
    ):
        names.pop(word, None)
    return _any_of(names), names, _any_of(adjectives), adjectives


def _any_of(words: dict[str, str]) -> re.Pattern[str]:
    longest = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(rf"(?<![\w.-])(?:{'|'.join(map(re.escape, longest))})(?![\w])")


def find_donors(text: str) -> list[DonorMention]:
    """Every mention of a donor, of the recipient and of others, in the order of the text."""
    names, codes, adjectives, adjective_codes = country_patterns()
    found: dict[int, DonorMention] = {}
    for match in adjectives.finditer(text):
        office = re.compile(rf"'?s?\s+{OFFICE}(?:,? {PERSON})?").match(text, match.end())
        code = adjective_codes[match[0]]
        office = office or BESIDE_OFFICE.match(text, match.end())
        end = office.end() if office else match.end()
        plural = len(match[0]) > 3 and match[0].endswith("s")
        acts = bool(office or plural) and not _is_behind_preposition(text, match.start())
        acts = acts and not (office and "counterpart" in office[0])
        found[match.start()] = DonorMention(match.start(), end, (code,), acts)
    for match in names.finditer(text):
        start, end = match.span()
        following = re.match(rf"'s?\s+{OFFICE}(?:,? {PERSON})?|\s+{OFFICE}(?:,? {PERSON})?", text[end : end + 90])
        owns = text.startswith("'s", end) or (text.startswith("'", end) and text[end - 1] == "s")
        as_adjective = (
            match[0] in adjective_codes and not following and bool(re.match(r"\s+[a-z$]", text[end : end + 2]))
        )
        verb_like = re.match(
            r"\s+(?:will|is|are|has|have|had|was|would|could|may|also|and|to|can|plans?|[a-z]+(?:s|ed))\b",
                             text[end : end + 30])  # fmt: skip
        acts = (not owns or bool(following)) and not _is_behind_preposition(text, start)
        if as_adjective and not verb_like:
            acts = False
        if office_of := OFFICE_OF.search(text, max(0, start - 60), start):
            acts = not owns and not _is_behind_preposition(text, office_of.start())
        stop = end + (following.end() if following else 0)
        if start not in found or stop > found[start].end or acts:
            found[start] = DonorMention(start, max(stop, end), (codes[match[0]],), acts)
    for match in GROUPS.finditer(text):
        code = UNNAMED
        if match[0] == "the Alliance" or match[0] == "the alliance":
            code = "NATO"
        found.setdefault(
            match.start(),
            DonorMention(match.start(), match.end(), (code,), not _is_behind_preposition(text, match.start())),
        )
    for person in _persons(text, list(found.values())):
        found.setdefault(person.start, person)
    return _lists_alike(text, _without_inner(sorted(found.values(), key=lambda one: (one.start, -one.end))))


def _is_behind_preposition(text: str, start: int) -> bool:
    return BEFORE.search(text, max(0, start - 30), start) is not None


def _lists_alike(text: str, mentions: list[DonorMention]) -> list[DonorMention]:
    """“With Sweden and Denmark in one programme”: what ends a list behind a preposition acts no more than the rest."""
    alike: list[DonorMention] = []
    for one in mentions:
        before = alike[-1] if alike else None
        linked = before is not None and text[before.end : one.start] in {" and ", " and the ", ", "}
        behind = before is not None and not before.acts and _is_behind_preposition(text, before.start)
        passive = linked and behind and one.acts and not VERB_BEHIND.match(text, one.end)
        alike.append(replace(one, acts=False) if passive else one)
    return alike


def _without_inner(mentions: list[DonorMention]) -> list[DonorMention]:
    kept: list[DonorMention] = []
    for one in mentions:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _persons(text: str, mentions: list[DonorMention]) -> list[DonorMention]:
    """Later mentions of a person whose country an earlier place of the text gives."""
    country: dict[str, str] = {}
    for one in mentions:
        named = re.search(rf"{OFFICE},? ({PERSON})$", text[one.start : one.end])
        if named:
            country.setdefault(named[1].split()[-1], one.codes[0])
    behind = re.compile(rf"({PERSON}), (?:the )?(?=[A-Z])")
    starts = {one.start: one for one in mentions}
    for match in behind.finditer(text):
        office = starts.get(match.end())
        if office and re.search(rf"{OFFICE}", text[office.start : office.end]):
            country.setdefault(match[1].split()[-1], office.codes[0])
    of_country = re.compile(rf"{OFFICE},? ({PERSON}) of (?:the )?")
    for match in of_country.finditer(text):
        if office := starts.get(match.end()):
            country.setdefault(match[1].split()[-1], office.codes[0])
    if not country:
        return []
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(country)))})(?!\w)")
    return [
        DonorMention(
            match.start(),
            match.end(),
            (country[match[0]],),
            not _is_behind_preposition(text, match.start()) and not text.startswith("'s", match.end()),
        )
        for match in pattern.finditer(text)
    ]
