"""How figures, dates, names and addresses read; under charts and templates."""
