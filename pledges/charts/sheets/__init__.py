"""What each chart shows, before it is drawn: words, figures, the table behind it, and what the drawing takes."""
