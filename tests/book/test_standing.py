"""Does the built book still stand: any file that went in or came out and is not as it was means no."""

import pytest

from secondsource.book.standing import digest_sources, stands, write_record


@pytest.fixture
def built(tmp_path):
    """A kit of two files and the site that was made of it."""
    for name in (
        "kit/book/index.md",
        "kit/exercises/a/article.txt",
        "kit/requirements.txt",
        "site/index.html",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    write_record(tmp_path / "record", digest_sources("study", root=tmp_path / "kit"), tmp_path / "site")
    return tmp_path


def still_stands(built, edition="study"):
    return stands(built / "record", digest_sources(edition, root=built / "kit"), built / "site")


def test_nothing_changed_stands(built):
    assert still_stands(built)


@pytest.mark.parametrize(
    "name", ["kit/book/index.md", "kit/exercises/a/article.txt", "kit/requirements.txt", "site/index.html"]
)
def test_a_file_that_changed_went_or_came_does_not(built, name):
    path = built / name
    path.write_text("else", encoding="utf-8")
    assert not still_stands(built)
    path.unlink()
    assert not still_stands(built)


def test_another_edition_or_a_new_file_does_not(built):
    assert not still_stands(built, "teach")
    (built / "kit/book/new.md").write_text("new", encoding="utf-8")
    assert not still_stands(built)


@pytest.mark.parametrize("folder", ["answers", "copies", "__pycache__"])
def test_what_readers_and_python_leave_behind_builds_nothing_again(built, folder):
    left = built / "kit/exercises" / folder / "x.txt"
    left.parent.mkdir()
    left.write_text("x", encoding="utf-8")
    assert still_stands(built)


@pytest.mark.parametrize("text", ["", "[]", "no JSON"])
def test_an_unreadable_record_means_that_the_book_is_built(built, text):
    (built / "record").write_text(text, encoding="utf-8")
    assert not still_stands(built)
