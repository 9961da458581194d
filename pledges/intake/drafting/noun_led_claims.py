"""Promises led by a noun: “the delivery of 20 tanks will begin in May”, “agreed on the transfer of two batteries”."""

from __future__ import annotations

import re

from pledges.intake.drafting.attach_items import given_between
from pledges.intake.drafting.draft_shapes import UNNAMED, Claim
from pledges.intake.drafting.make_claims import claims_of
from pledges.intake.drafting.read_lexicon import NO_DONORS
from pledges.intake.drafting.sentence_parts import SentenceParts
from pledges.intake.drafting.track_discourse import Discourse, Frame, run_beginning_at

NOUN = (
    r"(?:deliver(?:y|ies)|transfers?|suppl(?:y|ies)|shipments?|hand-?overs?|donations?|provision|arrival"
    r"|gifting|gifts?|handing over|dispatch)"
)
LED = re.compile(rf"\b{NOUN} of\s+", re.IGNORECASE)
BE = r"(?:is|are|was|were|has been|have been)(?: already| now| also| \w+ly)?"
BEGIN = (
    r"(?:begin|start|commence|take place|follow|be completed|be made|be finished|happen|go ahead|arrive"
    r"|continue)"
)
STATES = {
    "future": rf"(?:will|shall|{BE} (?:due |set |scheduled |going )?to)(?: also| soon| then| now)? {BEGIN}"
    rf"|{BE} (?:scheduled|due|agreed|set) (?:for|in|by)",
    "in_transit": r"(?:has|have)(?: already| now)? (?:begun|started|commenced)|(?:is|are)(?: already| now)? "
    r"(?:under ?way|in progress|ongoing)|(?:began|started|commenced)",
    "delivered": rf"{BE} (?:completed?|finished|concluded|made)|took place",
    "open": rf"{BE} (?:being )?(?:planned|expected|envisaged|considered|discussed|possible|intended|likely"
    r"|under consideration|under discussion)|(?:could|may|might|would)\b",
    "announced": r"(?:begins?|starts?|commences?|follows?)",
}
STATE = re.compile("|".join(rf"\b(?P<{name}>{words})\b" for name, words in STATES.items()))
ACTS = {
    "delivered": r"(?:complet(?:ed|es)|finish(?:ed|es)|conclud(?:ed|es)|carried out)",
    "in_transit": r"(?:beg[au]n|begins|start(?:ed|s)|launch(?:ed|es)|resum(?:ed|es))",
    "committed": r"(?:agreed (?:to|on)|back(?:ed|s)|decided (?:on|in favou?r of)|voted (?:for|in favou?r of)"
    r"|clear(?:ed|s)|sign(?:ed|s|ing)? (?:an? |the )?(?:\w+ ){0,3}(?:agreement|contract|memorandum|deal"
    r"|document)s? (?:on|for)"
    r"|(?:gave|given|gives) (?:the|its|a|his|her) (?:green light|approval|go-ahead|consent) (?:to|for)"
    r"|signed off on"
    r"|green-?lit)",
    "announced": r"(?:settled is|outlin(?:ed|es|ing)|list(?:ed|s)|talking about|(?:it|this) is about"
    r"|provid(?:es|ing) for|foresees)",
    "open": r"(?:plans|planning|consider(?:s|ed|ing)|propos(?:es|ed)|weigh(?:s|ed|ing)"
    r"|prepar(?:es|ing)(?: for)?)",
}
ACT = re.compile(
    "|".join(rf"\b(?P<{name}>{words})" for name, words in ACTS.items()).join(("(?:", ")"))
    + rf"(?: the| its| a| an| further| immediate| first| new)* {NOUN} of\s+"
)
FOLLOWS = re.compile(
    r"\b(?:will|are to|is to)(?: also| soon| later| then)? follow"
    r"(?=\s*(?:[.,;]|$|(?:in|by|from|next|this|later|soon|over)\b))"
)
FROM = re.compile(r"\b(?:from|by)\s+(?:the\s+)?")
TO = re.compile(r"\bto (?:the )?$")
NOT = re.compile(
    r"\b(?:not|never|neither|nor|no|cannot|without|yet to|delay\w*|halt\w*|suspend\w*|block\w*|reject\w*"
    r"|oppos\w*|refus\w*|if|unless|whether)\b|n't\b"
)
MOST_CHARACTERS = 200


def noun_led_claims(parts: SentenceParts, discourse: Discourse, drafted: list[Claim]) -> list[Claim]:
    """What nouns of giving promise where no verb of giving took it."""
    text, end = parts.text, parts.sentence.end
    if parts.words.endswith("?") or not parts.items or not discourse.of_ukraine:
        return []
    claims: list[Claim] = []
    for start, object_start, stop, stage in _statements(parts):
        if NOT.search(text[max(parts.sentence.start, start - 40) : stop]):
            continue
        if _is_to_another(parts, object_start):
            continue
        taken = [one for one in (*drafted, *claims) if one.start < stop and one.end > object_start]
        donors = () if taken else _donors_of(parts, start, object_start, stop, discourse)
        if donors and not set(donors) & NO_DONORS and donors != (UNNAMED,):
            signalled = stage == "open"
            frame = Frame(donors, "signalled" if signalled else stage, "conditional" if signalled else "firm", "new")
            claims.extend(claims_of(parts, None, frame, given_between(parts, object_start, min(stop, end))))
    return claims


def _is_to_another(parts: SentenceParts, start: int) -> bool:
    """“The delivery of jets to Norway”: to one who is no recipient here."""
    to = [one for one in parts.donors if one.start > start and TO.search(parts.text, start, one.start)]
    return any("UKR" not in one.codes for one in to) and not any("UKR" in one.codes for one in parts.donors)


def _statements(parts: SentenceParts) -> list[tuple[int, int, int, str]]:
    """Where the statement, and what it is of, begin and end, and what it says."""
    text, end = parts.text, parts.sentence.end
    found = []
    for act in ACT.finditer(text, parts.sentence.start, end):
        stop = min((one.start for one in parts.verbs if one.start >= act.end()), default=end)
        found.append((act.start(), act.end(), stop, str(act.lastgroup)))
    for led in LED.finditer(text, parts.sentence.start, end):
        state = STATE.search(text, led.end(), min(end, led.end() + MOST_CHARACTERS))
        if state and not any(led.end() <= one.start < state.start() for one in parts.verbs):
            stage = "announced" if state.lastgroup == "future" else str(state.lastgroup)
            another = LED.search(text, led.end(), state.start())
            stop = another.start() if another else state.start()
            found.append((led.start(), led.end(), stop, stage))
    for follows in FOLLOWS.finditer(text, parts.sentence.start, end):
        first = max([parts.sentence.start, *(one.end for one in parts.verbs if one.end <= follows.start())])
        found.append((first, first, follows.start(), "announced"))
    return found


def _donors_of(parts: SentenceParts, start: int, object_start: int, stop: int, discourse: Discourse) -> tuple[str, ...]:
    """From whom, whose, or who speaks."""
    text = parts.text
    for source in FROM.finditer(text, object_start, stop):
        if named := run_beginning_at(parts, source.end(), stop):
            return named
    before = [one for one in parts.donors if one.end <= start and "UKR" not in one.codes]
    beside = before[-1] if before else None
    if beside and re.fullmatch(r"(?:'s?)?\s+(?:\w+ ){0,2}", text[beside.end : start]):
        return beside.codes
    inside = [one for one in parts.donors if any(item.start <= one.start < item.end for item in parts.items)]
    made = [one.codes for one in inside if object_start <= one.start < stop and "UKR" not in one.codes]
    acting = [one.codes for one in parts.donors if one.acts and "UKR" not in one.codes]
    return (acting or made or [discourse.resolve_donors(text[parts.sentence.start : start])])[0]
