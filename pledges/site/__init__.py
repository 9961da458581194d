"""The public pages. Each view reads its parameters, asks for one page, and renders it."""
