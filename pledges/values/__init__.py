"""Values without a database: estimates, dates, money, the two clocks of a moment, and vocabularies."""
