"""Words of the vocabularies, names and parties for templates; pledges.words says how they read."""

from django import template

from pledges.words import lateness_words, party_names, vocabulary_words

register = template.Library()

for words in (
    lateness_words.say_late,
    party_names.distinct,
    party_names.name_of_key,
    party_names.names,
    party_names.say_row_name,
    vocabulary_words.inside,
    vocabulary_words.label,
    vocabulary_words.space_word,
):
    register.filter(words)
