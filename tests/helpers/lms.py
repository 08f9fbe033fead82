"""Readers of exported questions, written from the two standards and not from our writers: what Canvas and
Moodle would make of a file.
"""

import io
import re
import zipfile
from decimal import Decimal, InvalidOperation
from html.parser import HTMLParser
from typing import NamedTuple
from xml.etree import ElementTree

QTI = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
CP = "{http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1}"

# From the DTD of QTI 1.2.1: which children an element of ours may have, and in which order.
CHILDREN = {
    "questestinterop": "assessment",
    "assessment": "(qtimetadata )*(section )+",
    "section": "(item )*",
    "item": "(itemmetadata )?(presentation )?(resprocessing )*(itemfeedback )*",
    "itemmetadata": "(qtimetadata )*",
    "qtimetadata": "(qtimetadatafield )+",
    "qtimetadatafield": "fieldlabel fieldentry",
    "presentation": "(material |response_lid |response_str )+",
    "material": "(mattext )+",
    "response_lid": "render_choice",
    "response_str": "render_fib",
    "render_choice": "(response_label )*",
    "render_fib": "(response_label )*",
    "response_label": "(material )*",
    "resprocessing": "outcomes (respcondition )+",
    "outcomes": "(decvar )+",
    "respcondition": "conditionvar (setvar )*(displayfeedback )*",
    "conditionvar": "(or |other |varequal )+",
    "or": "(and |varequal )+",
    "and": "(vargte |varlte )+",
    "itemfeedback": "(flow_mat )+",
    "flow_mat": "(material )+",
}
ATTRIBUTES = {  # and which attributes
    "assessment": "ident title",
    "section": "ident",
    "item": "ident title",
    "itemfeedback": "ident",
    "mattext": "texttype",
    "response_lid": "ident rcardinality",
    "response_str": "ident rcardinality",
    "render_choice": "shuffle",
    "render_fib": "fibtype",
    "response_label": "ident rshuffle",
    "decvar": "maxvalue minvalue varname vartype",
    "respcondition": "continue",
    "setvar": "action varname",
    "displayfeedback": "feedbacktype linkrefid",
    "varequal": "respident",
    "vargte": "respident",
    "varlte": "respident",
}


class Read(NamedTuple):
    """One question as read back. kind: "choice", "number", "essay" or "text". options: {value or text:
    (text, points, feedback)} of a choice.
    """

    name: str
    kind: str
    text: str
    points: float
    options: dict
    respond: object = None  # response -> (points, feedback)
    place: str = ""


def visible(html):
    """Return what a reader sees of some HTML, as one line."""
    seen = []
    parser = HTMLParser()
    parser.handle_data = seen.append
    parser.feed(html)
    parser.close()
    return " ".join("".join(seen).split())


def tags(html):
    """Return the names of all elements in some HTML."""
    found = set()
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attributes: found.add(tag)
    parser.feed(html)
    parser.close()
    return found


def read_package(data):
    """Return {quiz: its XML tree} of a QTI zip, by way of its manifest."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        manifest = ElementTree.fromstring(archive.read("imsmanifest.xml"))
        names = [
            resource.find(f"{CP}file").get("href")
            for resource in manifest.iter(f"{CP}resource")
            if resource.get("type") == "imsqti_xmlv1p2"
        ]
        assert sorted([*names, "imsmanifest.xml"]) == sorted(archive.namelist())
        return {name: ElementTree.fromstring(archive.read(name)) for name in names}


def misplaced(tree):
    """Yield the elements of a QTI tree whose children or attributes are not those of the standard."""
    for element in tree.iter():
        name = element.tag.removeprefix(QTI)
        children = "".join(child.tag.removeprefix(QTI) + " " for child in element)
        if not re.fullmatch(CHILDREN.get(name, "") + " ?", children) or not set(element.keys()) <= set(
            ATTRIBUTES.get(name, "").split()
        ):
            yield name, children, element.attrib


def read_item(item):
    """Return one <item> as a Read."""
    fields = {field[0].text: field[1].text for field in item.iter(f"{QTI}qtimetadatafield")}
    kind = {
        "text_only_question": "text",
        "multiple_choice_question": "choice",
        "numerical_question": "number",
        "essay_question": "essay",
    }[fields["question_type"]]
    points, labels = (
        float(fields["points_possible"]),
        item.findall(f".//{QTI}render_choice/{QTI}response_label"),
    )

    def respond(response):
        score, feedback = _process(item, response)
        return score / 100 * points, feedback

    options = {label.get("ident"): (_text(label), *respond(label.get("ident"))) for label in labels}
    return Read(item.get("title"), kind, _text(item.find(f"{QTI}presentation")), points, options, respond)


def _text(element):
    return "".join(element.find(f".//{QTI}mattext").itertext())


def _process(item, response):
    """Return (score, feedback) of a response: conditions from the top, until one that holds says not to
    continue.
    """
    score, shown, fired = 0, [], False
    for condition in item.iter(f"{QTI}respcondition"):
        if all(_holds(test, response, fired) for test in condition.find(f"{QTI}conditionvar")):
            fired = True
            score = sum(float(change.text) for change in condition.iter(f"{QTI}setvar")) or score
            shown += [link.get("linkrefid") for link in condition.iter(f"{QTI}displayfeedback")]
            if condition.get("continue") == "No":
                break
    texts = {feedback.get("ident"): _text(feedback) for feedback in item.iter(f"{QTI}itemfeedback")}
    return score, " ".join(texts[ident] for ident in shown)


def _holds(test, response, fired):
    name = test.tag.removeprefix(QTI)
    if name in ("and", "or"):
        return (all if name == "and" else any)(_holds(inner, response, fired) for inner in test)
    if name == "other":
        return not fired
    try:
        given, wanted = Decimal(response), Decimal(test.text)
    except InvalidOperation:
        given, wanted = response, test.text
    return {
        "varequal": lambda: given == wanted,
        "vargte": lambda: given >= wanted,
        "varlte": lambda: given <= wanted,
    }[name]()


_ESCAPED = {
    "\\" + character: chr(0xE000 + place) for place, character in enumerate(":#={}~\\")
}  # while a file is cut up, as Moodle does it


def read_gift(data):
    """Return the questions of a GIFT file as Reads, read in the order in which Moodle reads: escapes,
    name, answers, feedback.
    """
    place, questions = "", []
    for block in re.split(r"\n\s*\n", data.decode()):
        text = "\n".join(line for line in block.splitlines() if not line.strip().startswith("//")).strip()
        text = re.sub(r"\\[:#={}~\\]", lambda match: _ESCAPED[match[0]], text)
        if text.startswith("$CATEGORY:"):
            place = text.removeprefix("$CATEGORY:").strip()
        elif text:
            questions.append(_read_question(text, place))
    return questions


def _read_question(text, place):
    name, rest = re.fullmatch(r"::(.*?)::\s*(.*)", text, re.DOTALL).groups()
    stem, brace, answers = rest.partition("{")
    assert (
        stem.startswith("[html]")
        and (not brace or answers.endswith("}"))
        and answers.count("}") == bool(brace)
    ), name
    answers, read = (
        answers.removesuffix("}").strip(),
        Read(_plain(name), "text", _plain(stem.removeprefix("[html]")), 1.0, {}, place=place),
    )
    if answers.startswith("####"):
        return read._replace(kind="essay", respond=lambda response: (1.0, _plain(answers[4:])))
    if answers.startswith("#"):
        right, _, wrong = answers[1:].partition("~")
        value, tolerance, feedback = re.fullmatch(
            r"\s*=%100%([-\d.]+):([\d.]+)#(.*)", right, re.DOTALL
        ).groups()
        return read._replace(
            kind="number",
            respond=lambda response: (
                (1.0, _plain(feedback))
                if abs(Decimal(response) - Decimal(value)) <= Decimal(tolerance)
                else (0.0, _plain(wrong.removeprefix("#")))
            ),
        )
    if brace:
        assert "~" in answers and "=" in answers, (
            f"{name}: Moodle would take this for a short answer, or for more than one tick"
        )
        options = [_read_option(part) for part in answers.replace("=", "~=").split("~")[1:]]
        return read._replace(
            kind="choice", options={text: (text, points, feedback) for text, points, feedback in options}
        )
    return read


def _read_option(part):
    part = part.strip()
    weight = re.match(r"=|%(\d+)%", part)
    text, _, feedback = (part[weight.end() :] if weight else part).partition("#")
    return _plain(text), (float(weight[1] or 100) / 100 if weight else 0.0), _plain(feedback)


def _plain(text):
    assert not re.search("[:#={}~]", text), f"not escaped: {text}"
    for escaped, placeholder in _ESCAPED.items():
        text = text.replace(placeholder, escaped[1])
    return text.strip()
