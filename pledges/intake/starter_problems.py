"""What is raised where the starter data cannot be loaded."""


class StarterProblemError(Exception):
    """A starter file cannot be planned; names every row and column at fault."""
