"""A reference says on the page what its author meant, or `check` says what would be lost."""

import pytest

from secondsource.content.references import read_references
from secondsource.problems import ContentError

ENTRY = """@misc{boat,
  author = {{A boat club}},
  title = {%s},
  url = {https://example.org/50%%25_boats},
}
"""


def read(folder, title):
    (folder / "book").mkdir(exist_ok=True)
    (folder / "book/references.bib").write_text(ENTRY % title, encoding="utf-8")
    return read_references(folder)["boat"]


@pytest.mark.parametrize(
    "written, shown",
    [
        (r"M{\"u}nchen", "München"),
        (r"Jan\v{s}a \& others", "Janša & others"),
        (r"50\% of the boats", "50% of the boats"),
        (r"file\_name", "file_name"),
        ("The {BBC} at $5", "The BBC at $5"),
    ],
)
def test_what_is_written_for_latex_is_shown_in_letters(tmp_path, written, shown):
    assert read(tmp_path, written)["title"] == shown
    assert read(tmp_path, written)["url"] == "https://example.org/50%25_boats", "an address stays as it is"


@pytest.mark.parametrize(
    "written, fault",
    [
        ("50% of the boats", "what follows the % in “title” is lost.*Write .% for"),
        (r"the \textit{Lia}", r"“.textit” in “title” would stand on the page"),
        (r"for \$5", r"“.\$5” in “title” would stand on the page"),
    ],
)
def test_what_no_page_would_show_is_told(tmp_path, written, fault):
    with pytest.raises(ContentError, match=f"book/references.bib, boat: {fault}"):
        read(tmp_path, written)
