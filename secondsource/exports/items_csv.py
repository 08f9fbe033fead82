"""A table of every item, for spreadsheets: the questions, and the keys where they are installed."""

import csv
import io

from ..exercise.key_payload import describe_key
from ..files import clean_cell
from .questions import web_address

COLUMNS = (
    "id",
    "set",
    "activity",
    "item",
    "kind",
    "skill",
    "unit",
    "text",
    "note",
    "prompt",
    "question",
    "choices",
)
KEY_COLUMNS = (
    "answer",
    "tolerance",
    "also",
    "why_not",
    "contested",
    "why",
    "sound",
    "rubric",
    "model",
    "evidence",
    "addresses",
)
SEPARATOR = " | "


def write_items(libraries):
    """Return one CSV of all items of these sets, as bytes: UTF-8 with a mark by which Excel knows it.

    The columns of the key are left out when no set has its key.
    """
    columns = COLUMNS + (KEY_COLUMNS if any(text_set.key for text_set in libraries) else ())
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, columns, restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(
        {name: clean_cell(value) for name, value in row.items()}
        for text_set in libraries
        for row in _rows(text_set)
    )
    return buffer.getvalue().encode("utf-8-sig")


def _rows(text_set):
    for name, activity in text_set.activities.items():
        keys = describe_key(text_set, name)
        for item in activity.items():
            about = text_set.asked(activity, item)
            yield {
                "id": f"{text_set.slug}/{name}/{item.id}",
                "set": text_set.slug,
                "activity": name,
                "item": item.id,
                "kind": activity.kind,
                "skill": activity.skill,
                "unit": about.place,
                "text": about.text,
                "note": about.full_note,
                "prompt": activity.prompt,
                "question": about.full_question,
                "choices": _pairs({value: choice.name for value, choice in (item.choices or {}).items()}),
                **_describe(keys.get(item.id, {})),
            }


def _describe(key):
    cards = key.get("evidence", [])
    return {
        "answer": key.get("answer", ""),
        "tolerance": f"{key['tolerance']:.10g}" if "tolerance" in key else "",
        "also": _pairs(key.get("also", {})),
        "why_not": _pairs(key.get("whyNot", {})),
        "contested": ("yes" if key.get("contested") else "no") if key else "",
        "why": key.get("why", ""),
        "sound": key.get("sound", ""),
        "rubric": SEPARATOR.join(key.get("rubric", [])),
        "model": key.get("model", ""),
        "evidence": SEPARATOR.join(card["title"] for card in cards),
        "addresses": SEPARATOR.join(filter(None, (web_address(card.get("url")) for card in cards))),
    }


def _pairs(named):
    return SEPARATOR.join(f"{value}: {text}" for value, text in named.items())
