"""The words of an explanation: what each row does to a figure, to which part of it, and by which rule."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RowSign(TextChoices):
    """Whether a row of an explanation adds to its figure, is taken off it, or only touches it."""

    PLUS = "plus", _("adds")
    MINUS = "minus", _("is taken off")
    NONE = "none", _("counts nothing")


class FigurePart(TextChoices):
    """Which part of a figure a row of its explanation belongs to. What is left out counts nothing in it."""

    SUM = "sum", _("Sum")
    NEED = "need", _("Stated need")
    SECURED = "secured", _("Delivered or firm")
    TOTAL = "total", _("Stock in all")
    UNAVAILABLE = "unavailable", _("Unavailable part of the stock")
    ELSEWHERE = "committed_elsewhere", _("Committed elsewhere")
    LEFT = "left", _("Left the stock since")
    OWED = "owed", _("Still owed from the stock")
    LEFT_OUT = "left_out", _("Left out")


class FigureRule(TextChoices):
    """Why a row of an explanation counts as it does, or counts nothing."""

    COUNTED_STATED = "counted_stated", _("Counted as stated")
    COUNTED_WITHOUT_NUMBER = "counted_without_number", _("Counted without a number: only bounds are known")
    BOUNDED_BY_PROMISE = "bounded_by_promise", _("No number of its own: at most what was promised")
    WINDOW_STILL_OPEN = "window_still_open", _("Its date may not be over yet: nothing of it for certain, perhaps all")
    PROMISED_BY_LATER_STAGE = "promised_by_later_stage", _("Promised by a later step: no line announces it")
    REDUCED_BY_WITHDRAWAL = "reduced_by_withdrawal", _("Less what was withdrawn")
    PROMISED_LESS_DELIVERED = "promised_less_delivered", _("Promised, less what is delivered")
    FIRM_LESS_DELIVERED = "firm_less_delivered", _("Committed, contracted or shipped, less what is delivered")
    ANNOUNCED_LESS_FIRM = "announced_less_firm", _("Announced, less what is firm or delivered")
    SHARE_OF_JOINT_PURCHASE = "share_of_joint_purchase", _("Share of a joint promise")
    REST_OF_ROUNDING = "rest_of_rounding", _("Takes what rounding of the other shares leaves")
    NOT_ATTRIBUTABLE = "not_attributable", _("No source says whose it is")
    AMOUNT_IN_EURO = "amount_in_euro", _("Stated in euro")
    RATE_OF_SOURCE = "rate_of_source", _("Converted at the rate of the source")
    REFERENCE_RATE = "reference_rate", _("Converted at the reference rate of the European Central Bank")
    FIXED_RATE = "fixed_rate", _("Converted at the fixed rate of a currency that the euro replaced")
    BY_SHARE_OF_QUANTITY = "by_share_of_quantity", _("Value by the share of the quantity")
    NOT_SPLIT = "not_split", _("Between nothing and the whole value, since no share of it is known")
    COUNTED_PLEDGE = "counted_pledge", _("One pledge that counts")
    LATE_CERTAINLY = "late_certainly", _("Late: a source shows that something was missing after the due date")
    LATE_POSSIBLY = "late_possibly", _("Due date passed, no full delivery reported")
    NOT_LATE = "not_late", _("Not late")
    NO_DUE_DATE = "no_due_date", _("No due date is stated")
    NEED_IN_ALL = "need_in_all", _("The latest stated need, in all")
    NEED_FOR_MORE = "need_for_more", _("The latest stated need, for more than there was")
    DELIVERED_OR_FIRM = "delivered_or_firm", _("Delivered or firm")
    DEDUCTED_FROM_ADDITIONAL_NEED = "deducted_from_additional_need", _("Promised after the need, and delivered or firm")
    POSSIBLY_DEDUCTED = (
        "possibly_deducted",
        _("Promised before the need, and delivered since or firm: perhaps an answer"),
    )
    BEFORE_NEED = "before_need", _("Had come before the need for more was stated")
    NEITHER_FIRM_NOR_DELIVERED = "neither_firm_nor_delivered", _("Neither firm nor delivered")
    STOCK_STATED = "stock_stated", _("The latest stated stock")
    UNAVAILABLE = "unavailable", _("Cannot be given")
    COMMITTED_ELSEWHERE = "committed_elsewhere", _("Promised to others: lowers only what is certain")
    LEFT_STOCK_SINCE = "left_stock_since", _("Left the stock since its day")
    OWED_FROM_STOCK = "owed_from_stock", _("Still owed from the stock")
    ORIGIN_UNKNOWN = "origin_unknown", _("No source says from which stock: perhaps from this one")
    UNIT_CONVERTED = "unit_converted", _("Converted into the unit of the stock")
    UNITS_DIFFER = "units_differ", _("Counted in a unit that no source converts")
    RESTATEMENT_ADDS_NOTHING = "restatement_adds_nothing", _("Says again what was promised before, and adds nothing")
    SIGNALLED_NOT_COUNTED = "signalled_not_counted", _("Only signalled: never counted")
    ONLY_WITHDRAWN = "only_withdrawn", _("Only its withdrawal is on record")
    NOT_FOR_UKRAINE = "not_for_ukraine", _("Not for Ukraine")
    UNVALUED = "unvalued", _("No amount is stated")
    UNCONVERTED = "unconverted", _("No rate to euro is known")
    OF_OTHER_PARTIES = "of_other_parties", _("Counts for other parties of the promise")
    NOTHING_REACHED = "nothing_reached", _("Nothing of it has come to this figure")
