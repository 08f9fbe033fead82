"""A reader's own copy of an original: reading it, finding its passages, and keeping its words out of the
kit.

`originals.match(slug, text)` says which units of a set stand where in a copy, in characters from its start.
"""

from .matching import match

__all__ = ["match"]
