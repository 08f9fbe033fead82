"""A long corpus of cases that differ little: some are tried each time, all in the slow run."""

import pytest


def some(cases, each=5):
    """Return the cases for `parametrize`: the first and each fifth after it as they are, the others slow."""
    return [
        pytest.param(case, marks=pytest.mark.slow if place % each else ()) for place, case in enumerate(cases)
    ]
