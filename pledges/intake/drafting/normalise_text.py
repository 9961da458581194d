"""Typographic quotes, dashes and blanks as plain ones, one for one, so that every span stays that of the text."""

QUOTES = dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛′`´ʼ", "'")
DASHES = dict.fromkeys("‐‑‒−", "-") | dict.fromkeys("–—―", "\N{EN DASH}")
BLANKS = dict.fromkeys("\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\N{EN SPACE}\N{FIGURE SPACE}\t", " ")
PLAIN = str.maketrans(QUOTES | DASHES | BLANKS | {"\r": "\n"})


def normalise_text(text: str) -> str:
    return text.translate(PLAIN)
