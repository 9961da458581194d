"""What each verb of a sentence states: the donors, the stage, how firmly, and its relation to what was said before."""

from __future__ import annotations

import re

from pledges.intake.drafting.draft_shapes import UNNAMED, VerbGroup
from pledges.intake.drafting.find_verbs import TOTALS
from pledges.intake.drafting.read_lexicon import NO_DONORS, stage_table
from pledges.intake.drafting.sentence_parts import SentenceParts
from pledges.intake.drafting.track_discourse import PACKAGE, Discourse, Frame, run_beginning_at, subject_of

RESTATED = re.compile(
    r"\b(?:previously|earlier|already|recently) (?:announced|pledged|promised|committed)|\breaffirm\w*|\breiterat\w*"
    r"|\bannounced (?:last|earlier|previously|in (?:January|February|March|April|May|June|July|August|September|October))",
    re.IGNORECASE,
)
HANDOVER = re.compile(r"\s+(?:on )?(?:the )?(?:delivery|transfer|arrival|handover|shipment|receipt) of\b")


def frame_verbs(parts: SentenceParts, discourse: Discourse) -> list[tuple[VerbGroup, Frame | None]]:
    """Each verb with what it states, or nothing where it states no gift."""
    framed: list[tuple[VerbGroup, Frame | None]] = []
    before: Frame | None = None
    for verb in parts.verbs:
        frame = _frame_of(parts, verb, before, discourse)
        framed.append((verb, frame))
        before = frame or (before if verb.modality == "none" else _blocked(verb, before))
    return framed


def _blocked(verb: VerbGroup, before: Frame | None) -> Frame | None:
    """A denied or requested verb states nothing, and neither does what hangs on it."""
    if verb.modality in {"denied", "request"}:
        return Frame((), "signalled", verb.modality, "new")
    return before


def _frame_of(parts: SentenceParts, verb: VerbGroup, before: Frame | None, discourse: Discourse) -> Frame | None:
    if verb.modality in {"denied", "request", "none"}:
        return None
    donors, joint = _donors_of(parts, verb, before, discourse)
    if parts.words.endswith("?"):
        return None
    subject = parts.text[parts.subject_start(verb) : verb.start]
    if verb.verb_class == "receive" and re.search(r"\b(?:package|tranche|aid)\b", subject):
        return _included(parts, verb, donors, before, discourse)
    if verb.verb_class == "receive" and not re.search(r"Ukrain|Kyiv|Kiev|Zelensk|\b(?:[Ww]e|they|it)\b", subject):
        return None
    if set(donors) & NO_DONORS:
        return None
    if verb.verb_class == "include":
        return _included(parts, verb, donors, before, discourse)
    if verb.tense.startswith("inherit"):
        return _inherited(parts, verb, donors, joint, before)
    stage, modality = stage_table().get((verb.verb_class, verb.tense), ("announced", "firm"))
    if verb.modality == "conditional":
        if not _is_named(parts, donors):
            return None
        stage, modality = "signalled", "conditional"
    if before and before.modality == "conditional" and verb.tense == "present" and not donors:
        stage, modality = "signalled", "conditional"
    handover = HANDOVER.match(parts.text, verb.end)
    if verb.verb_class == "report" and not handover:
        return None
    if verb.verb == "confirm" and handover and verb.tense != "future":
        stage = "delivered"
    named = any(not set(one.codes) & NO_DONORS for one in parts.donors)
    before_verb = [one for one in parts.items if parts.subject_start(verb) <= one.start < verb.start]
    fresh_items = any(not one.definite for one in before_verb)
    if verb.verb_class == "arrive" and not named and not (fresh_items and donors):
        return None
    relation = _relation(parts, verb, donors, stage)
    if verb.verb_class == "announce" and verb.tense == "present" and donors == (UNNAMED,):
        return None
    if _is_habit(parts, verb, donors):
        return None
    return Frame(donors, stage, modality, relation, joint, verb.verb_class, verb.tense)


def _is_named(parts: SentenceParts, donors: tuple[str, ...]) -> bool:
    """Whether the sentence itself says who might give."""
    return any(set(one.codes) & set(donors) and one.start < parts.sentence.end for one in parts.donors if one.acts)


def _is_habit(parts: SentenceParts, verb: VerbGroup, donors: tuple[str, ...]) -> bool:
    """What unnamed donors do in general: “member states provide”."""
    simple = parts.text[verb.start : verb.end].casefold().split()
    return donors == (UNNAMED,) and verb.tense == "present" and len(simple) == 1


def _relation(parts: SentenceParts, verb: VerbGroup, donors: tuple[str, ...], stage: str) -> str:
    near = parts.text[max(parts.sentence.start, verb.start - 60) : parts.object_end(verb)]
    stop = min((one.start for one in parts.verbs if one.start >= verb.end), default=parts.sentence.end)
    clause = parts.text[max(parts.sentence.start, verb.start - 90) : stop]
    if RESTATED.search(near):
        return "restates"
    past = verb.tense == "past"
    if (
        verb.cumulative
        or (past and TOTALS.search(clause))
        or (
            past
            and donors == (UNNAMED,)
            and not re.search(r"\b(?:new|additional|further)\b", parts.text[verb.end : parts.object_end(verb)])
        )
    ):
        return "cumulative"
    if (
        past
        and re.search(r"\b[Ss]ince (?!last\b|our\b|yesterday|then\b|this\b)", clause)
        and stage in {"delivered", "committed"}
    ):
        return "cumulative"
    return "new"


def _donors_of(
    parts: SentenceParts, verb: VerbGroup, before: Frame | None, discourse: Discourse
) -> tuple[tuple[str, ...], bool]:
    end = parts.object_end(verb)
    if verb.passive or verb.verb_class == "arrive":
        agent = re.compile(r"\s*(?:\w+ )?by\s+(?:the\s+)?").match(parts.text, verb.end)
        by = agent or re.search(r"\bby\s+(?:the\s+)?", parts.text[verb.end : end])
        at = agent.end() if agent else (verb.end + by.end() if by else None)
        if at is not None and (named := run_beginning_at(parts, at, parts.sentence.end)):
            return named, False
        source = re.search(r"\bfrom\s+(?:the\s+)?", parts.text[verb.end : end])
        if source and (named := run_beginning_at(parts, verb.end + source.end(), end)):
            return named, False
    named, joint = subject_of(parts, verb)
    if verb.verb_class == "receive":
        if named and not set(named) & NO_DONORS:
            return ("UKR",), False
        source = re.search(r"\bfrom\s+(?:the\s+)?", parts.text[verb.end : end])
        named = run_beginning_at(parts, verb.end + source.end(), end) if source else ()
        return named or discourse.home, False
    if (verb.passive or verb.verb_class == "arrive") and set(named) & NO_DONORS:
        named = ()
    others = re.search(r"\b(?:together|jointly|along) with\s+(?:the\s+)?", parts.text[verb.end : end])
    if named and others and (more := run_beginning_at(parts, verb.end + others.end(), end)):
        return tuple(dict.fromkeys((*named, *more))), True
    if named:
        return named, joint
    if before and before.donors:
        return before.donors, before.joint
    first = next((one for one in parts.donors if one.acts and one.end <= verb.start), None)
    if first is None and re.search(
        r"\b(?:they|it|he|she|which|who)\b", parts.text[parts.subject_start(verb) : verb.start]
    ):
        givers = [one for one in parts.donors if one.end <= verb.start and not set(one.codes) & NO_DONORS]
        first = givers[-1] if givers else None
    if first and not set(first.codes) & NO_DONORS:
        return first.codes, False
    return discourse.carried(parts.text[parts.sentence.start : verb.start]), False


def _included(
    parts: SentenceParts, verb: VerbGroup, donors: tuple[str, ...], before: Frame | None, discourse: Discourse
) -> Frame | None:
    """What a package includes is given as the package is."""
    if verb.tense == "gerund" or verb.tense == "inherit" or parts.text[verb.start : verb.end].casefold() == "including":
        return before
    if before is not None:
        return before if before.modality not in {"denied", "request"} else None
    subject = parts.text[parts.subject_start(verb) : verb.start]
    package = discourse.package
    if not PACKAGE.search(subject) and not package:
        return None
    named = subject_of(parts, verb)[0]
    if package is None:
        return (
            Frame(named or donors, "announced", "firm", "new")
            if PACKAGE.search(subject) and (named or donors)
            else None
        )
    keeps = package if not named else Frame(named, package.stage, package.modality, package.relation, package.joint)
    if verb.modality == "conditional":
        return Frame(keeps.donors, "signalled", "conditional", "new")
    return keeps


def _inherited(
    parts: SentenceParts, verb: VerbGroup, donors: tuple[str, ...], joint: bool, before: Frame | None
) -> Frame | None:
    is_gerund = parts.text[verb.start : verb.end].endswith("ing") and bool(subject_of(parts, verb)[0])
    if before is None:
        if donors == (UNNAMED,):
            return None
        if verb.passive and donors:
            stage, modality = stage_table().get((verb.verb_class, "past"), ("announced", "firm"))
            return Frame(donors, stage, modality, "new", joint, verb.verb_class, "past")
        if (verb.tense == "inherit_future" or is_gerund) and not verb.passive and donors and verb.verb_class != "fund":
            stage, modality = stage_table().get((verb.verb_class, "future"), ("announced", "firm"))
            return Frame(donors, stage, modality, "new", joint, verb.verb_class, "future")
        return None
    if before.modality in {"denied", "request"}:
        return None
    stage = before.stage
    if verb.tense == "inherit_future" and stage == "delivered":
        stage = "announced"
    return Frame(donors or before.donors, stage, before.modality, before.relation, joint or before.joint,
                 verb.verb_class, before.tense)  # fmt: skip
