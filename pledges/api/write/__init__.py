"""Writing through the API: change sets from draft to publishing, under tokens."""
