"""Honest numbers: what was stated, the bounds it sets, and the arithmetic that keeps them true."""

from pledges.values.estimates.arithmetic import EstimateSum, add, cap_open, maximum, multiply, scale, subtract, total
from pledges.values.estimates.estimate import Estimate, EstimateError
from pledges.values.estimates.estimate_formatting import format_estimate
from pledges.values.estimates.estimate_phrases import parse
from pledges.values.estimates.stated_numbers import states_number
