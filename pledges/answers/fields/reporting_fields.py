"""Rows of how donors' promises were reported; they read `r`."""

from pledges.answers.fields.field_groups import stamp
from pledges.answers.fields.field_tree import Leaf, Tree, Type
from pledges.answers.fields.summary_fields import KEYS

HELP = {
    "pledges": "Number of pledges that count",
    "with_number": "How many say a number of units, or an amount of money",
    "with_amount": "How many say an amount of money",
    "with_date": "How many were announced on a day or in a month that is known",
    "with_due": "How many say by when",
    "with_delivery": "How many are reported delivered, in part or in whole",
    "with_delivery_date": "How many were delivered on a day or in a month that is known",
    "with_recipient": "How many are quoted in words that name the recipient",
    "measurable": "How many say number, unit, date due and recipient, in a firm word (committed or further)",
    "with_delay": "Of how many the days from announcement to publication are known",
}
MEAN_DELAY = "round(r.delay_days::numeric / nullif(r.with_delay, 0), 1)"

COUNTS: Tree = {name: Leaf(f"r.{name}", Type.WHOLE, help=words) for name, words in HELP.items()}

REPORTING: Tree = {
    "donor": Leaf("r.key", help=KEYS["donor"]),
    "name": Leaf("r.name", Type.TEXT, help="Name"),
    **{name: COUNTS[name] for name in HELP if name != "with_delay"},
    "delay_days": Leaf(
        MEAN_DELAY,
        Type.NUMBER,
        null=True,
        help="Mean number of days from the announcement to the first dated source that says so",
        unit="days",
    ),
    "with_delay": COUNTS["with_delay"],
    "last_heard": Leaf("r.last_heard", Type.DAY, null=True, help="When the newest source about it was published"),
    "days_between_reports": Leaf(
        "r.between_reports",
        Type.WHOLE,
        null=True,
        help="Median number of days from one day with a source about deliveries or promises to the next",
        unit="days",
    ),
    **stamp(),
}
