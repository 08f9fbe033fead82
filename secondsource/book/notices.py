"""Whose work travels with the kit: the notices beside every built site, and the licences of the packages that
get installed.

`licences/components.yaml` says whose the files of a site are. `licences/packages.csv` is made by `python3
kit.py licences` from the files of pins and from what the installed packages say of themselves, so that a book
shows the same table wherever it is built.
"""

import csv
import re
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from ..content.strict import Strict
from ..content.yamlfile import read_yaml, validate
from ..files import ROOT, clean_cell, read_text, write_whole
from ..problems import fail
from ..templating import fill_template

NOTICES = Path(__file__).with_name("licences")
SITE_FILE = "licences.txt"
LOCKS = {"kit": "requirements.txt", "tests": "tests/requirements.txt"}
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", re.MULTILINE)
TEXTS = re.compile(r"(licen[cs]e|copying|notice|authors)[^/]*$", re.IGNORECASE)
LINE = "=" * 78
# What packages write, and the short name of it. Newer ones write the short name themselves, as
# License-Expression.
SHORT = {
    "MIT License": "MIT",
    "MIT license": "MIT",
    "BSD License": "BSD",
    "BSD 3-Clause License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "ISC license": "ISC",
    "Python Software Foundation License": "PSF-2.0",
    "PSFL": "PSF-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Mozilla Public License 1.1 (MPL 1.1)": "MPL-1.1",
    "GNU General Public License (GPL)": "GPL",
    "GNU General Public License v3 or later (GPLv3+)": "GPL-3.0-or-later",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.0-or-later",
    "Public Domain": "Public Domain",
    **{
        name: name
        for name in (
            "MIT",
            "BSD",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "Apache-2.0",
            "MPL-2.0",
            "GPL-3.0-or-later",
        )
    },
}


class Component(Strict):
    """A part of a built site that others made. files: patterns below `_static`; none for what is inside
    another part's files.
    """

    name: str
    does: str
    link: str
    files: list[str]
    package: str = ""
    licence: str = ""
    copyright: str = ""
    texts: list[str] = []


class ComponentsFile(Strict):
    """The whole of `licences/components.yaml`."""

    components: dict[str, Component]


class Package(NamedTuple):
    """One pin. part: "kit", or "tests" where only the tests need it."""

    name: str
    version: str
    licence: str
    part: str


def read_components():
    """Return {id: Component} of what a built site holds of others."""
    path = NOTICES / "components.yaml"
    return validate(ComponentsFile, read_yaml(path), path).components


@cache
def read_licence(package):
    """Return the short name of an installed package's licence, as it says itself; "" where it does not
    say.
    """
    about = metadata.metadata(package)
    classes = [
        SHORT.get(line.rpartition(" :: ")[2], "")
        for line in about.get_all("Classifier", [])
        if line.startswith("License :: ")
    ]
    heads = [
        SHORT[head] for head in (text.split("\n")[0].strip() for text in _texts(package)) if head in SHORT
    ]
    return (
        about.get("License-Expression")
        or SHORT.get((about.get("License") or "").strip())
        or " / ".join(heads or filter(None, classes))
    )


def _texts(package):
    """Return the licence texts that an installed package brings, each once."""
    files = sorted(
        (
            file
            for file in metadata.files(package) or []
            if ".dist-info/" in str(file) and TEXTS.search(str(file))
        ),
        key=str,
    )
    return list(
        dict.fromkeys(file.read_text(encoding="utf-8").replace("\r\n", "\n").strip() for file in files)
    )


def write_notices(site):
    """Write `licences.txt` into a built site: its own licences, then every component's notice and text.
    The same packages make the same bytes.
    """
    mit = Markup(read_text(NOTICES / "MIT.txt").strip())  # plain text: nothing to escape
    parts = [
        fill_template("book/licences.txt", mit=mit),
        *(_notice(one) for one in read_components().values()),
    ]
    text = f"\n{LINE}\n\n".join(part.strip() + "\n" for part in parts)
    (Path(site) / SITE_FILE).write_text(text, encoding="utf-8", newline="\n")


def _notice(one):
    head = f"{one.name}{version_of(one)}: {one.does}\n{one.link}\nLicence: {licence_of(one)}\n{one.copyright}"
    texts = (
        _texts(one.package)
        if one.package
        else [read_text(NOTICES / f"{name}.txt").strip() for name in one.texts]
    )
    return "\n\n".join([head.strip(), *texts])


def version_of(one):
    """Return the version of a Component after a blank, "" for what comes inside another one."""
    return f" {metadata.version(one.package)}" if one.package else ""


def licence_of(one):
    """Return the short name of a Component's licence."""
    return read_licence(one.package) if one.package else one.licence


def render_components():
    """Return what a built site holds of others, as HTML."""
    return fill_template(
        "book/components.html",
        components=[
            {"one": one, "version": version_of(one), "licence": licence_of(one)}
            for one in read_components().values()
        ],
        file=SITE_FILE,
    )


def render_packages():
    """Return the packages that the kit installs, as HTML, by licence; the most frequent one first."""
    groups = {}
    for package in read_packages():
        if package.part == "kit":
            groups.setdefault(package.licence, {}).setdefault(package.name, []).append(package.version)
    return fill_template(
        "book/packages.html", groups=sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    )


def read_packages(path=NOTICES / "packages.csv"):
    """Return a Package for each line of the table."""
    return [Package(**row) for row in csv.DictReader(read_text(path).splitlines())]


def list_packages(root=ROOT, known=None):
    """Return a Package for each pin of the kit, sorted, from the files of pins and the installed packages.

    known: Packages; their licence is taken for what is not installed on this computer (parts for Windows or
        macOS). Raises ContentError naming a package whose licence nobody knows.
    """
    known = {package.name: package.licence for package in (read_packages() if known is None else known)}
    pins = {part: set(PIN.findall(read_text(root / file, root))) for part, file in LOCKS.items()}
    found = {}
    for name in sorted({name for part in pins.values() for name, _ in part}):
        try:
            found[name] = read_licence(name)
        except metadata.PackageNotFoundError:
            found[name] = known.get(name, "")
        if not found[name]:
            fail(
                "secondsource/book/licences/packages.csv",
                name,
                "its licence is not known here.",
                f"Look it up, and add a line for it: {name},VERSION,LICENCE,kit",
            )
    rows = [
        Package(name, version, found[name], part)
        for part in pins
        for name, version in pins[part]
        if part == "kit" or (name, version) not in pins["kit"]
    ]
    return sorted(rows)


def write_packages(packages, path=NOTICES / "packages.csv"):
    """Write the table of packages."""
    with write_whole(path, "utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(
            map(clean_cell, row) for row in (Package._fields, *packages)
        )
