"""What reviewers and drafters say to each other about a row of a change set, or about one cell of it."""

from django.db import models
from django.db.models import Q

from pledges.models.change_sets import ChangeSetRow
from pledges.models.user import User


class RowComment(models.Model):
    """A remark at a row, or at the cell of one column; whoever saw to it says so.

    The history of the change set keeps its words, also where the row is deleted.
    """

    row = models.ForeignKey(ChangeSetRow, on_delete=models.CASCADE, related_name="comments")
    column = models.CharField(max_length=40, blank=True)
    words = models.CharField(max_length=1000)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    settled_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="row_comment_words", condition=~Q(words="")),
            models.CheckConstraint(
                name="row_comment_settled",
                condition=Q(settled_by__isnull=True, settled_at__isnull=True)
                | Q(settled_by__isnull=False, settled_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.column or 'row'}: {self.words}"
