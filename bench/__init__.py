"""For developers: measures the product on generated ledgers (`make bench`), and shows how it looks."""
