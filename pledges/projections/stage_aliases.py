"""The letters under which the stages go inside projection queries."""

STAGE_LETTERS = {
    "signalled": "g",
    "announced": "a",
    "committed": "c",
    "contracted": "k",
    "shipped": "h",
    "delivered": "d",
    "withdrawn": "w",
}
