"""Measures the projections against bare SQL on generated ledgers; started by `make bench`."""
