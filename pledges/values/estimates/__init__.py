"""Honest numbers: what was stated, the bounds it sets, and the arithmetic that keeps them true."""

from pledges.values.estimates.arithmetic import EstimateSum, add, cap_open, maximum, multiply, scale, subtract, total
from pledges.values.estimates.estimate import LIMIT, Estimate, EstimateError
from pledges.values.estimates.estimate_formatting import format_estimate, plain
from pledges.values.estimates.estimate_phrases import parse

__all__ = [
    "LIMIT",
    "Estimate",
    "EstimateError",
    "EstimateSum",
    "add",
    "cap_open",
    "format_estimate",
    "maximum",
    "multiply",
    "parse",
    "plain",
    "scale",
    "subtract",
    "total",
]
