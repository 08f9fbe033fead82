"""Curriculum standards: which codes an exercise meets, by the skill it trains and the way it asks."""

from pydantic import Field

from ..files import ROOT, shown
from ..problems import ContentError, Problem
from .items import read_items
from .strict import Strict
from .texts import slugs
from .yamlfile import read_model


class Framework(Strict):
    """One curriculum document. where: the country or body it is from. codes: what each asks, in our words."""

    name: str
    where: str
    source: str = Field(pattern=r"^https://\S+$")
    codes: dict[str, str] = Field(min_length=1)


class Use(Strict):
    """The codes (`framework code`) that exercises of one skill and kind meet, and why."""

    skill: str
    kind: str
    codes: list[str] = Field(min_length=1)
    why: str


class StandardsFile(Strict):
    """The whole of `standards.yaml`; every exercise takes its codes from the use for its skill and kind."""

    frameworks: dict[str, Framework]
    uses: list[Use]

    def codes_of(self, skill, kind):
        """Return the codes of exercises of this skill and kind, each as `framework code`."""
        return [code for use in self.uses if (use.skill, use.kind) == (skill, kind) for code in use.codes]


def standards_path(root=ROOT):
    """Return where the standards are kept."""
    return root / "solutions" / "lessons" / "standards.yaml"


def read_standards(root=ROOT):
    """Return the StandardsFile, or None where there is none (the class edition)."""
    path = standards_path(root)
    return read_model(StandardsFile, path, root) if path.exists() else None


def check_standards(root=ROOT):
    """Return the Problems of `standards.yaml`: codes nobody declared, codes nobody uses, exercises without
    a use, uses without an exercise.
    """
    try:
        standards = read_standards(root)
    except ContentError as error:
        return error.problems
    return (
        [Problem(shown(standards_path(root), root), *fault) for fault in _faults(standards, _asked(root))]
        if standards
        else []
    )


def _faults(standards, asked):
    declared = [
        f"{framework} {code}" for framework, held in standards.frameworks.items() for code in held.codes
    ]
    pairs = [(use.skill, use.kind) for use in standards.uses]
    for use in standards.uses:
        place = f"uses, {use.skill} {use.kind}"
        for code in use.codes:
            if code not in declared:
                yield (
                    place,
                    f"the code “{code}” is not declared.",
                    "Add it under `frameworks:`, or correct it; a code is written as FRAMEWORK CODE.",
                )
        if pairs.count((use.skill, use.kind)) > 1:
            yield place, "there are two uses for this skill and kind.", "Put the codes into one of them."
        if (use.skill, use.kind) not in asked:
            yield (
                place,
                "no exercise has this skill and kind.",
                "Correct `skill:` or `kind:`, or remove the use.",
            )
    for skill, kind in asked:
        if (skill, kind) not in pairs:
            yield (
                f"uses, {skill} {kind}",
                f"“{asked[skill, kind]}” and other exercises of this skill and kind have no codes.",
                f"Add a use with `skill: {skill}` and `kind: {kind}`.",
            )
    for code in declared:
        if not any(code in use.codes for use in standards.uses):
            yield f"frameworks, {code}", "no exercise meets this code.", "Name it in a use, or remove it."


def _asked(root):
    """Return {(skill, kind): name of one exercise}; sets that cannot be read are reported with the set."""
    found = {}
    for slug in slugs(root):
        try:
            activities = read_items(slug, root)
        except ContentError:
            continue
        for name, activity in activities.items():
            found.setdefault((activity.skill, activity.kind), f"{slug}/{name}")
    return found
