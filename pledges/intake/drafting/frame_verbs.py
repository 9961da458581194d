"""What each verb of a sentence states: the donors, the stage, how firmly, and its relation to what was said before."""

from __future__ import annotations

import re

from pledges.intake.drafting.draft_shapes import UNNAMED, VerbGroup
from pledges.intake.drafting.read_lexicon import NO_DONORS, stage_table
from pledges.intake.drafting.sentence_parts import SentenceParts
from pledges.intake.drafting.track_discourse import OFFICE_ALONE, PACKAGE, Discourse, Frame, subject_of
from pledges.intake.drafting.verb_donors import Parties, donors_of

RESTATED = re.compile(
    r"\b(?:previously|earlier|already|recently) (?:announced|pledged|promised|committed)|\breaffirm\w*"
    r"|\breiterat\w*"
    r"|\bannounced (?:last|earlier|previously|in (?:January|February|March|April|May|June|July|August"
    r"|September|October))",
    re.IGNORECASE,
)
HANDOVER = re.compile(r"\s+(?:on )?(?:the )?(?:delivery|transfer|arrival|handover|shipment|receipt) of\b")
TOTALS = re.compile(
    r"\b(?:to date|so far|in total(?! of)|in all|overall|altogether|cumulative\w*|already|previously|until now"
    r"|over the past|has always|in recent (?:years|months)|in the past|on (?:multiple|several|numerous"
    r"|many) occasions"
    r"|over the (?:past )?years?|repeatedly|\ba total of|as of \d)",
    re.IGNORECASE,
)
PART_OF_NEW = re.compile(r"\b(?:the first|the remaining|of (?:them|these|those)|the rest)\b", re.IGNORECASE)
ROUNDED = re.compile(
    r"(?:more than|over|about|around|nearly|almost|some|approximately|close to|well over|a total of)\b"
)
LARGE_SUM = 100_000_000
SINCE = re.compile(r"\b[Ss]ince (?!last\b|our\b|yesterday|then\b|this\b)")
EARLIER = re.compile(r"\b(?:[Ee]arlier|[Pp]revious|[Pp]ast|[Ff]ormer) ")
GROUPS = frozenset({UNNAMED, "NATO", "EU", "G7"})
HABITUALLY = re.compile(
    r"\b(?:often|usually|typically|frequently|generally|sometimes|regularly|commonly"
    r"|normally)\b"
)
NEW = re.compile(r"\b(?:new|additional|further)\b")
RECEIVERS = re.compile(r"Ukrain|Kyiv|Kiev|Zelensk|\b(?:[Ww]e|they|it)\b")
REPORTED = re.compile(r"\b(?:said|says|announced|reported|confirmed|added|told|stated|revealed)\b")
EVER = re.compile(r"\b(?:already|previously|earlier|far|date)\b", re.IGNORECASE)
HE = re.compile(r"^\W*(?:[Hh]e|[Ss]he|[Ii]t)\b")
UNSAID = ("announced", "firm")


def frame_verbs(parts: SentenceParts, discourse: Discourse) -> list[tuple[VerbGroup, Frame | None]]:
    """Each verb with what it states, or nothing where it states no gift."""
    framed: list[tuple[VerbGroup, Frame | None]] = []
    before: Frame | None = None
    for verb in parts.verbs:
        frame = _frame_of(parts, verb, before, discourse)
        framed.append((verb, frame))
        before = frame or (before if verb.modality == "none" else _blocked(parts, verb, before))
    return framed


def _blocked(parts: SentenceParts, verb: VerbGroup, before: Frame | None) -> Frame | None:
    """A denied or requested verb states nothing, and neither does what hangs on it or on what an enemy does."""
    start = parts.subject_start(verb)
    acting = [one for one in parts.donors if one.acts and start <= one.start < verb.start]
    if acting and set(acting[-1].codes) & (NO_DONORS - {"UKR"}):
        return Frame((), "signalled", "denied", "new")
    if verb.modality in {"denied", "request"}:
        return Frame((), "signalled", verb.modality, "new")
    return before


def _frame_of(parts: SentenceParts, verb: VerbGroup, before: Frame | None, discourse: Discourse) -> Frame | None:
    hangs_on_denial = before is not None and before.modality == "denied" and verb.tense.startswith("inherit")
    if hangs_on_denial or verb.modality in {"denied", "request", "none"} or parts.words.endswith("?"):
        return None
    if HABITUALLY.search(parts.text, parts.subject_start(verb), verb.end):
        return None
    parties = donors_of(parts, verb, before, discourse)
    subject = parts.text[parts.subject_start(verb) : verb.start]
    received = verb.verb_class == "receive"
    if verb.verb_class == "include" or (received and re.search(r"\b(?:package|tranche|aid)\b", subject)):
        return (
            None
            if set(parties[0]) & NO_DONORS and not received
            else _included(parts, verb, parties[0], before, discourse)
        )
    if set(parties[0]) & NO_DONORS or (received and not RECEIVERS.search(subject)):
        return None
    if verb.tense.startswith("inherit"):
        return _inherited(parts, verb, parties, before)
    return _stated(parts, verb, parties, before)


def _stated(parts: SentenceParts, verb: VerbGroup, parties: Parties, before: Frame | None) -> Frame | None:
    """What a finite verb states by itself."""
    donors, joint = parties
    if _states_nothing(parts, verb, donors):
        return None
    stage, modality = stage_table().get((verb.verb_class, verb.tense), UNSAID)
    carried = before is not None and before.modality == "conditional" and verb.tense == "present" and not donors
    if verb.modality == "conditional" or carried:
        stage, modality = "signalled", "conditional"
    if verb.verb == "confirm" and HANDOVER.match(parts.text, verb.end) and verb.tense != "future":
        stage = "delivered"
    return Frame(donors, stage, modality, _relation(parts, verb, donors, stage), joint, verb.verb_class, verb.tense)


def _states_nothing(parts: SentenceParts, verb: VerbGroup, donors: tuple[str, ...]) -> bool:
    """Whether nobody who is named might give, or unnamed donors do so in general: “member states provide”."""
    if verb.modality == "conditional" and not _is_named(parts, verb, donors):
        return True
    if verb.verb == "cover":
        return not any(verb.end <= one.start < parts.object_end(verb) for one in parts.amounts)
    if verb.verb_class == "report":
        return not HANDOVER.match(parts.text, verb.end)
    if verb.verb_class == "arrive":
        named = any(not set(one.codes) & NO_DONORS for one in parts.donors)
        named = named or re.search(r"\b[Ww]e\b", parts.text[parts.sentence.start : verb.start]) is not None
        before = [one for one in parts.items if parts.subject_start(verb) <= one.start < verb.start]
        return not named and not (donors and any(not one.definite for one in before))
    simple = len(parts.text[verb.start : verb.end].split()) == 1
    return donors == (UNNAMED,) and verb.tense == "present" and (simple or verb.verb_class == "announce")


def _is_named(parts: SentenceParts, verb: VerbGroup, donors: tuple[str, ...]) -> bool:
    """Whether the sentence itself says who might give, or speaks of the one donor named before."""
    before = parts.text[parts.sentence.start : verb.start]
    able = re.match(r"can\b", parts.text[verb.start : verb.end])
    single = len(donors) == 1 and not set(donors) & GROUPS and not able
    if single and (OFFICE_ALONE.search(before) or HE.search(before)):
        return True
    return any(set(one.codes) & set(donors) and one.start < parts.sentence.end for one in parts.donors if one.acts)


def _relation(parts: SentenceParts, verb: VerbGroup, donors: tuple[str, ...], stage: str) -> str:
    end = parts.object_end(verb)
    if RESTATED.search(parts.text[max(parts.sentence.start, verb.start - 60) : end]):
        return "restates"
    stop = min((one.start for one in parts.verbs if one.start >= verb.end), default=parts.sentence.end)
    semicolon = parts.text.find(";", verb.end, stop)
    stop = semicolon if semicolon >= 0 else stop
    begin = parts.subject_start(verb) if _has_own_subject(parts, verb) else verb.start - 90
    clause = parts.text[max(parts.sentence.start, begin) : stop]
    general = donors == (UNNAMED,) and not NEW.search(parts.text[verb.end : end])
    start = re.match(r"\W*[Ss]ince\b", parts.words)
    since = (start or SINCE.search(parts.text, verb.end, stop) or SINCE.search(clause)) and stage in {
        "delivered",
        "committed",
        "announced",
    }
    handed = stage == "delivered" or not parts.text[verb.start : verb.end].casefold().startswith("had ")
    words = parts.text[verb.start : verb.end]
    reported = (
        verb.verb_class == "receive"
        and REPORTED.search(parts.text, parts.sentence.start, verb.start)
        and not EVER.search(words)
    )
    told = bool(reported) and words.casefold().startswith("had ")
    total = (verb.cumulative and handed and not told) or (
        verb.tense == "past" and (TOTALS.search(clause) or general or since)
    )
    total = total or (verb.tense == "past" and _is_total_sum(parts, verb, words, end))
    return "cumulative" if total and not PART_OF_NEW.search(clause) else "new"


def _is_total_sum(parts: SentenceParts, verb: VerbGroup, words: str, end: int) -> bool:
    """“Has provided more than $10.8 billion in assistance”: a rounded sum in the perfect is one of all so far."""
    if not re.match(r"(?:has|have|'ve)\b", words, re.IGNORECASE) or NEW.search(parts.text, verb.end, end):
        return False
    sums = [one for one in parts.amounts if verb.end <= one.start < end]
    rounded = [one for one in sums if ROUNDED.match(one.text) and (one.value or 0) >= LARGE_SUM]
    return bool(rounded) and not any(verb.end <= one.start < end and one.weight == "own" for one in parts.items)


def _has_own_subject(parts: SentenceParts, verb: VerbGroup) -> bool:
    """Whether a later verb stands in a clause of its own, which words before its subject do not reach."""
    start = parts.subject_start(verb)
    return (
        start > parts.sentence.start
        and re.match(r"[^.]{0,60}(?:,|;|\bwhile\b|\bbut\b)", parts.text[start : verb.start]) is not None
    )


def _included(
    parts: SentenceParts, verb: VerbGroup, donors: tuple[str, ...], before: Frame | None, discourse: Discourse
) -> Frame | None:
    """What a package includes is given as the package is."""
    if before is not None or verb.tense in {"gerund", "inherit"}:
        return None if before is None or before.modality in {"denied", "request"} else before
    of_package = PACKAGE.search(parts.text[parts.subject_start(verb) : verb.start]) is not None
    named = subject_of(parts, verb)[0]
    package = discourse.package
    if not of_package and not named:
        return None
    if package is None:
        known = named or (donors if not set(donors) <= GROUPS else ())
        total = TOTALS.search(parts.text, parts.sentence.start, verb.end)
        return Frame(known, *UNSAID, "cumulative" if total else "new") if of_package and known else None
    if EARLIER.search(parts.text[parts.subject_start(verb) : verb.start]):
        return Frame(named or package.donors, package.stage, package.modality, "cumulative")
    if TOTALS.search(parts.text, parts.sentence.start, verb.end):
        return Frame(named or package.donors, package.stage, package.modality, "cumulative")
    keeps = package if not named else Frame(named, package.stage, package.modality, package.relation, package.joint)
    return Frame(keeps.donors, "signalled", "conditional", "new") if verb.modality == "conditional" else keeps


def _inherited(parts: SentenceParts, verb: VerbGroup, parties: Parties, before: Frame | None) -> Frame | None:
    """What hangs on a verb before it; without one, what says by itself who gives."""
    donors, joint = parties
    if before is None:
        return _alone(parts, verb, parties)
    if before.modality in {"denied", "request"}:
        return None
    stage = "announced" if verb.tense == "inherit_future" and before.stage == "delivered" else before.stage
    return Frame(donors or before.donors, stage, before.modality, before.relation, joint or before.joint,
                 verb.verb_class, before.tense)  # fmt: skip


def _alone(parts: SentenceParts, verb: VerbGroup, parties: Parties) -> Frame | None:
    """“20 tanks donated by Poland”, “with Berlin committing €1 billion”."""
    donors, joint = parties
    if not donors or donors == (UNNAMED,):
        return None
    own_subject = parts.text[verb.start : verb.end].endswith("ing") and bool(subject_of(parts, verb)[0])
    headline = any(one.acts and one.end + 1 == verb.start for one in parts.donors)
    promised = (verb.tense == "inherit_future" or own_subject or headline) and verb.verb_class != "fund"
    if not verb.passive and not promised:
        return None
    to_be = re.match(r"(?:\w+ )?to be\b", parts.text[verb.start : verb.end]) is not None
    tense = "past" if verb.passive and not to_be else "future"
    stage, modality = stage_table().get((verb.verb_class, tense), UNSAID)
    return Frame(donors, stage, modality, "new", joint, verb.verb_class, tense)
