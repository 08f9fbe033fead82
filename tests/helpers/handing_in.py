"""What students hand in, good and bad."""

import io
import json
import zipfile

from helpers.places import ROOT
from secondsource.content.texts import read_article
from secondsource.marking.reading import read_hand_in

SET = "ferry-fares"


SPEAKING = f"{SET}/speaking"


FINGERPRINT = read_article(SET, ROOT).fingerprint


def sitting(
    answers,
    first=None,
    tries=1,
    committed=True,
    saved="2026-01-05T10:00:00.000Z",
    fingerprint=FINGERPRINT,
    confidence=None,
    opened="2026-01-05T09:00:00.000Z",
):
    return {
        "answers": answers,
        "first": first if first is not None else answers if tries else {},
        "tries": tries,
        "committed": committed,
        "times": {"opened": opened, "saved": saved},
        "fingerprint": fingerprint,
        "confidence": confidence or {},
    }


def submission(student="Ada", activities=None, **fields):
    """Return an answer file as bytes."""
    activities = {SPEAKING: sitting({"p2.1": "S0"})} if activities is None else activities
    return json.dumps(
        {"schema": "second-source-answers/2", "student": student, "activities": activities, **fields}
    ).encode()


def zipped(members, compression=zipfile.ZIP_DEFLATED):
    """Return a zip as bytes. members: {name or ZipInfo: bytes}."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def link_member():
    info = zipfile.ZipInfo("link.json")
    info.external_attr = 0o120777 << 16
    return info


def read(folder, files, **options):
    """Write {name: bytes} into a folder and read it."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return read_hand_in(folder, **options)


GOOD = submission()
