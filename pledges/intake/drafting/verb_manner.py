"""In which tense and how firmly a verb of giving is said: by its auxiliaries, then by what it hangs on."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pledges.intake.drafting.item_cores import Token
from pledges.intake.drafting.read_lexicon import VerbForm, word_list

WORDS_BEFORE = 7
SKIPPED = word_list("between auxiliary and verb")
MODALS = {
    "will": "future",
    "shall": "future",
    "'ll": "future",
    "would": "future",
    "could": "conditional",
    "may": "conditional",
    "might": "conditional",
    "can": "conditional",
    "should": "request",
    "must": "request",
}
BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "'re", "'s", "'m", "am"})
HAVE = {"has": "perfect", "have": "perfect", "had": "pluperfect", "having": "perfect", "'ve": "perfect"}
NEGATIONS = re.compile(
    r"\b(?:not|never|no longer|cannot|neither|nor)\b|n't\b|\brefus\w+|\bdeclin(?:e|ed|es|ing)\b"
    r"|\bruled? out\b|\bruling out\b"
    r"|\breject\w*|\bdeni(?:ed|es)\b|\bdeny\b|\bstopped short of|\bno (?:plans?|intention|decision)"
    r"|\bhalt\w*|\bunwilling|\bwithout\b|\bprevent\w*|\bblock(?:ed|s|ing)\b|\bbarr(?:ed|ing)\b"
    r"|\bprohibit\w*|\bveto\w*"
    r"|\bimpossible\b|\bopted not\b|\binstead of\b|\brather than\b|\bagainst\s*$",
    re.IGNORECASE,
)
CONDITIONS = re.compile(
    r"\b(?:plan(?:s|ned|ning)?|inten(?:d|ds|ded|ding|tions?)|consider(?:s|ed|ing)?|ready|readiness"
    r"|willing(?:ness)?|prepar(?:ed|ing)"
    r"|hop(?:e|es|ed|ing)|want(?:s|ed)?|aim(?:s|ed|ing)?|seek(?:s|ing)?|expect(?:s|ed)?|propos(?:e|es"
    r"|ed|al|als)|able|possib\w+"
    r"|likely|option|open|discuss\w*|mull\w*|weigh\w*|explor\w*|examin\w*|look(?:s|ed|ing)? (?:at"
    r"|into)|study\w*|speculation|hint\w*"
    r"|offer(?:s|ed)?|potential\w*|wish(?:es)?|poised|finali[sz]\w+|suggest\w*|talks"
    r"|negotiat\w*|in principle|perhaps|would like)\b",
    re.IGNORECASE,
)
FIRM_BEFORE_TO = re.compile(
    r"\b(?:pledg\w+|promis\w+|vow\w*|announc\w+|agree[sd]?|decid\w+|decision|undert\w+|due|set|going"
    r"|about|pleased|proud|glad|delighted"
    r"|committ?\w*|confirmed|scheduled|commitment|contract\w*|agreement|mov(?:es|ed|ing)|start(?:s|ed|ing)?"
    r"|beg[au]n"
    r"|resum\w+|package|order\w*|tranche|allocat\w+|approved|authori[sz]ed|is|are|rush\w*)\s*$",
    re.IGNORECASE,
)
REQUESTS = re.compile(
    r"\b(?:ask(?:s|ed|ing)?|call(?:s|ed|ing)? (?:on|for|upon)|urg(?:e|es|ed|ing)|plead\w*|appeal\w*"
    r"|request\w*|demand\w*|need(?:s|ed)?"
    r"|beg(?:s|ged|ging)?|press(?:es|ed|ing)|let|implor\w+|lobb\w+|encourag\w+|push(?:es|ed|ing)? for"
    r"|seek(?:s|ing)? from|reach(?:es|ed|ing)? out to|turn(?:s|ed|ing)? to|approach(?:es|ed|ing)?|lean(?:s"
    r"|ed|ing)? on"
    r"|best support)\b",
    re.IGNORECASE,
)
HABIT = re.compile(
    r"\b(?:continu\w+|keep(?:s|ing)?|remain\w*|help(?:s|ed|ing)?|aimed|tried|trying|efforts?|abl[ey]"
    r"|enabl\w+|allow\w*"
    r"|ways?|failed|used|need(?:s|ed)?|capacity|ability)\b[^.]{0,12}$|\b(?:under|despite|growing|intense"
    r"|facing) (?:\w+ )?pressure\b", re.IGNORECASE)  # fmt: skip
DENIED_BEFORE = re.compile(r"(?:n't|not|never|refus\w+|ruled out)\W+\w*\W*$")
OPEN_CLAUSE = re.compile(r"\bif\b|\bwhether\b|\bunless\b|\bspeculation\b", re.IGNORECASE)
COMMAND = re.compile(r"(?:^|[:\"'.])\s*[\"']?\s*$")
DECISION = re.compile(r"\b(?:\w+'s|its|the|a) (?:decision|commitment|pledge)\b")
THANKS = re.compile(r"\b(?:thank\w*|grateful|appreciat\w*|welcom\w+)\b[^.]*$", re.IGNORECASE)
BEGUN = re.compile(
    r"\b(?:beg[au]n|begin|begins|start(?:s|ed)?|resum(?:es|ed)|finish(?:es|ed))(?: to)?\s*$", re.IGNORECASE
)
UNSURE = frozenset({"likely", "reportedly", "probably"})
PARTICIPLES = frozenset({"participle", "past_participle"})


@dataclass(frozen=True, slots=True)
class Manner:
    tense: str
    modality: str
    passive: bool = False
    cumulative: bool = False


def manner_of(text: str, tokens: list[Token], index: int, form: VerbForm, *, start: int) -> tuple[Manner, int]:
    """Tense and modality by the words before the verb, and the first of these."""
    words, negated, first = _auxiliaries(tokens, index)
    manner = _by_auxiliaries(words, form, negated=negated)
    before = text[start : tokens[first].start]
    after = tokens[index + 1].text.casefold() if index + 1 < len(tokens) else ""
    bare_participle = manner.modality == "firm" and form.form in PARTICIPLES and not manner.passive
    if bare_participle and (after in {"by", "with"} or manner.tense == "participle"):
        manner = Manner("inherit", "firm", passive=True)
    return _by_clause(manner, words, form, before), first


def _auxiliaries(tokens: list[Token], index: int) -> tuple[list[str], bool, int]:
    first = index
    found: list[str] = []
    negated = False
    while first > 0 and index - first < WORDS_BEFORE:
        word = tokens[first - 1].text.casefold()
        if word in {"not", "never", "cannot"} or word.endswith("n't"):
            negated = True
            found.insert(0, {"won't": "will", "cannot": "can"}.get(word, word.removesuffix("n't")))
        elif _is_auxiliary(word, found):
            found.insert(0, word)
        else:
            found[:0] = [one for one in ("'ll", "'re", "'ve") if word.endswith(one)]
            break
        first -= 1
    return found, negated, first


def _is_auxiliary(word: str, found: list[str]) -> bool:
    if word in {"going", "able", "about", "set", "due"}:
        return found[:1] == ["to"]
    return word in MODALS or word in BE or word in HAVE or word in SKIPPED or word == "to"


def _by_auxiliaries(words: list[str], form: VerbForm, *, negated: bool) -> Manner:
    modal = next((MODALS[word] for word in words if word in MODALS), None)
    passive = bool(BE & set(words)) and (form.form in PARTICIPLES or (form.verb == "put" and form.form == "base"))
    if negated:
        return Manner("present", "denied", passive)
    if modal in {"conditional", "request"}:
        return Manner("future", str(modal), passive)
    if modal == "future" or {"going", "due"} & set(words):
        return Manner("future", "firm", passive)
    if "to" in words and (form.form == "base" or passive):
        at = words.index("to")
        is_to = at > 0 and words[at - 1] in BE
        return Manner("future", "firm", passive) if is_to else Manner("infinitive", "firm", passive)
    return _without_modal(words, form, passive=passive)


def _without_modal(words: list[str], form: VerbForm, *, passive: bool) -> Manner:
    have = next((HAVE[word] for word in words if word in HAVE), None)
    total = bool({"already", "previously", "date", "far"} & set(words))
    if have:
        return Manner("past", "firm", passive or "been" in words, cumulative=have == "pluperfect" or total)
    if form.form == "gerund":
        return Manner("present" if BE & set(words) else "gerund", "firm")
    if passive:
        past = {"was", "were", "been"} & set(words)
        return Manner("past" if past else "present", "firm", passive=True, cumulative=total)
    if form.form in {"past", "past_participle"}:
        return Manner("past", "firm", cumulative=total)
    return Manner("participle" if form.form == "participle" else "present", "firm")


def _by_clause(manner: Manner, words: list[str], form: VerbForm, before: str) -> Manner:
    near = re.split(r"[;:]|, (?:but|while|and) |\bbut\b", before[-90:])[-1]
    if manner.tense == "infinitive":
        return _of_infinitive(manner, near)
    if manner.tense == "gerund":
        return _of_gerund(near)
    if manner.modality == "firm":
        manner = _of_finite(manner, near[-45:], before, bare=form.form == "base" and not words)
    if set(words) & UNSURE and manner.modality == "firm":
        return Manner("future", "conditional", manner.passive)
    return manner


def _of_finite(manner: Manner, short: str, before: str, *, bare: bool) -> Manner:
    if bare and COMMAND.search(before):
        return Manner("future", "request")
    if NEGATIONS.search(short) and DENIED_BEFORE.search(short):
        return Manner(manner.tense, "denied", manner.passive)
    if OPEN_CLAUSE.search(before[-70:]):
        return Manner("future", "conditional", manner.passive)
    if bare and REQUESTS.search(short):
        return Manner("future", "request", manner.passive)
    return manner


def _of_infinitive(manner: Manner, near: str) -> Manner:
    """“to send”: firm, conditional, denied, asked for, or no statement, by what it hangs on."""
    short = near[-70:]
    for pattern, modality in ((NEGATIONS, "denied"), (REQUESTS, "request"), (HABIT, "none")):
        if pattern.search(short):
            return Manner("future", modality, manner.passive)
    if FIRM_BEFORE_TO.search(near[-40:]) or DECISION.search(short):
        return Manner("inherit_future", "firm", manner.passive)
    if CONDITIONS.search(short):
        return Manner("future", "conditional", manner.passive)
    return replace(manner, tense="inherit")


def _of_gerund(near: str) -> Manner:
    """“sending”: as what it hangs on says, or as the verb before it."""
    short = near[-40:]
    if NEGATIONS.search(near[-60:]):
        return Manner("future", "denied")
    for pattern, modality in (
        (NEGATIONS, "denied"), (CONDITIONS, "conditional"), (REQUESTS, "none"), (HABIT, "none"),
    ):  # fmt: skip
        if pattern.search(short):
            return Manner("future", modality)
    if THANKS.search(near):
        return Manner("past", "firm")
    if BEGUN.search(near):
        return Manner("present", "firm")
    return Manner("future", "none") if re.search(r"\bby\s*$", near) else Manner("inherit", "firm")
