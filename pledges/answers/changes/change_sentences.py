"""A change as one sentence of plain English, for feeds and lists."""

import re

from meetings.choices import CoalitionRole
from pledges.answers.changes.changed_facts import Fact
from pledges.values.choices import ChangeType, Kind, RequirementBasis, SumMeasure, unit_label
from pledges.values.dates import DateWindow, format_window
from pledges.values.estimates import Estimate, format_estimate
from pledges.values.stages import STAGE_RULES

UNKNOWN = "unknown"
LONG_NUMBER = re.compile(r"(?<![\d.,])\d{5,}", re.ASCII)
NUMBERLESS = ("undisclosed", UNKNOWN)
VERBS = {rule.stage.value: rule.verb for rule in STAGE_RULES}


def sentence(fact: Fact) -> str:
    """What a fact says, with a full stop."""
    if fact.kind == "entry":
        return entry_sentence(fact)
    if fact.kind == "terms":
        return terms_sentence(fact)
    told = {
        "requirement": requirement_words,
        "stock": lambda one: f"{who(one)} holds {what(one)}{when(one.occurred, 'as of')}",
        "asserted_total": asserted_words,
        "completeness": completeness_words,
        "membership": membership_words,
    }
    return f"{told[fact.kind](fact)}."


def entry_sentence(fact: Fact) -> str:
    """What became of a pledge: who did what, of which pledge, when."""
    about = f" ({fact.pledge}{when(fact.occurred, ';')})"
    if fact.type == ChangeType.PLEDGE_ANNOUNCED:
        return f"{who(fact)} announced {what(fact)}{about}."
    if fact.type == ChangeType.RESTATED:
        return f"{who(fact)} announced {what(fact)} again, already pledged as {fact.linked}{about}."
    if fact.type == ChangeType.INCREASED:
        more = f"{what(fact)} in addition to {fact.linked}" if fact.new_pledge else f"{what(fact)} more"
        return f"{who(fact)} announced {more}{about}."
    return f"{who(fact)} {VERBS[fact.type]} {what(fact)}{about}."


def terms_sentence(fact: Fact) -> str:
    name = fact.system.short_name if fact.system else ""
    about = f"{fact.pledge} ({who(fact)}, {name})"
    if fact.type == ChangeType.REBASELINED:
        old, new = (format_window(due) if due else "no date" for due in (fact.former_due, fact.due))
        return f"The due date of {about} moved from “{old}” to “{new}”."
    changed = ", ".join(name.replace("_", " ") for name in fact.changed) or "nothing that is shown here"
    return f"The terms of {about} were {'corrected' if fact.corrected else 'changed'}: {changed}."


def requirement_words(fact: Fact) -> str:
    basis = RequirementBasis(fact.basis).label.lower()
    due = f", due {format_window(fact.due)}" if fact.due else ""
    said = f", says {fact.stated_by}" if fact.stated_by else ""
    return f"{what(fact)} required {basis}{due}{said}{when(fact.occurred, ';')}"


def asserted_words(fact: Fact) -> str:
    if fact.measure == SumMeasure.HELD:
        return f"A source says that {who(fact)} held {what(fact)}{when(fact.occurred, 'as of')}"
    reached = f"{VERBS[fact.stage]} {what(fact)}"
    said = f"still has to deliver {what(fact)}" if fact.outstanding else f"has {reached} in all"
    return f"A source says that {who(fact)} {said}{when(fact.occurred, 'by')}"


def completeness_words(fact: Fact) -> str:
    of_system = f" of {fact.system.short_name}" if fact.system else ""
    by_donor = f" by {who(fact)}" if fact.parties else ""
    return f"A source says that it lists every delivery{of_system}{by_donor}{when(fact.occurred, 'to')}"


BELONGS = {
    CoalitionRole.LEAD: "leads",
    CoalitionRole.CO_LEAD: "is a co-lead of",
    CoalitionRole.MEMBER: "is a member of",
    CoalitionRole.OBSERVER: "is an observer of",
    CoalitionRole.ANNOUNCED: "has said that it joins",
}


JOINED = {
    CoalitionRole.LEAD: "leads of",
    CoalitionRole.CO_LEAD: "co-leads of",
    CoalitionRole.MEMBER: "members of",
    CoalitionRole.OBSERVER: "observers of",
    CoalitionRole.ANNOUNCED: "have said that they join",
}


def membership_words(fact: Fact) -> str:
    group = fact.coalition_name or fact.initiative_name
    kind = "coalition" if fact.coalition else "initiative"
    since = f" (since {format_window(fact.occurred)})" if fact.occurred and fact.occurred.end else ""
    named = group if kind in group.lower() else f"{kind} {group}"
    if fact.quantity is not None:
        return (
            f"{number_words(fact.quantity)} more without names: {JOINED[CoalitionRole(fact.role)]} the {named}{since}"
        )
    return f"{who(fact)} {BELONGS[CoalitionRole(fact.role)]} the {named}{since}"


def who(fact: Fact) -> str:
    """The names of the donors, each once, or how the source names one that it does not identify."""
    names = list(dict.fromkeys(party.words or party.name for party in fact.parties))
    if len(names) < 2:
        return names[0] if names else "An unnamed donor"
    return f"{', '.join(names[:-1])} and {names[-1]}"


def what(fact: Fact) -> str:
    if fact.system is None or fact.quantity is None:
        return "something"
    if fact.system.kind == Kind.MONEY:
        return f"{amount_words(fact.amount)} {fact.currency}" if fact.amount else "an undisclosed amount of money"
    words = number_words(fact.quantity)
    plural = fact.quantity.bounds[0] != 1 or fact.quantity.bounds[2] != 1
    return f"{words} {fact.system.short_name} {unit_label(fact.unit, plural=plural)}"


def amount_words(amount: Estimate) -> str:
    """An amount as stated; digits in a row, which nobody can count, with commas."""
    return LONG_NUMBER.sub(lambda found: f"{int(found[0]):,}", format_estimate(amount))


def number_words(quantity: Estimate) -> str:
    words = format_estimate(quantity)
    return "an undisclosed number of" if words.lower() in NUMBERLESS else words


def when(day: DateWindow | None, before: str) -> str:
    """The date with the word before it, and the space or sign that this takes; nothing where it is not known."""
    if day is None or day.is_unknown or day.text.lower() == UNKNOWN:
        return ""
    return f"{before if before == ';' else ' ' + before} {format_window(day)}"
