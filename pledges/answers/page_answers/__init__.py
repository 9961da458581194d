"""What several pages, charts or tasks show, put together from the answers and from facts that carry no figure."""

from pledges.answers.page_answers.precomputed import keep_ahead

__all__ = ["keep_ahead"]
