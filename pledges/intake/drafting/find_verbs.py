"""What is said of giving, in which tense and how firmly: verbs of the lexicon with the words before them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pledges.intake.drafting.draft_shapes import VerbGroup
from pledges.intake.drafting.find_items import Token, tokens_of
from pledges.intake.drafting.read_lexicon import VerbForm, verb_forms

WORDS_BEFORE = 7
SKIPPED = frozenset(
    [
        "also",
        "already",
        "now",
        "today",
        "soon",
        "recently",
        "previously",
        "further",
        "additionally",
        "currently",
        "jointly",
        "together",
        "initially",
        "finally",
        "officially",
        "once",
        "again",
        "still",
        "quickly",
        "immediately",
        "first",
        "later",
        "only",
        "since",
        "so",
        "far",
        "to",
        "date",
        "subsequently",
        "just",
        "collectively",
        "each",
        "all",
        "both",
        "therefore",
        "long",
        "reportedly",
        "likely",
        "probably",
        "gradually",
        "continuously",
        "directly",
        "fully",
        "successfully",
        "formally",
    ]
)
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
    r"\b(?:not|never|no longer|cannot|neither|nor)\b|n't\b|\brefus\w+|\bdeclin(?:e|ed|es|ing)\b|\bruled? out\b|\bruling out\b"
    r"|\breject\w*|\bdeni(?:ed|es)\b|\bdeny\b|\bstopped short of|\bno (?:plans?|intention|decision)|\bhalt\w*|\bunwilling|\bwithout\b",
    re.IGNORECASE,
)
CONDITIONS = re.compile(
    r"\b(?:plan(?:s|ned|ning)?|inten(?:d|ds|ded|ding|tions?)|consider(?:s|ed|ing)?|ready|readiness|willing(?:ness)?|prepar(?:ed|ing)"
    r"|hop(?:e|es|ed|ing)|want(?:s|ed)?|aim(?:s|ed|ing)?|seek(?:s|ing)?|expect(?:s|ed)?|propos(?:e|es|ed|al|als)|able|possib\w+"
    r"|likely|option|open|discuss\w*|mull\w*|weigh\w*|explor\w*|examin\w*|look(?:s|ed|ing)? (?:at|into)|study\w*|speculation|hint\w*"
    r"|offer(?:s|ed)?|potential\w*|wish(?:es)?|poised|finali[sz]\w+|favou?r|suggest\w*|talks|negotiat\w*|in principle|perhaps|would like)\b",
    re.IGNORECASE,
)
FIRM_BEFORE_TO = re.compile(
    r"\b(?:pledg\w+|promis\w+|vow\w*|announc\w+|agree[sd]?|decid\w+|decision|undert\w+|due|set|going|about|pleased|proud|glad|delighted"
    r"|committ?\w*|confirmed|scheduled|commitment|contract\w*|agreement|mov(?:es|ed|ing)|start(?:s|ed|ing)?|beg[au]n"
    r"|resum\w+|package|order\w*|tranche|allocat\w+|approved|authori[sz]ed|is|are|rush\w*)\s*$",
    re.IGNORECASE,
)
REQUESTS = re.compile(
    r"\b(?:ask(?:s|ed|ing)?|call(?:s|ed|ing)? (?:on|for|upon)|urg(?:e|es|ed|ing)|plead\w*|appeal\w*|request\w*|demand\w*|need(?:s|ed)?"
    r"|beg(?:s|ged|ging)?|press(?:es|ed|ing)|let|implor\w+|lobb\w+|encourag\w+|push(?:es|ed|ing)? for|seek(?:s|ing)? from|best support)\b",
    re.IGNORECASE,
)
HABIT = re.compile(r"\b(?:continu\w+|keep(?:s|ing)?|remain\w*|help(?:s|ed|ing)?|aimed|tried|trying|efforts?|abl[ey]|enabl\w+|allow\w*"
    r"|ways?|failed|used|need(?:s|ed)?|pressure\w*|capacity|ability)\b[^.]{0,12}$", re.IGNORECASE)  # fmt: skip
TOTALS = re.compile(
    r"\b(?:to date|so far|altogether|cumulative\w*|since (?:the (?:start|beginning|outbreak|onset|full-scale|invasion)|"
    r"Russia's|February 2022|2022|the full-scale)|already|previously|until now"
    r"|over the past|has always|in recent (?:years|months))",
    re.IGNORECASE,
)
TRANSIT = re.compile(
    r"\b(?:on (?:its|their|the) way|en route|in transit|under way to|being shipped|shipped out)\b", re.IGNORECASE
)
PREPOSITIONS = frozenset(
    {"by", "for", "of", "in", "after", "before", "without", "on", "about", "from", "towards", "at"}
)


@dataclass(frozen=True, slots=True)
class Manner:
    tense: str
    modality: str
    passive: bool = False
    cumulative: bool = False


def find_verbs(text: str, start: int, end: int, taken: list[tuple[int, int]]) -> list[VerbGroup]:
    """The verbs of giving in a sentence, in its order; ``taken`` are spans of names, in which no verb stands."""
    tokens = tokens_of(text, start, end)
    groups = []
    for index, token in enumerate(tokens):
        form = verb_forms().get(token.text.casefold())
        if form is None or any(first <= token.start < last for first, last in taken) or _is_noun(tokens, index, form):
            continue
        manner, first = _manner(text, tokens, index, form, start)
        groups.append(
            VerbGroup(
                tokens[first].start,
                _end(tokens, index, form),
                form.verb,
                form.verb_class,
                manner.tense,
                manner.modality,
                manner.passive,
                manner.cumulative,
            )  # fmt: skip
        )
    for match in TRANSIT.finditer(text, start, end):
        groups.append(VerbGroup(match.start(), match.end(), "transit", "transit", "present", "firm", passive=True))
    return sorted(groups, key=lambda one: one.start)


def _end(tokens: list[Token], index: int, form: VerbForm) -> int:
    if (
        form.verb in {"hand", "put", "make"}
        and index + 1 < len(tokens)
        and tokens[index + 1].text in {"over", "available"}
    ):
        return tokens[index + 1].end
    return tokens[index].end


NOUN_BEFORE = frozenset(
    [
        "a",
        "an",
        "the",
        "its",
        "their",
        "this",
        "these",
        "those",
        "his",
        "new",
        "additional",
        "further",
        "more",
        "first",
        "second",
        "third",
        "another",
        "of",
        "our",
        "latest",
        "such",
        "military",
        "financial",
        "million",
        "billion",
        "in",
        "under",
        "on",
        "other",
        "joint",
        "total",
        "any",
        "every",
        "recent",
        "defence",
        "defense",
        "security",
        "for",
        "previous",
        "air",
        "weapons",
        "arms",
        "ammunition",
    ]
)


def _is_noun(tokens: list[Token], index: int, form: VerbForm) -> bool:
    """Whether “order”, “pledge”, “supplies” is a thing here."""
    word = tokens[index].text.casefold()
    before = tokens[index - 1].text.casefold() if index else ""
    after = tokens[index + 1].text.casefold() if index + 1 < len(tokens) else ""
    if word == "including":
        return True
    if word == "training":
        return before not in {
            "is",
            "are",
            "been",
            "be",
            "resumed",
            "began",
            "begun",
            "started",
            "currently",
            "now",
            "also",
            "was",
        }
    if word == "train":
        return before not in {
            "",
            "to",
            "will",
            "would",
            "can",
            "could",
            "we",
            "they",
            "and",
            "help",
            "also",
            "may",
            "jointly",
        }
    if form.form in {"base", "third"} and (
        before in NOUN_BEFORE or before.endswith(("'s", "-")) or (after in {"of", "-"} and form.verb != "consist")
    ):
        return True
    if form.verb in {"make", "hand"} and form.verb == "make":
        return after not in {"available", "a"} and not _available_later(tokens, index)
    if form.verb == "hand" and after != "over":
        return not any(token.text == "over" for token in tokens[index + 1 : index + 12])
    if form.verb in {"get", "reach", "raise", "present", "release", "assign", "cover", "put"} and before in NOUN_BEFORE:
        return True
    if word in {"contracted", "ordered", "confirmed"} and before in NOUN_BEFORE:
        return True
    if (
        form.form == "past_participle"
        and before in {"the", "a", "an", "of", "all", "newly", "with"}
        and after != "by"
        and form.verb_class != "include"
    ):
        return True
    return form.verb in {"present", "order", "contract", "supply", "grant"} and form.form == "base" and before == ""


def _available_later(tokens: list[Token], index: int) -> bool:
    return any(token.text == "available" for token in tokens[index + 1 : index + 15])


def _manner(text: str, tokens: list[Token], index: int, form: VerbForm, start: int) -> tuple[Manner, int]:
    """Tense and modality by the words before the verb, and the first of these."""
    first = index
    auxiliaries: list[str] = []
    negated = False
    while first > 0 and index - first < WORDS_BEFORE:
        word = tokens[first - 1].text.casefold()
        if word in {"not", "never", "cannot"} or word.endswith("n't"):
            negated = True
            auxiliaries.insert(0, {"won't": "will", "cannot": "can"}.get(word, word.removesuffix("n't")))
        elif (
            word in MODALS
            or word in BE
            or word in HAVE
            or word in SKIPPED
            or word == "to"
            or (word in {"going", "able", "about", "set", "due"} and auxiliaries[:1] == ["to"])
        ):
            auxiliaries.insert(0, word)
        else:
            clitic = next((one for one in ("'ll", "'re", "'ve") if word.endswith(one)), None)
            if clitic:
                auxiliaries.insert(0, clitic)
            break
        first -= 1
    manner = _by_auxiliaries(auxiliaries, form, negated)
    clause = text[max(start, tokens[first].start - 90) : tokens[first].start]
    return _by_clause(manner, clause, auxiliaries, form, text[start : tokens[first].start], text, tokens, index), first


def _by_auxiliaries(words: list[str], form: VerbForm, negated: bool) -> Manner:
    modal = next((MODALS[word] for word in words if word in MODALS), None)
    have = next((HAVE[word] for word in words if word in HAVE), None)
    be = [word for word in words if word in BE]
    participle = form.form in {"participle", "past_participle"} or (form.verb == "put" and form.form == "base")
    passive = bool(be) and participle
    total = bool({"already", "previously", "date", "far"} & set(words))
    if negated:
        return Manner("present", "denied", passive)
    if modal in {"conditional", "request"}:
        return Manner("future", modal, passive)
    if modal == "future" or {"going", "due"} & set(words):
        return Manner("future", "firm", passive)
    if "to" in words and words.index("to") > 0 and words[words.index("to") - 1] in BE and form.form == "base":
        return Manner("future", "firm")
    if "to" in words and (form.form == "base" or passive):
        return Manner("infinitive", "firm", passive)
    if have:
        return Manner("past", "firm", passive or "been" in words, cumulative=have == "pluperfect" or total)
    if be and form.form == "gerund":
        return Manner("present", "firm")
    if passive:
        past = {"was", "were", "been"} & set(words)
        return Manner("past" if past else "present", "firm", passive=True, cumulative=total)
    if form.form == "gerund":
        return Manner("gerund", "firm")
    if form.form in {"past", "past_participle"}:
        return Manner("past", "firm", cumulative=total)
    return Manner("participle" if form.form == "participle" else "present", "firm")


def _by_clause(
    manner: Manner,
    clause: str,
    words: list[str],
    form: VerbForm,
    before: str,
    text: str,
    tokens: list[Token],
    index: int,
) -> Manner:
    near = re.split(r"[;:]|, (?:but|while|and) |\bbut\b", clause)[-1]
    after = tokens[index + 1].text.casefold() if index + 1 < len(tokens) else ""
    if manner.modality == "firm" and form.form in {"past_participle", "participle"} and not manner.passive:
        if after == "by" or (manner.tense == "participle"):
            manner = Manner("inherit", "firm", passive=True)
    if manner.tense == "infinitive":
        return _of_infinitive(manner, near)
    if manner.tense == "gerund":
        return _of_gerund(manner, near)
    if (
        manner.modality == "firm"
        and form.form == "base"
        and not words
        and re.search(r"(?:^|[:\"'.])\s*[\"']?\s*$", before)
    ):
        return Manner("future", "request")
    short = near[-45:]
    if (
        manner.modality == "firm"
        and NEGATIONS.search(short)
        and re.search(r"(?:n't|not|never|refus\w+|ruled out)\W+\w*\W*$", short)
    ):
        return Manner(manner.tense, "denied", manner.passive)
    if manner.modality == "firm" and re.search(
        r"\bif\b|\bwhether\b|\bunless\b|\bspeculation\b", before[-70:], re.IGNORECASE
    ):
        return Manner("future", "conditional", manner.passive)
    if manner.modality == "firm" and form.form == "base" and not words and REQUESTS.search(short):
        return Manner("future", "request", manner.passive)
    if set(words) & {"likely", "reportedly", "probably"}:
        return Manner("future", "conditional", manner.passive)
    return manner


def _of_infinitive(manner: Manner, near: str) -> Manner:
    """“to send”: firm, conditional, denied, asked for, or no statement, by what it hangs on."""
    short = near[-70:]
    if NEGATIONS.search(short):
        return Manner("future", "denied", manner.passive)
    if REQUESTS.search(short):
        return Manner("future", "request", manner.passive)
    if HABIT.search(short):
        return Manner("future", "none", manner.passive)
    if FIRM_BEFORE_TO.search(near[-40:]) or re.search(r"\b(?:\w+'s|its|the|a) (?:decision|commitment|pledge)\b", short):
        return Manner("inherit_future", "firm", manner.passive)
    if CONDITIONS.search(short):
        return Manner("future", "conditional", manner.passive)
    return Manner("inherit", "firm", manner.passive)


def _of_gerund(manner: Manner, near: str) -> Manner:
    short = near[-40:]
    if NEGATIONS.search(short):
        return Manner("future", "denied")
    if CONDITIONS.search(short):
        return Manner("future", "conditional")
    if REQUESTS.search(short) or HABIT.search(short):
        return Manner("future", "none")
    if re.search(r"\b(?:thank\w*|grateful|appreciat\w*|welcom\w+)\b[^.]*$", near, re.IGNORECASE):
        return Manner("past", "firm")
    if re.search(
        r"\b(?:beg[au]n|begin|begins|start(?:s|ed)?|resum(?:es|ed)|finish(?:es|ed))(?: to)?\s*$", near, re.IGNORECASE
    ):
        return Manner("present", "firm")
    if re.search(r"\bby\s*$", near):
        return Manner("future", "none")
    return Manner("inherit", "firm")
