"""What each part of the design is shown with on the page of components."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.text import slugify

from pledges.site.explorer_facets import Choice, FacetBox
from pledges.values.choices import Overdue, StatusWord
from pledges.values.dates import DateWindow, parse_window
from pledges.values.estimates import Estimate, parse
from pledges.words.estimate_bars import make_bar

ANCHOR = date(2025, 6, 4)
STATED = (
    "14",
    "about 200",
    "10-12",
    "up to 1,000",
    "at least 95",
    "dozens",
    "several",
    "more",
    "undisclosed",
)
AMOUNTS = (Estimate.exact(Decimal(4_600_000_000)), Estimate("", Decimal(0), None, Decimal(192_186_777)))
DATES = ("2025-06-04", "2025-06", "winter 2025", "by the end of 2025", "unknown")


@dataclass(frozen=True, slots=True)
class Specimen:
    """A template that pages include, how, and with what it is shown here; `where` says where on this page it is."""

    template: str
    about: str
    include: str
    context: Mapping[str, Any] = field(default_factory=dict)
    where: str = ""
    as_code: bool = False

    @property
    def id(self) -> str:
        """What names the specimen on its page."""
        return slugify(f"{self.template} {self.about}")


@dataclass(frozen=True, slots=True)
class Number:
    """Words of a source, and the bounds that they set."""

    stated: str
    estimate: Estimate


def numbers() -> list[Number]:
    """Every form of a quantity; the last two say that there is nothing, and that nothing is known."""
    return [Number(words, parse(words)) for words in STATED] + [
        Number("none", parse("0")),
        Number("undisclosed, of a delivery", parse("undisclosed", later_stage=True)),
    ]


def dates() -> list[DateWindow]:
    """Every form of a date."""
    return [parse_window(words, anchor=ANCHOR) for words in DATES]


def states() -> list[SimpleNamespace]:
    """A pledge in every state, and what may stand beside it."""
    plain = {"overdue": "no", "restates": "", "beneficiary": "UKR", "unannounced": False, "delivered_on": None}
    beside = (
        {"overdue": Overdue.CERTAINLY.value},
        {"overdue": Overdue.POSSIBLY.value},
        {"overdue": Overdue.POSSIBLY.value, "delivered_on": parse_window("May 2024", anchor=ANCHOR)},
        {"restates": "2025-DEU-001"},
        {"beneficiary": "POL"},
        {"unannounced": True},
    )
    return [SimpleNamespace(**plain, status=word) for word in StatusWord.values] + [
        SimpleNamespace(**{**plain, "status": StatusWord.ANNOUNCED.value, **more}) for more in beside
    ]


class FaultyForm(forms.Form):
    """A form with a mistake in it."""

    title = forms.CharField(label="Title", help_text="As the ministry calls it")
    day = forms.DateField(label="Day")


SOURCE = SimpleNamespace(
    title="Statement after the Contact Group",
    url="https://example.org/statement",
    publisher="Ministry of Defence",
    published=ANCHOR,
    grade="official_donor",
)
CLAIMS = [
    {"value": "15 countries", "source": SOURCE, "chosen": True, "reason": "the coalition’s own list"},
    {"value": "17 countries", "source": SOURCE, "chosen": False, "reason": ""},
]


def part(name: str, about: str, include: str = "", **rest: Any) -> Specimen:
    """A specimen from the folder of components; usually it is included with what it is shown with."""
    template = f"components/{name}.html"
    given = " ".join(f"{one}={one}" for one in rest.get("context", {}))
    usual = f'{{% include "{template}" {"with " + given + " " if given else ""}only %}}'
    return Specimen(template, about, include or usual, **rest)


FRAME = (
    part("nav", "The sections of the site.", "base.html", where="In the header of this page"),
    part("as_of", "The two clocks, filled in while looking at the past.", "base.html", where="In the header"),
    part("coverage", "What the figures of a page rest on.", "base.html", where="At the foot of pages with figures"),
    part("site_search", "Search over everything.", "base.html", where="In the header"),
    part("past_band", "Says that this is the past, and leads back.", "base.html", where="Under the header"),
    part("version", "Version and time of computing.", "base.html", where="In the footer"),
    part("languages", "The languages of the site.", "base.html", where="In the footer"),
    part("metadata", "What other sites read.", "{% metadata %}", where="In the head, not to be seen"),
)


def figures() -> list[Specimen]:
    """The parts that show figures and where they come from."""
    promised, delivered, firm, gap = (parse(words) for words in ("about 20", "7-9", "4", "6"))
    openly = make_bar(parse("at least 6"), parse("2"), None, None)
    shape = "{% bar promised delivered firm gap %}"
    return [
        part("hatch", "The hatching that bars refer to; once on a page, before them."),
        part(
            *("bar", "Solid to what is certain, hatched to what may be, then the frame of what is promised."),
            shape,
            context={"bar": make_bar(promised, delivered, firm, gap)},
        ),
        part("bar", "The arrow: no upper bound.", shape, context={"bar": openly}),
        part("legend", "What the parts of a bar mean.", context={"need": True}),
        part("source", "Where a fact is from.", context={"source": SOURCE, "confidence": "memory"}),
        part("claims", "What sources say, the value in use first.", context={"claims": CLAIMS}),
        part("disputes", "The same, as a card.", context={"disputes": [{"label": "Members", "claims": CLAIMS}]}),
    ]


def page_tools() -> list[Specimen]:
    """What stands above the content of a page."""
    return [
        part(
            *("methods_band", "Says that the page was cited by another version of the methods; under the header."),
            context={"cited": 1, "current": 2},
        ),
        part(
            *("subject_tools", "Leads from a page to comparison and briefing."),
            context={"kind": "donor", "key": "DEU"},
        ),
    ]


def controls() -> list[Specimen]:
    """The parts that people act on."""
    address = reverse("pledge_list")
    choices = [
        Choice("delivered", "Delivered", "72", f"{address}?status=delivered", chosen=True),
        Choice("announced", "Announced", "36", f"{address}?status=announced", chosen=False),
    ]
    box = FacetBox("status", "State", choices, 1, open=True, total=8, all_href=address, fewer_href="")
    chips = [{"name": "State", "value": "Delivered", "without": address}]
    return [
        *page_tools(),
        part(
            *("crumbs", "The way back to the list that a page belongs to."),
            context={"href": reverse("system_list"), "label": "Systems", "here": "Air defence"},
        ),
        part(
            *("select", "One of a few words."),
            context={
                "name": "stage",
                "label": "Stage",
                "options": [("announced", "Announced"), ("delivered", "Delivered")],
                "value": "delivered",
            },
        ),
        Specimen(
            "staff/_form_field.html",
            "A field of a form with what is wrong and what would be right.",
            '{% include "staff/_form_field.html" with field=form.day only %}',
            {"field": FaultyForm({"title": "June", "day": "31 June"})["day"]},
        ),
        Specimen(
            "staff/_messages.html",
            "What the ledger answered.",
            '{% include "staff/_messages.html" %}',
            {"messages": messages()},
        ),
        Specimen(
            "pledges/_filters.html",
            "Facets with counts; a click chooses, another takes back.",
            '{% include "pledges/_filters.html" with facets=facets chosen=chips|length only %}',
            {"facets": [box], "chosen": 1},
        ),
        Specimen(
            "pledges/_explorer_empty.html",
            "Nothing found, and what to take away.",
            '{% include "pledges/_explorer_empty.html" with chips=chips every=every only %}',
            {"chips": chips, "every": address},
        ),
        part("pager", "Further and back.", context={"previous_href": address, "next_href": address}),
        part(
            *("code", "Code with its name; a button to copy it comes with js/copy.js."),
            context={"id": "sample", "name": "gaps.sh", "code": f"curl {reverse('api_gaps')}"},
        ),
    ]


def messages() -> list[SimpleNamespace]:
    """A message of each kind."""
    words = {
        "success": "Published as version 8.",
        "warning": "2 rows may be duplicates.\nrow 3\nrow 7",
        "error": "The plan is stale: plan again.",
    }
    return [SimpleNamespace(message=text, level_tag=kind) for kind, text in words.items()]


def heads() -> list[Specimen]:
    """The parts that stand in the head of a page, where nobody sees them."""
    return [
        part(
            *("feed", "Names the feed of a page."),
            "{% feed title system=slug %}",
            context={"href": reverse("change_feed"), "title": "Changes"},
            as_code=True,
        ),
        part(
            *("picture", "Names the picture that others show beside a link."),
            "{% picture name key %}",
            context={"card": {"alt": "Patriot over time"}, "src": "/charts/system_over_time/patriot.png"},
            as_code=True,
        ),
    ]
