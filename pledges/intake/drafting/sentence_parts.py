"""What one sentence names, side by side, and where its clauses end."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pledges.intake.drafting.draft_shapes import AmountMention, DonorMention, ItemMention, Sentence, VerbGroup

CUT = re.compile(
    r"\b(?:but|while|whereas|although|though|because|after|before|which|that|who|whom|whose|where"
    r"|when|if|unless|since|despite"
    r"|said|says|adding|added|according|will|would|can|could|may|might|should|must|is|are|was|were"
    r"|has|have|had|does|did"
    r"|in (?:response|return|exchange)|against|instead of|compared (?:to|with)|thanks? to)\b"
    r"|\bto (?!two\b|three\b|four\b|five\b|new\b|additional\b|further\b|more\b|several\b|ukrain|the\b"
    r"|a\b|an\b|its\b|their\b|kyiv\b|date\b|be\b|our\b|about\b|support ukrain)[a-z]+"
    r"|\b(?:focus(?:ed|ing|es)? on|(?:with )?(?:an? )?(?:\w+ )?(?:emphasis|focus) on|geared to\w*"
    r"|building on|aimed at|designed to|intended to|in order to|so that|in addition to|on top of|besides"
    r"|apart from|(?:bring|tak|rais)ing (?:the|its|their|this|our) (?:\w+ )?(?:total|number"
    r"|contribution|support|aid)|up from|of them|instead of)\b"
    r"|\bfor (?:use|operat|train)\w*",
)
"""Where the object of a verb has an end: another clause, a purpose, a speaker."""
NEVER_CUT = re.compile(r"to (?:war|date|order|air|ground|use in)\b|that of\b")
LISTED_PURPOSE = re.compile(
    r"\s*(?P<words>(?:to|for) [a-z]+ing? [^,;.:()]{2,60}|to [a-z]+ [^,;.:()]{2,60}),\s+(?:and )?"
)
"""“18 vehicles to tow 155 mm artillery, 1,200 launchers”: what a thing of a list is for; the list goes on behind it."""


@dataclass(frozen=True, slots=True)
class SentenceParts:
    text: str
    """Of the whole, normalised; spans are of it."""
    sentence: Sentence
    donors: list[DonorMention]
    items: list[ItemMention]
    amounts: list[AmountMention]
    verbs: list[VerbGroup]
    dues: list[tuple[int, int, str]]

    @property
    def words(self) -> str:
        return self.text[self.sentence.start : self.sentence.end]

    def listed_purposes(self) -> list[tuple[int, int]]:
        """The spans that say what a counted thing inside a list is for, where another counted thing follows."""
        counted = {one.start for one in self.items if one.is_counted}
        found = []
        for item in self.items:
            purpose = LISTED_PURPOSE.match(self.text, item.end, self.sentence.end) if item.is_counted else None
            if purpose and purpose.end() in counted:
                span = purpose.span("words")
                if not any(span[0] <= verb.start < span[1] for verb in self.verbs):
                    found.append(span)
        return found

    def object_end(self, verb: VerbGroup) -> int:
        """Where what the verb governs ends: before the next verb, clause or purpose."""
        stop = min((one.start for one in self.verbs if one.start >= verb.end), default=self.sentence.end)
        inside = [*((one.start, one.end) for one in self.items), *((one.start, one.end) for one in self.amounts)]
        inside.extend(self.listed_purposes())
        for cut in CUT.finditer(self.text, verb.end, stop):
            if NEVER_CUT.match(cut[0]) or any(first <= cut.start() < last for first, last in inside):
                continue
            if self.text.count("(", verb.end, cut.start()) > self.text.count(")", verb.end, cut.start()):
                continue
            if cut.start() - verb.end < 2 and cut[0] == "that":
                continue
            return cut.start()
        return stop

    def subject_start(self, verb: VerbGroup) -> int:
        """Where the words begin among which the subject of the verb stands."""
        return max((one.end for one in self.verbs if one.end <= verb.start), default=self.sentence.start)

    def clause_start(self, verb: VerbGroup) -> int:
        """Where the clause of a verb begins: at its own subject, with a time that stands directly before this."""
        start = self.subject_start(verb)
        subject = [one for one in self.donors if start <= one.start and one.end <= verb.start and one.acts]
        if not subject:
            return start
        first = subject[0].start
        before = [one for one in self.dues if start <= one[0] and self.text[one[1] : first].strip(" ,") in {"", "the"}]
        own = before and re.search(r"(?:,|;|\band|\bbut)\s*$", self.text[start : before[-1][0]])
        return before[-1][0] if own else first

    def next_clause(self, verb: VerbGroup) -> int:
        """Where a later verb with a subject of its own begins."""
        for one in self.verbs:
            start = self.clause_start(one) if one.start >= verb.end else 0
            if start > self.subject_start(one) and start >= verb.end:
                return start
        return self.sentence.end
