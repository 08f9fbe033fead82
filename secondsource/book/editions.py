"""The editions of one book."""

EDITIONS = ("study", "class", "teach")
