"""Ukrainian letters as Latin ones (Cabinet resolution 55 of 2010), to find in one alphabet what is typed in another."""

from __future__ import annotations

LETTERS = dict(zip("абвгґдезиійклмнопрстуфї", "abvhgdezyiiklmnoprstufi", strict=True))
GROUPS = {"є": "ie", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "iu", "я": "ia", "ь": ""}
OF_RUSSIAN = {"ы": "y", "э": "e", "ё": "io", "ъ": ""}
TABLE = str.maketrans(LETTERS | GROUPS | OF_RUSSIAN)
HARD_G = str.maketrans("г", "ґ")


def latin_spellings(words: str) -> list[str]:
    """How words in Cyrillic may be written in Latin letters: names of types have a g where Ukrainian writes г."""
    small = words.casefold()
    spellings = dict.fromkeys((small.translate(TABLE), small.translate(HARD_G).translate(TABLE)))
    return [one for one in spellings if one != small]
