"""Exports: the questions and keys as files for other programs. One source, read back by the tests.

| format | file | for |
|---|---|---|
| qti | SET-qti.zip | Canvas: one quiz for each exercise (QTI 1.2) |
| gift | SET-gift.txt | Moodle: one category for each exercise (GIFT) |
| csv | items.csv | spreadsheets: every item of every set in one table |
| annotations | SET-annotations.jsonld | the keys on the text (W3C Web Annotation) |
"""

from pathlib import Path

from ..content.keys import key_file
from ..content.texts import slugs
from ..content.textset import TextSet
from ..files import ROOT, write_whole
from ..problems import fail
from .annotations import write_annotations
from .gift import write_gift
from .items_csv import write_items
from .qti import write_qti

PER_SET = {
    "qti": ("{}-qti.zip", write_qti),
    "gift": ("{}-gift.txt", write_gift),
    "annotations": ("{}-annotations.jsonld", write_annotations),
}
FORMATS = ("qti", "gift", "csv", "annotations")


def export(out, names=(), formats=FORMATS, root=ROOT):
    """Write the exports of the named sets (all of them by default) into the folder `out`; return the paths
    written.

    Nothing is written unless everything could be made. Two exports of the same content are byte-identical.
    """
    files = export_files(names, formats, root)
    out = Path(out)
    for name, data in files.items():
        with write_whole(out / name) as file:
            file.write(data)
    return [out / name for name in files]


def export_files(names=(), formats=FORMATS, root=ROOT):
    """Return the exports as {file name: bytes}.

    Raises ContentError for an unknown set, and for a set without its key unless only the table of items is
    wanted.
    """
    libraries = [TextSet(name, root) for name in _known(names, root)]
    files = {}
    for form in FORMATS:
        if form == "csv" and form in formats:
            files["items.csv"] = write_items(libraries)
        elif form in formats:
            pattern, write = PER_SET[form]
            files.update(
                {pattern.format(text_set.slug): write(_keyed(text_set, form, root)) for text_set in libraries}
            )
    return files


def _known(names, root):
    there = slugs(root)
    for name in names:
        if name not in there:
            fail("export", name, "there is no set of this name.", f"There are: {', '.join(there)}.")
    return sorted(set(names)) or there


def _keyed(text_set, form, root):
    if text_set.key is None:
        fail(
            key_file(text_set.slug, root),
            "",
            f"the key is not here, and the format “{form}” is made from it.",
            "Put the folder solutions/ back, or use --format csv, which works without keys.",
        )
    return text_set
