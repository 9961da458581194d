"""How meetings, donors, coalitions and sources look in the API."""
