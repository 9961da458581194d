"""Why a figure is what it is: the rows that make it, which add up to it exactly, and those that count nothing."""
