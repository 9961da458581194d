"""How a figure is cited: under what it is called, at the address of its explanation."""

from django.urls import reverse

from pledges.answers import AsOf
from pledges.answers.explanations.figure_subjects import Subject
from pledges.words.citations import Citation, cite
from pledges.words.figure_sentences import title_figure


def cite_figure(subject: Subject, as_of: AsOf) -> Citation:
    return cite(title_figure(subject), reverse("explain_figure"), as_of, figure=str(subject.address))
