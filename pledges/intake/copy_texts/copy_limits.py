"""How large a kept copy may be, packed, unpacked and as text, and how long it may be read."""

MAX_BYTES = 25 * 1024 * 1024
MAX_EXPANDED = 200 * 1024 * 1024
"""Bytes of everything that is unpacked while one copy is read."""
MAX_TEXT = 2_000_000
"""Characters of the text of one copy."""
MAX_PAGES = 1_000
MAX_MEMBERS = 2_000
"""Files in a WACZ archive, and records that are looked at in one."""
MAX_SECONDS = 60
MAX_MEMORY = 1536 * 1024 * 1024
"""Bytes that the process which reads a copy may take, the program itself included."""
