"""From the kit's folder to the learner's: notebooks are handed out once, new editions go beside what was
worked in, and what was done in the kit's folder is taken over once.
"""

from itertools import chain, count

from ..files import ROOT, learner_folder, write_whole
from ..marking.answer_file import take_over_answers
from .making import is_worked_in, read_edition

KIT = "kit.txt"  # in the learner's folder: where the kit is, for notebooks started without `kit.py lab`
TAKEN = ".taken-over"  # beside it: one line for each kit whose notebooks were taken over


def hand_out(folder=None, root=ROOT):
    """Bring the notebooks of the kit in `root` into `folder`, by default the learner's; return what there
    is to say, line by line.

    A notebook that is there and was worked in is never touched. Raises OSError when `folder` cannot be
    written to.
    """
    folder, inside = folder or learner_folder(root), root / "exercises" / "notebooks"
    folder.mkdir(parents=True, exist_ok=True)
    lines = [*_take_over_answers(inside, folder), *_take_over_work(inside, folder)]
    for path in sorted(inside.glob("*.ipynb")):
        if not (is_worked_in(path) and (folder / path.name).exists()):
            lines += _bring(path, folder)
    _write(folder / KIT, str(root.resolve()).encode())
    return lines


def _bring(path, folder):
    """Put a notebook under the first name that is free, unless this edition of it is there already."""
    for target in (folder / name for name in _names(path.stem, "new")):
        if not target.exists():
            break
        if read_edition(target) == read_edition(path):
            return []
        if not is_worked_in(target):
            _write(target, path.read_bytes())
            return [f"A new edition, in place of one that you have not worked in: {target.name}."]
    _write(target, path.read_bytes())
    return [f"{'New' if target.name == path.name else 'A new edition is beside your work'}: {target.name}."]


def _take_over_answers(inside, folder):
    brought, differ = take_over_answers(inside / "answers", folder / "answers")
    if brought:
        yield f"Answers taken over from {inside / 'answers'}: {', '.join(brought)}."
    for name in differ:
        yield f"Not all of {name} was taken over: you have other answers. It stays in {inside / 'answers'}."
    for path in sorted((inside / "copies").glob("*")):
        target = folder / "copies" / path.name
        if path.is_file() and not target.exists():
            _write(target, path.read_bytes(), private=True)
            yield f"Your copy of an original was taken over: {path.name}."


def _take_over_work(inside, folder):
    """Copy the notebooks that were worked in inside the kit, once."""
    done = folder / TAKEN
    known = done.read_text(encoding="utf-8").splitlines() if done.exists() else []
    if str(inside.resolve()) in known or folder.resolve() == inside.resolve():
        return
    for path in sorted(inside.glob("*.ipynb")):
        if is_worked_in(path):
            names = _names(path.stem, "from-the-kit")
            target = next(folder / name for name in names if not (folder / name).exists())
            _write(target, path.read_bytes())
            yield f"Your work was taken over from {path}: {target.name}."
    _write(done, "\n".join([*known, str(inside.resolve())]).encode())


def _names(stem, word):
    """Yield NAME.ipynb, NAME-word.ipynb, NAME-word-2.ipynb and so on."""
    ends = chain(["", f"-{word}"], (f"-{word}-{number}" for number in count(2)))
    return (f"{stem}{end}.ipynb" for end in ends)


def _write(path, data, private=False):
    with write_whole(path, private=private) as file:
        file.write(data)
