"""A text set whose every text tries to be markup."""

import json

HOSTILE = (
    """=1+1 ~ % & # { } : \\ \\n \\: $x$ *b* _u_ `c` <script>alert(1)</script> &amp; ]]> "q" 'a' &&058; """
    "[html] %100% -> // :: $CATEGORY: x {{ y }} \u202e|"
)


def write_hostile_set(root):
    """Write a set with all kinds of exercise whose texts are HOSTILE and hold a control character. (JSON
    is YAML, too.)
    """
    wild = f"{HOSTILE}\x07\n\nsecond line"
    activity = {"title": wild, "minutes": "1", "prompt": wild, "evidence": ["card"]}
    activities = {
        "mark": {
            "kind": "mark",
            "skill": "speaking",
            "worked": [{"unit": "p1.2", "label": "S0", "why": wild}],
            "units": ["p1.1", "p1.2"],
        },
        "phrases": {
            "kind": "phrases",
            "skill": "wording",
            "phrases": {"w1": {"unit": "p1.1", "quote": ']]> "q"'}},
        },
        "table": {
            "kind": "table",
            "skill": "figures",
            "choices": "verdicts",
            "heads": dict.fromkeys(("text", "note", "answer"), wild),
            "rows": {
                "f1": {
                    "where": "p1.1",
                    "text": wild,
                    "note": wild,
                    "number": {"question": wild, "unit": wild},
                }
            },
        },
        "choose": {"kind": "choose", "skill": "missing", "options": {"a": wild}},
        "write": {"kind": "write", "skill": "whole", "passage": ["p1.1"]},
    }
    answer = {"why": wild, "sound": wild, "evidence": ["card"]}
    key = {
        "units": {
            "p1.1": {"speaking": answer | {"answer": "S0", "also": {"S1": wild}, "why_not": {"S2": wild}}},
            "p1.2": {"speaking": answer | {"answer": "X", "contested": "true", "also": {"S4": wild}}},
        },
        "answers": {
            "phrases": {"w1": answer | {"answer": "fair"}},
            "choose": {"a": answer | {"answer": "yes"}},
            "table": {
                "f1": answer | {"answer": "disputed"},
                "f1.number": answer | {"answer": "-5.5", "tolerance": "0.1"},
            },
            "write": {"text": {"rubric": [wild, wild], "model": wild}},
        },
    }
    card = dict.fromkeys(("title", "says", "date", "publisher", "party"), wild) | {"reference": "bad"}
    header = "".join(
        f"{name}: {HOSTILE}\n" for name in ("title", "byline", "published", "outlet", "link", "rights")
    )
    for path, text in {
        "exercises/wild/article.txt": f"{header}\n[p1.1] {HOSTILE}\x07\n[p1.2] {HOSTILE}\x07\n",
        "exercises/wild/items.yaml": json.dumps(
            {"activities": {name: activity | fields for name, fields in activities.items()}}
        ),
        "exercises/wild/evidence.yaml": json.dumps({"cards": {"card": card}}),
        "solutions/wild/key.yaml": json.dumps(key),
        "book/references.bib": "@misc{bad, title={t}, howpublished={javascript:alert(1)}}",
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
