"""Words as people type them who have no key for their marks."""

import unicodedata


def without_marks(word: str) -> str:
    """A word without the marks on its letters: miliardow, tisic."""
    plain = word.replace("ł", "l").replace("ß", "ss").replace("ø", "o").replace("æ", "ae")
    if not plain.isascii():
        letters = unicodedata.normalize("NFD", plain)
        # Cyrillic й and ї are letters of their own.
        if all(ord(letter) < 0x250 or unicodedata.combining(letter) for letter in letters):
            plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return plain
