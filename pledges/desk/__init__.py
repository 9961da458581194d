"""The pages of staff: entry, import, review, publishing and undo. Every change to facts passes through them."""
