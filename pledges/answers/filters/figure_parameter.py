"""The parameter that names a figure by its address, and what narrows its pledges down as in totals."""

from pledges.answers.explanations.figure_subjects import subject_of
from pledges.answers.figure_addresses import FORMS
from pledges.answers.filters.parameter import Parameter, text
from pledges.answers.filters.pledge_parameters import SUMMARY_PARAMETERS

USUAL_FIGURE = "all:value_eur:promised"

FIGURE_PARAMETERS = {
    "figure": Parameter(
        f"The figure by its address; {USUAL_FIGURE} unless asked otherwise. {FORMS}",
        lambda value: subject_of(text(value)),
        {
            "type": "string",
            "examples": ["system:patriot:battery:promised", "donor:DEU:value_eur:promised", "gap:patriot:battery"],
        },
    ),
    "aid_type": SUMMARY_PARAMETERS["aid_type"],
    "basis": SUMMARY_PARAMETERS["basis"],
}
