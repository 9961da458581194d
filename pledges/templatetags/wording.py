"""Words of the vocabularies, names and parties for templates; pledges.words says how they read."""

from django import template

from pledges.words import (
    change_words,
    counted_things,
    lateness_words,
    local_names,
    party_names,
    vocabulary_words,
)

register = template.Library()

for words in (
    change_words.say_change,
    lateness_words.say_late,
    local_names.name_in_language,
    party_names.distinct,
    party_names.name_of_key,
    party_names.names,
    party_names.say_row_name,
    vocabulary_words.inside,
    vocabulary_words.label,
    vocabulary_words.space_word,
):
    register.filter(words)

register.simple_tag(counted_things.count_things)
register.simple_tag(counted_things.say_things)
