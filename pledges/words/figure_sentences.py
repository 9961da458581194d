"""What a figure is, in a heading and in one sentence."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.models import JOINT
from pledges.answers.explanations.figure_subjects import Subject
from pledges.answers.figure_addresses import GAP, HEADROOM
from pledges.words.figure_words import units
from pledges.words.local_names import name_in_language

SHORT = {
    "pledges": gettext_lazy("number of pledges"),
    "promised": gettext_lazy("promised"),
    "delivered": gettext_lazy("delivered"),
    "firm": gettext_lazy("firm"),
    "announced_only": gettext_lazy("announced only"),
    "withdrawn": gettext_lazy("withdrawn"),
    "outstanding": gettext_lazy("outstanding"),
    "overdue:certainly": gettext_lazy("pledges late for certain"),
    "overdue:possibly": gettext_lazy("pledges past their due date"),
    "overdue:no": gettext_lazy("pledges that are not late"),
    "overdue:not_dated": gettext_lazy("pledges without a due date"),
    "value_eur:promised": gettext_lazy("value promised"),
    "value_eur:delivered": gettext_lazy("value delivered"),
    "value_eur:firm": gettext_lazy("value that is firm"),
    "value_eur:announced_only": gettext_lazy("value announced only"),
    "value_eur:unconverted": gettext_lazy("pledges without a rate to euro"),
    "value_eur:unvalued": gettext_lazy("pledges without an amount"),
    GAP: gettext_lazy("gap"),
    HEADROOM: gettext_lazy("headroom"),
}
"""What a figure is called behind what it is about."""

MEANS = {
    "pledges": gettext_lazy("The number of pledges that count for Ukraine."),
    "promised": gettext_lazy("What was announced or more, less what was withdrawn."),
    "delivered": gettext_lazy("What is reported delivered."),
    "firm": gettext_lazy("What was committed, contracted or shipped, and is not delivered."),
    "announced_only": gettext_lazy("What was announced, and is neither firm nor delivered."),
    "withdrawn": gettext_lazy("What was taken back."),
    "outstanding": gettext_lazy("What was promised, less what is delivered, pledge by pledge."),
    "overdue": gettext_lazy("The number of pledges by whether their due date has passed."),
    "value_eur": gettext_lazy("The value in euro of the pledges that state an amount."),
    "unconverted": gettext_lazy("The number of pledges with an amount that no rate converts."),
    "unvalued": gettext_lazy("The number of pledges that state no amount."),
    GAP: gettext_lazy("The latest stated need, less what is delivered or firm."),
    HEADROOM: gettext_lazy(
        "The latest stated stock without what cannot be given, less what left it and is still owed."
    ),
}


def title_figure(subject: Subject) -> str:
    """What a figure is called: what it is about, and which figure of it."""
    address = subject.address
    short = str(SHORT[address.path or address.about])
    about = [name_subject(subject)] if subject.name else []
    if subject.system_name:
        unit = f", {units(address.unit)}" if address.unit else ""
        about.append(f"{name_in_language(subject.system_name)}{unit}")
    return f"{' · '.join(about) or _('Everything')}: {short}"


def name_subject(subject: Subject) -> str:
    if subject.address.key == JOINT and subject.donor:
        return _("Joint")
    return str(name_in_language(subject.name))


def say_meaning(subject: Subject) -> str:
    """What such a figure is, in one sentence."""
    head, _colon, name = subject.address.path.partition(":")
    return str(MEANS[name if name in ("unconverted", "unvalued") else head or subject.address.about])


def say_figure(subject: Subject) -> str:
    """What it is about, and what such a figure is."""
    return f"{title_figure(subject)}. {say_meaning(subject)}"
