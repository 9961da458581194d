"""Statements that may be the same promise: finding them, scoring them, and what a decision makes of a plan."""
