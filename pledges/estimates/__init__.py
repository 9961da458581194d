"""Honest numbers: what was stated, the bounds it sets, and the arithmetic that keeps them true."""

from pledges.estimates.arithmetic import (
    EstimateSum,
    add,
    cap_open,
    maximum,
    multiply,
    scale,
    subtract,
    total,
)
from pledges.estimates.formatting import format_estimate, plain
from pledges.estimates.phrases import parse
from pledges.estimates.values import LIMIT, Estimate, EstimateError

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
