"""What is wrong in a YAML file: the real cause, the line it stands in, and the line to paste instead.

YAML's own message names the place where reading broke down, which is often another line, and never a colon or
a quotation mark in a sentence. So the ways in which people break a line are tried near that place: the first
mended line with which the file can be read further is the cause; of several, what makes best sense.
"""

import re
from typing import NamedTuple

import yaml

NEAR = 4  # lines above the place where reading broke down
SHOWN = 300  # characters of a line to paste
ENTRY = re.compile(r"(?P<head> *(?:- +)*(?P<name>[\w.-]+):)[ \t]+(?P<value>\S.*)")
NO_SPACE = re.compile(r"( *(?:- +)*)([\w.-]+):([^\s:/].*)")
NO_COLON = re.compile(r"( *(?:- +)*)([a-z_]+|[A-Z]\d?) (\S.*)")
NAMED = re.compile(r" *(?:- +)*[\w.-]+:(?:\s|$)")
QUOTED = re.compile(r"(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*')\s*(?:#.*)?")
FLOW_NAME = re.compile(r"(?:^|,\s*)([\w.-]+):(?:\s+|(?=[^\s/]))")
SPECIAL = "@`%&*!|>[]{},?#-"  # with one of these a sentence cannot begin
PROSE = re.compile(r"\S\s+\S")  # a comment after a code or a number is welcome; after words it is none


class Mend(NamedTuple):
    """One fault of a text: the number of its line, fault and cure in words, and the text without it."""

    line: int
    fault: str
    cure: str
    text: str


def mend_syntax(text, error, read, count_faults):
    """Return the Mend of what made reading stop with `error`; None where no cause is found.

    read: reads a text or raises a yaml.MarkedYAMLError. count_faults: how much is wrong in what it returned.
    """
    lines, best, fewest = text.split("\n"), None, float("inf")
    for is_guess, number in _places(lines, error):
        for fault, cure, at, line in (_guesses if is_guess else _tries)(lines, number):
            mended = "\n".join([*lines[:at], line, *lines[at + 1 :]])
            is_further, value = _read_further(mended, max(_reached(error), at), read)
            faults = count_faults(value) if value is not None else 0
            if not is_further or is_guess and (value is None or faults):
                continue
            mend = Mend(at + 1, fault, cure, mended)
            if not faults:  # nothing better will come; where reading stops again, what is next counts no more
                return mend
            if faults < fewest:
                best, fewest = mend, faults
    return best


def _places(lines, error):
    """Yield (whether to guess, number of a line): where to look for a cause, the likeliest first.

    A guess, such as another indentation, makes much readable. It holds only where nothing else is wrong then.
    """
    marks = [mark.line for mark in (error.problem_mark, error.context_mark) if mark]
    near = [line for mark in marks for line in range(mark, mark - NEAR - 1, -1) if 0 <= line < len(lines)]
    numbers = dict.fromkeys([*_open_quotes(lines, max(marks, default=0)), *near])
    yield from ((False, number) for number in numbers)
    yield from ((True, number) for number in dict.fromkeys(near))


def mend_cuts(text, events):
    """Yield a Mend for each value of a readable text that loses words: to a comma in braces, to a # in a
    sentence.
    """
    lines, scalars = text.split("\n"), []
    for event in events:
        if isinstance(event, yaml.ScalarEvent) and not event.style:
            scalars.append(event)
    for event in scalars:
        line = lines[event.end_mark.line] if event.end_mark.line < len(lines) else ""
        if "#" not in line:
            continue
        rest = line[event.end_mark.column :]
        if re.match(r"\s+#", rest) and PROSE.search(event.value):
            yield _uncomment(lines, event, rest)
    broken = {
        event.start_mark.line
        for event, value in zip(scalars, scalars[1:], strict=False)
        if not value.value and value.start_mark.index == value.end_mark.index == event.end_mark.index
    }
    for number in sorted(broken):
        mended = _quote_flow(lines[number])
        if mended:
            spaceless = re.search(r"[{,]\s*[\w.-]+:[^\s/]", lines[number])
            fault = "there is no space after a colon." if spaceless else "a comma cuts a value short."
            cure = f"Write {_paste(mended)}."
            yield Mend(number + 1, fault, cure, "\n".join([*lines[:number], mended, *lines[number + 1 :]]))


def _open_quotes(lines, last):
    """Return the lines down to `last` where a quotation mark opens a value and does not close it there: it
    may take in all lines down to the next such mark, which then seem to be wrong.
    """
    opened = []
    for number, line in enumerate(lines[: last + 1]):
        found = ENTRY.fullmatch(line)
        if found and found["value"][0] in "\"'" and not QUOTED.fullmatch(found["value"]):
            opened.append(number)
    return opened


def _reached(error):
    """Return the line up to which a text could be read."""
    mark = error.problem_mark or error.context_mark
    if "quoted scalar" in str(error.context) and error.context_mark:
        mark = error.context_mark
    return mark.line if mark else 0


def _read_further(text, line, read):
    """Return (whether a text can be read beyond a line, what it says or None)."""
    try:
        return True, read(text)
    except yaml.MarkedYAMLError as error:
        return _reached(error) > line, None
    except (yaml.YAMLError, RecursionError):
        return False, None


def _tries(lines, number):
    """Yield (fault, cure, number, line) for each way in which a line may have been meant."""
    line = lines[number]
    if tab := re.match(r" *\t[ \t]*", line):
        for width in _widths(lines, number):
            mended = " " * width + line[tab.end() :]
            yield "the line is indented with a tab.", f"Use spaces: {_paste(mended, True)}.", number, mended
    if found := NO_SPACE.fullmatch(line):
        mended = f"{found[1]}{found[2]}: {found[3]}"
        yield f"there is no space after `{found[2]}:`.", f"Write {_paste(mended)}.", number, mended
    if found := ENTRY.fullmatch(line):
        for fault, mended in _values(found):
            cure = "Give each a line of its own" if "\n" in mended else f"Write {_paste(mended)}"
            yield fault, f"{cure}.", number, mended


def _guesses(lines, number):
    """Yield a try for a colon that is lost, a sentence that goes on below, each indentation of the lines
    around.
    """
    if found := NO_COLON.fullmatch(lines[number]):
        mended = f"{found[1]}{found[2]}: {found[3]}"
        yield f"there is no colon after `{found[2]}`.", f"Write {_paste(mended)}.", number, mended
    yield from _continued(lines, number)
    line = lines[number]
    for width in _widths(lines, number):
        mended = " " * width + line.lstrip()
        fault = f"the line is indented by {len(line) - len(line.lstrip())} spaces, its neighbours by {width}."
        yield fault, f"Write {_paste(mended, True)}.", number, mended


def _values(found):
    """Yield (fault, line) for what may be wrong with the value of an ENTRY."""
    head, name, value = found["head"], found["name"], found["value"]
    if value[0] == "{" and (mended := _quote_flow(found[0])):
        yield f"a value of `{name}:` holds a character that needs quotation marks around it.", mended
    for opened, closed in ("[]", "{}"):
        if value[0] == opened and value.count(opened) > value.count(closed):
            yield f"the bracket {opened} of `{name}:` is never closed.", f"{head} {value}{closed}"
    if value[0] in "\"'":
        fault = f"the value of `{name}:` begins with a straight quotation mark, and YAML ends it at the next."
        yield fault, f"{head} {_curly(value)}"
        yield fault, f"{head} {_quote(value)}"
    elif re.search(r":(\s|$)", value):
        quoted = (f"a colon in the value of `{name}:` reads as a new name.", f"{head} {_quote(value)}")
        two = _two_names(found)
        # no sentence ends like this
        yield from [*two, quoted] if re.search(r"(:|>-?|\|-?)$", value) else [quoted, *two]
    elif value[0] in SPECIAL:
        yield (
            f"the value of `{name}:` begins with {value[0]}, a sign of YAML’s own.",
            f"{head} {_quote(value)}",
        )


def _two_names(found):
    """Return a try for a line that should be two, or nothing."""
    two = re.fullmatch(r"(.*?)(?:^|\s+)([a-z_]+:(?:\s.*)?)", found["value"])
    if not two:
        return []
    column = len(re.match(r" *(?:- +)*", found["head"])[0]) + 2 * (not two[1])
    fault = f"two names stand on one line, `{found['name']}:` and `{two[2].split(':')[0]}:`."
    return [(fault, f"{found['head']} {two[1]}".rstrip() + f"\n{' ' * column}{two[2]}")]


def _continued(lines, number):
    """Yield a try where a sentence goes on in a line that looks like a new name."""
    above = ENTRY.fullmatch(lines[number - 1]) if number else None
    indent = len(lines[number]) - len(lines[number].lstrip())
    if above and above["value"][0] not in "[{|>\"'" and indent > len(above["head"]) - len(above["name"]) - 1:
        mended = f"{above['head']} >-\n{' ' * indent}{above['value']}"
        fault = f"the value of `{above['name']}:` goes on below, and holds a colon."
        yield fault, f"Write `{above['name']}: >-`, and all its words below, indented.", number - 1, mended


def _widths(lines, number):
    """Return how far a line may have to be indented: as the names around it, the likeliest first."""
    dashed = lines[number].lstrip().startswith("- ")
    before = [line for line in reversed(lines[max(0, number - 12) : number]) if NAMED.match(line)]
    after = [line for line in lines[number + 1 : number + 6] if NAMED.match(line)]
    widths = [_column(line, dashed) for line in (*before, *after) if not dashed or "- " in line]
    if before and before[0].rstrip().endswith(":"):  # a name alone: what belongs to it stands further right
        above = _column(before[0], dashed)
        inside = [width for line in after[:1] if (width := _column(line, dashed)) > above]
        widths = [*(inside or [above + 2]), *widths]
    return list(dict.fromkeys(widths))


def _column(line, dashed):
    """Return where the name of a line begins; dashed: its first dash or, without one, its name."""
    return len(re.match(r" *" if dashed else r" *(?:- +)*", line)[0])


def _uncomment(lines, event, rest):
    number = event.end_mark.line
    begins = lines[number][: event.end_mark.column]
    found = ENTRY.fullmatch(begins + rest)
    if found and event.start_mark.line == number and found["value"][0] not in "[{":
        mended = f"{found['head']} {_quote(found['value'])}"
        cure = f"Write {_paste(mended)}."
    else:
        mended = begins + rest.replace("#", "", 1).rstrip()
        cure = "Put the whole value under `>-`."
    return Mend(
        number + 1,
        f"“#” begins a comment: “{rest.strip()[:40]}” is left out.",
        f"{cure} Is it a note to yourself? Give it a line of its own.",
        "\n".join([*lines[:number], mended, *lines[number + 1 :]]),
    )


def _quote_flow(line):
    """Return a line whose value stands in braces, with each part in quotation marks that needs them; "" where
    none does.
    """
    found = re.fullmatch(r"(.*?)\{(.*?)\}?[ \t]*", line)
    names = list(FLOW_NAME.finditer(found[2])) if found else []
    if not names or "{" in found[2] or names[0].start():
        return ""
    ends = [name.start() for name in names[1:]] + [len(found[2])]
    parts = []
    for name, end in zip(names, ends, strict=True):
        value = found[2][name.end() : end].strip()
        right = value[:1] == "[" and value[-1:] == "]" or re.fullmatch(r"\"[^\"]*\"|'[^']*'", value)
        needs = not right and re.search(r"[,:#\"'\[\]]", value)
        parts.append(f"{name[1]}: {_quote(value) if needs else value}")
    mended = f"{found[1]}{{{', '.join(parts)}}}"
    return "" if mended == line else mended


def _quote(value):
    """Return a value as YAML text in straight quotation marks; those inside become curly."""
    return f'"{_curly(value)}"'.replace("\\", "\\\\")


def _curly(value):
    """Return a text with curly quotation marks for straight ones, as students' texts have them."""
    value = re.sub(r'(^|[\s(\[])"', r"\1“", value).replace('"', "”")
    value = re.sub(r"(^|[\s(\[“])'([^']*)'(?!\w)", r"\1‘\2’", value)
    return value.replace("'", "’")


def _paste(line, whole=False):
    """Return a line as a message shows it; whole: with its indentation."""
    line = line if whole else line.strip()
    return f"`{line if len(line) <= SHOWN else line[:SHOWN] + ' …'}`"
