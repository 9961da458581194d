"""Where a text speaks of giving: the verbs of the lexicon, told from the nouns that are spelt like them."""

from __future__ import annotations

import re

from pledges.intake.drafting.draft_shapes import VerbGroup
from pledges.intake.drafting.item_cores import Token, tokens_of
from pledges.intake.drafting.read_lexicon import VerbForm, verb_forms, word_list
from pledges.intake.drafting.verb_manner import manner_of

TRANSIT = re.compile(
    r"\b(?:on (?:its|their|the) way|en route|in transit|under way to|being shipped|shipped out"
    r"|(?:left|departed|set off|heading|headed|bound) (?:for|to|towards) (?:Ukraine|Kyiv))\b",
    re.IGNORECASE,
)
PACKAGE_HAS = re.compile(
    r"\b(?:package|tranche|shipment|batch|donation|delivery|drawdown)(?: also| again|, [^,.;]{3,40},)? (?P<verb>has|had"
    r"|holds|brings|counts)"
    r" (?=\d|an?\b|two|three|four|five|six|seven|eight|nine|ten|more|several|dozens|hundreds|thousands"
    r"|about|around|some|nearly|at least|up to)"
)
GOES = re.compile(
    r"\b(?:(?:will|would|is to|are to)(?: also)? (?:go|be directed|be used)|goes)(?= (?:to|towards|into|on|for)\b)"
)
"""What a sum does that is for something."""
CONSENT = re.compile(
    r" (?:(?:its|the|his|her|their|a|final|formal) )*(?:approval|green light|go-ahead|consent|blessing"
    r"|permission)\b"
)
NOUN_BEFORE = word_list("before a noun")
TRAINING_IS = word_list("before training that is done")
TRAIN_IS = word_list("before train as a verb")
MODAL_BEFORE = frozenset({"will", "would", "shall", "could", "may", "might", "should", "must", "can", "to"})
FAR = frozenset({"over", "available", "order", "orders", "contract", "contracts", "package", "bill", "law", "budget",
    "agreement", "agreements", "deal", "Ukraine", "Kyiv", "Ukrainian", "Ukrainians"})  # fmt: skip
"""What may stand behind the thing itself: “hand ten tanks over”; the others stand beside their verb."""
WORDS_TO_FAR, WORDS_TO_NEAR = 15, 3
BESIDE_VERB = frozenset({"over", "available", "up", "aside", "in", "with", "on"})
NOUNS_TOO = frozenset({"get", "reach", "raise", "present", "release", "assign", "cover", "put"})
NOUNS_AT_FIRST = frozenset({"present", "order", "contract", "supply", "grant"})
ADJECTIVE_BEFORE = frozenset({"its", "their", "his", "our", "the", "a", "an", "of", "all", "newly", "with"})


def find_verbs(text: str, start: int, end: int, taken: list[tuple[int, int]]) -> list[VerbGroup]:
    """The verbs of giving in a sentence, in its order; ``taken`` are spans of names, in which no verb stands."""
    tokens = tokens_of(text, start, end)
    groups = []
    for index, token in enumerate(tokens):
        form = verb_forms().get(token.text.casefold())
        inside = any(first <= token.start < last for first, last in taken)
        if form and not inside and not _is_noun(tokens, index, form):
            manner, first = manner_of(text, tokens, index, form, start=start)
            consent = form.verb == "give" and CONSENT.match(text, token.end)
            verb_class = "commit" if consent else form.verb_class
            group = VerbGroup(tokens[first].start, _end(tokens, index, form), form.verb, verb_class, manner.tense,
                manner.modality, manner.passive, manner.cumulative)  # fmt: skip
            groups.append(group)
    found = TRANSIT.finditer(text, start, end)
    groups.extend(
        VerbGroup(one.start(), one.end(), "transit", "transit", "present", "firm", passive=True) for one in found
    )
    groups.extend(_packages_having(text, start, end))
    groups.extend(
        VerbGroup(one.start(), one.end(), "go", "fund", "future", "firm", passive=True)
        for one in GOES.finditer(text, start, end)
    )
    return sorted(groups, key=lambda one: one.start)


def _packages_having(text: str, start: int, end: int) -> list[VerbGroup]:
    return [
        VerbGroup(one.start("verb"), one.end("verb"), "include", "include", "present", "firm")
        for one in PACKAGE_HAS.finditer(text, start, end)
    ]


def _end(tokens: list[Token], index: int, form: VerbForm) -> int:
    after = tokens[index + 1] if index + 1 < len(tokens) else tokens[index]
    wanted = {"up"} if form.verb == "put" else form.goes_with & BESIDE_VERB
    particle = after.text in wanted
    return after.end if particle else tokens[index].end


def _is_noun(tokens: list[Token], index: int, form: VerbForm) -> bool:
    """Whether “order”, “pledge”, “supplies” is a thing here, or “donated” describes one."""
    word = tokens[index].text.casefold()
    before = tokens[index - 1].text.casefold() if index else ""
    after = tokens[index + 1].text.casefold() if index + 1 < len(tokens) else ""
    if word in {"training", "train"}:
        return before not in (TRAINING_IS if word == "training" else TRAIN_IS)
    if form.goes_with:
        return not _has_particle(tokens, index, form, after)
    modal = index > 1 and tokens[index - 2].text.casefold() in MODAL_BEFORE and form.form == "base"
    named = before in NOUN_BEFORE and not modal
    if form.form in {"base", "third"}:
        compound = before.endswith(("'s", "-")) or (after in {"of", "-"} and form.verb != "consist")
        return named or compound or (form.form == "base" and form.verb in NOUNS_AT_FIRST and not before)
    describes = form.form == "past_participle" and before in ADJECTIVE_BEFORE and after != "by"
    as_noun = named and (form.verb in NOUNS_TOO or word in {"contracted", "ordered", "confirmed"})
    return word == "including" or as_noun or (describes and form.verb_class != "include")


def _has_particle(tokens: list[Token], index: int, form: VerbForm, after: str) -> bool:
    """Whether “hand” goes with “over”, “make” with “available”, “set” with “aside” and “free” with “up”."""
    far = any(token.text in form.goes_with & FAR for token in tokens[index + 1 : index + WORDS_TO_FAR])
    near = any(token.text in form.goes_with for token in tokens[index + 1 : index + WORDS_TO_NEAR])
    return far or near or (form.verb == "make" and after in {"a", "an"})
