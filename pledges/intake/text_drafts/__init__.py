"""From a text to rows of a change set: drafting it, matching the rows, and what people make of each."""
