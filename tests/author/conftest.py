"""A draft to write in."""

import pytest
from helpers.drafts import DRAFT, write_draft
from helpers.written_set import write_set

from secondsource.author.workspace import Workspace


@pytest.fixture
def workspace(tmp_path):
    """The Workspace of a draft that could be published."""
    (tmp_path / "kit").mkdir()
    kit = write_set(tmp_path / "kit")
    write_draft(kit, DRAFT)
    return Workspace(DRAFT, kit)
