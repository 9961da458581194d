"""Who gives by a verb: its agent, its source, its subject, or whom the text spoke of before."""

from __future__ import annotations

import re

from pledges.intake.drafting.draft_shapes import UNNAMED, VerbGroup
from pledges.intake.drafting.read_lexicon import NO_DONORS
from pledges.intake.drafting.sentence_parts import SentenceParts
from pledges.intake.drafting.track_discourse import Discourse, Frame, run_beginning_at, subject_of

Parties = tuple[tuple[str, ...], bool]
"""The codes of donors, and whether they act as one."""
AGENT = re.compile(r"\bby\s+(?:the\s+)?")
SOURCE = re.compile(r"\bfrom\s+(?:the\s+)?")
TOGETHER = re.compile(r"\b(?:together|jointly|along) with\s+(?:the\s+)?")
BESIDE = re.compile(
    r"\b(?:(?:together|jointly|along|in (?:cooperation|partnership|coordination|collaboration)) with"
    r"|with (?:the )?(?:\w+ )?(?:support|help|funding|backing|assistance|contributions?|money"
    r"|participation) (?:from|of|by))"
    r"\s+(?:the\s+)?",
    re.IGNORECASE,
)
PRONOUNS = re.compile(r"\b(?:they|it|he|she|which|who)\b")


def donors_of(parts: SentenceParts, verb: VerbGroup, before: Frame | None, discourse: Discourse) -> Parties:
    end = parts.object_end(verb)
    turned = verb.passive or verb.verb_class == "arrive"
    if turned and (named := _behind(parts, verb, AGENT, end) or _behind(parts, verb, SOURCE, end)):
        return named, False
    named, joint = subject_of(parts, verb, owners=not (verb.tense.startswith("inherit") and before))
    if named == (UNNAMED,) and (meant := discourse.parties_of(parts, verb)):
        return meant, True
    if verb.verb_class == "receive":
        return _of_receiver(parts, verb, named, before, discourse)
    if turned and set(named) & NO_DONORS:
        named = ()
    if named:
        more = _beside(parts, verb) or _behind(parts, verb, TOGETHER, end)
        return tuple(dict.fromkeys((*named, *more))), joint or bool(more)
    if before and before.donors:
        return before.donors, before.joint
    trained = _trained_by(parts, verb)
    return trained or _named_before(parts, verb) or discourse.resolve_donors(
        parts.text[parts.sentence.start : verb.start]
    ), False


def _trained_by(parts: SentenceParts, verb: VerbGroup) -> tuple[str, ...]:
    """Ukraine, where it is the one who acts in a sentence of training."""
    first = next((one for one in parts.donors if one.acts and one.end <= verb.start), None)
    return first.codes if verb.verb_class == "train" and first and set(first.codes) & NO_DONORS else ()


def _of_receiver(
    parts: SentenceParts, verb: VerbGroup, named: tuple[str, ...], before: Frame | None, discourse: Discourse
) -> Parties:
    if not named and before and before.donors:
        return ("UKR",), False
    givers = _givers_to(parts, verb, named, discourse)
    meant = discourse.parties_of(parts, verb) or (before.donors if before else ())
    return (meant, True) if givers == (UNNAMED,) and meant else (givers, False)


def _behind(parts: SentenceParts, verb: VerbGroup, word: re.Pattern[str], end: int) -> tuple[str, ...]:
    """The donors behind “by”, “from” or “together with” in the object of a verb."""
    found = word.search(parts.text, verb.end, max(end, verb.end + 1))
    near = re.compile(rf"\s*(?:\w+ )?{word.pattern}").match(parts.text, verb.end)
    at = near.end() if near and word is AGENT else (found.end() if found else None)
    return () if at is None else run_beginning_at(parts, at, parts.sentence.end)


def _beside(parts: SentenceParts, verb: VerbGroup) -> tuple[str, ...]:
    """“Germany, with support from Norwegian partners, will send”: who gives with the subject."""
    found = BESIDE.search(parts.text, parts.subject_start(verb), verb.start)
    beside = run_beginning_at(parts, found.end(), verb.start) if found else ()
    return () if set(beside) & NO_DONORS else beside


def _givers_to(
    parts: SentenceParts, verb: VerbGroup, receiver: tuple[str, ...], discourse: Discourse
) -> tuple[str, ...]:
    """From whom something is received; what another than the recipient receives is nobody's gift to it."""
    if receiver and not set(receiver) & NO_DONORS:
        return ("UKR",)
    speakers = [one.codes for one in parts.donors if one.acts and not set(one.codes) & NO_DONORS]
    named = _behind(parts, verb, SOURCE, parts.object_end(verb)) or (speakers[-1] if speakers else ())
    return named or (discourse.home if discourse.single or set(discourse.subject) & set(discourse.home) else ())


def _named_before(parts: SentenceParts, verb: VerbGroup) -> tuple[str, ...]:
    """The first who acts in the sentence, or whom a pronoun before the verb means."""
    first = next((one for one in parts.donors if one.acts and one.end <= verb.start), None)
    if first is None and PRONOUNS.search(parts.text[parts.subject_start(verb) : verb.start]):
        givers = [one for one in parts.donors if one.end <= verb.start and not set(one.codes) & NO_DONORS]
        first = givers[-1] if givers else None
    named = (run_beginning_at(parts, first.start, verb.start) or first.codes) if first else ()
    return () if set(named) & NO_DONORS else named
