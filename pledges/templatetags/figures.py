"""Quantities, money, units and dates for templates; pledges.words says how they read."""

from django import template

from pledges.words import figure_spans, figure_words, reporting_words, window_words

register = template.Library()

for words in (
    figure_words.amount,
    figure_words.column_estimate,
    figure_words.money_of_sum,
    figure_words.number,
    figure_words.percent,
    figure_words.quantity,
    figure_words.stated_money,
    figure_words.unit_one,
    figure_words.units,
    figure_spans.euro,
    figure_spans.figure,
    figure_spans.gap,
    figure_spans.money,
    figure_spans.money_of_pledge,
    figure_spans.percentage,
    figure_spans.say_reported,
    figure_spans.say_reported_sum,
    figure_spans.value_of,
    reporting_words.measured_marks,
    reporting_words.share_of,
    window_words.as_on_pages,
    window_words.column_window,
    window_words.day,
    window_words.days_since,
    window_words.minute,
    window_words.stated_day,
    window_words.window,
    window_words.window_title,
):
    register.filter(words)
