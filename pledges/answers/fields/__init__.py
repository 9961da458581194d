"""Rows as the API and downloads give them, written out by the database: one tree of fields a kind of row.

A tree becomes the text of a JSON object, a line of CSV, or typed cells, each as one SQL expression; so a list, a page
of the past and a download of a million rows are the same expression over other relations.
"""

from pledges.answers.fields.field_tree import Cell, Type
from pledges.answers.fields.row_shape import Shape
