"""Listing parameters, read once for page, API and download: the two clocks, filters, and what is wrong with them.

Not django-filter: the rows come from SQL for a moment, not from querysets, and every problem carries a hint.
"""

from pledges.answers.filters.clock_parameters import CLOCK_PARAMETERS, CatalogueMovedError, parse_moment
from pledges.answers.filters.parameter import Parameter, Values, order_parameter, read_parameters
from pledges.answers.filters.parameter_problems import BadParametersError, Problem, did_you_mean
from pledges.answers.filters.pledge_parameters import (
    ENTRY_PARAMETERS,
    PLEDGE_PARAMETERS,
    SUMMARY_PARAMETERS,
    SYSTEM_PARAMETERS,
    entry_filters,
    pledge_filters,
    system_choice,
)
