"""A broken line of YAML is named by its real cause, with the line to paste: each line of two real files,
broken in each of the ways in which people break one.
"""

import re

import pytest
import yaml
from helpers.places import ROOT

from secondsource.content.yamlfaults import mend_cuts
from secondsource.content.yamlfile import read_yaml
from secondsource.problems import ContentError

FILES = ("solutions/ferry-fares/key.yaml", "exercises/ferry-fares/evidence.yaml")
PLAIN = re.compile(r"( *(?:- )?[\w.-]+:) ([^\s\[{>'\"|].*)")
FLOW = re.compile(r"( *[\w.-]+:) (\{[^{\"]*\})")


def no_space(head, value):
    return head + value


def no_colon(head, value):
    return f"{head[:-1]} {value}"


def colon(head, value):
    return f"{head} {value}: it is so"


def hash_sign(head, value):
    return f"{head} {value} #1 of them"


def quotes_at_start(head, value):
    return f'{head} "{value[:4]}" {value[4:]} and so on'


def quote_left_open(head, value):
    return f'{head} "{value}'


def apostrophe(head, value):
    return f"{head} '{value}"


def tab(head, value):
    return "\t" + f"{head} {value}".lstrip()


CAUSES = {
    no_space: "no space after",
    no_colon: "no colon after",
    colon: "a colon in the value",
    hash_sign: "“#” begins a comment",
    quotes_at_start: "begins with a straight quotation mark",
    quote_left_open: "begins with a straight quotation mark",
    apostrophe: "begins with a straight quotation mark",
    tab: "indented with a tab",
}


def faults(path, lines, number, line):
    """Return (what is said of a file with one line changed; what it says with the fault mended)."""
    path.write_text("\n".join([*lines[:number], line, *lines[number + 1 :]]), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read_yaml(path, path.parent)
    return [str(problem) for problem in caught.value.problems], caught.value.partial


def broken_lines(lines, break_line):
    """Yield (number, the broken line) for all lines that lose something when broken in this way."""
    for number, line in enumerate(lines):
        found = PLAIN.fullmatch(line)
        alone = lines[number - 1].rstrip().endswith(":")  # without its name what is left is a plain text
        if not found or alone and break_line in (no_space, no_colon):
            continue
        if break_line is not hash_sign or " " in found[2]:  # behind a code a comment is one
            yield number, break_line(*found.groups())


@pytest.mark.parametrize("break_line", CAUSES)
@pytest.mark.parametrize("file", FILES)
def test_a_broken_line_is_named_by_its_cause(tmp_path, file, break_line):
    lines = (ROOT / file).read_text(encoding="utf-8").split("\n")
    cases = list(broken_lines(lines, break_line))
    assert len(cases) > 10
    for number, line in cases:
        said, data = faults(tmp_path / "key.yaml", lines, number, line)
        assert len(said) == 1 and said[0].startswith(f"key.yaml, line {number + 1}: "), (line, said)
        assert CAUSES[break_line] in said[0] and data is not None, said


def test_what_is_to_be_pasted_is_what_was_meant(tmp_path):
    """The line of each message, put into the file, makes it say what it said before it was broken."""
    file = ROOT / FILES[0]
    whole, lines = read_yaml(file), file.read_text(encoding="utf-8").split("\n")
    for break_line in (no_space, no_colon, tab):
        for number, line in broken_lines(lines, break_line):
            said, data = faults(tmp_path / "key.yaml", lines, number, line)
            pasted = re.search(r"`([^`]+)`\.$", said[0])[1]
            assert pasted.strip() == lines[number].strip() and data == whole, said


@pytest.mark.parametrize(
    "line, said",
    [
        ("also: {S4: It has no source, read alone.}", 'also: {S4: "It has no source, read alone."}'),
        ("also: {S4: One thing: no source.}", 'also: {S4: "One thing: no source."}'),
        ("also: {S4:It has no source.}", "also: {S4: It has no source.}"),
        ("also: {S4: It has 'no' source, they say.}", 'also: {S4: "It has ‘no’ source, they say."}'),
        ("also: {S4: It has no source.", "also: {S4: It has no source.}"),
        ("evidence: [club-register", "evidence: [club-register]"),
        ("why: @home nobody asks.", 'why: "@home nobody asks."'),
        ("why: *none* is named.", 'why: "*none* is named."'),
        ("why: [sic] is no source.", 'why: "[sic] is no source."'),
        ("why: - nobody is named", 'why: "- nobody is named"'),
    ],
)
def test_a_sign_that_yaml_keeps_for_itself_is_named_with_its_line(tmp_path, line, said):
    above, below = (
        "units:\n  p1.1:\n    speaking:\n      answer: S0",
        "      sound: Ann said so.\nanswers: {}",
    )
    text = f"{above}\n      {line}\n{below}"
    found, _ = faults(tmp_path / "key.yaml", text.split("\n"), 4, f"      {line}")
    assert len(found) == 1 and found[0].startswith("key.yaml, line 5: ") and f"`{said}`" in found[0], found


def test_several_faults_of_one_file_are_told_at_once(tmp_path):
    lines = (ROOT / FILES[0]).read_text(encoding="utf-8").split("\n")
    numbers = [number for number, line in enumerate(lines) if PLAIN.fullmatch(line) and "sound:" in line]
    for number in numbers[:4]:
        lines[number] = no_space(*PLAIN.fullmatch(lines[number]).groups())
    said, data = faults(tmp_path / "key.yaml", lines, 0, lines[0])
    assert [line.split(": ")[0] for line in said] == [
        f"key.yaml, line {number + 1}" for number in numbers[:4]
    ]
    assert data["answers"]["missing"]


@pytest.mark.parametrize(
    "text, mended",
    [
        ("a: one, two\nb: {c: d, and more, e: f}", 'a: one, two\nb: {c: "d, and more", e: f}'),
        ("a: the number #1 of them", 'a: "the number #1 of them"'),
        ("a: S1  # a code", None),
    ],
)
def test_a_value_that_is_cut_is_given_back_whole(text, mended):
    cuts = list(mend_cuts(text, yaml.parse(text)))
    assert [cut.text for cut in cuts] == ([mended] if mended else [])
    assert all(yaml.safe_load(cut.text) and cut.line == len(text.split("\n")) for cut in cuts)


def test_right_files_lose_nothing_and_are_told_nothing(tmp_path):
    text = (
        "a: b # a code may have a comment\nlist: [x, y]  # so may a list\n# and a line of its own\n"
        'c: "quoted: # all of it"\nd: {e: f, g: "h, i"}\nk: >-\n  a: b #c\nempty:\n'
    )
    (tmp_path / "right.yaml").write_text(text, encoding="utf-8")
    assert read_yaml(tmp_path / "right.yaml", tmp_path) == {
        "a": "b",
        "list": ["x", "y"],
        "c": "quoted: # all of it",
        "d": {"e": "f", "g": "h, i"},
        "k": "a: b #c",
        "empty": "",
    }
