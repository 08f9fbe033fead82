"""The sections of the class report, as the notebook shows them: what each counts, and the template
(templates/report-*.html) that words it.
"""

from datetime import date
from functools import cached_property

import pandas as pd

from .. import __version__
from ..content.labels import SKILL_NAMES
from ..data.items import CHECKS, PRACTICE, list_items, read_titles
from ..files import ROOT
from ..templating import fill_template
from . import advice as reteach
from . import checks as change
from . import discernment
from . import items as measures
from . import splits as heatmap
from .drawings import CRITERION, D_PRIME, draw_calibration, draw_measure
from .numbers import (
    compare_skills,
    read_measure,
    spell_alpha,
    spell_change,
    spell_confidence,
    spell_count,
    spell_measure,
    spell_number,
)
from .splits import FEWEST
from .synthetic import SYNTHETIC

MOST_NAMES = 200  # students; a longer list is not read, and the page would grow with the class
THREE = ("speaking", "figures", "missing")
LOOK = -2.5  # standard errors; of 900 items that separate nobody about five are as far below 0 by luck
FINDERS = {
    "accused": reteach.find_accused,
    "missed": reteach.find_missed,
    "confused": reteach.find_confusions,
}
CHANGED = {
    "hit_rate": "Weak claims noticed",
    "false_alarm_rate": "Sound claims objected to",
}
LEANS = {"readily": "readily", "rarely": "rarely", "": "neither readily nor rarely"}


class Section:
    """What a cell shows: HTML, and in a terminal the name of the section."""

    def __init__(self, name, html):
        self.name, self.html = name, html

    def __repr__(self):
        return f"<{self.name} of the class report>"

    def _repr_html_(self):
        return self.html


class ClassReport:
    """A class's answers, and a method for each section of the report.

    marked: DataFrame, one row per (student, item): student (id), name, item, response, confidence (50 to 100
        or NaN), mark, points; optionally `saved` (see change.order_checks). Items that this kit does not have
        are left out. title: shown on top. synthetic: say so on top.
    """

    def __init__(self, marked, title="", synthetic=False, root=ROOT):
        self.root, self.title, self.synthetic = root, title.strip() or "Class report", synthetic
        self.catalogue, self.titles = list_items(root), read_titles(root)
        items, of_checks = self.catalogue.index, self.catalogue["set"].isin(CHECKS)
        counted = items[(self.catalogue["set"] != PRACTICE).to_numpy()]
        marked = marked[marked["item"].isin(counted).to_numpy()]
        self.lessons = marked[~marked["item"].isin(items[of_checks]).to_numpy()]
        self.students = marked.loc[(marked["mark"] != "blank").to_numpy(), "student"].nunique()
        # With so few a number of the class would say what a check must not say: something about one student.
        self.checks_left_out = self.students < FEWEST and len(self.lessons) < len(marked)
        self.marked = self.lessons if self.checks_left_out else marked
        self.given = self.marked[(self.marked["mark"] != "blank").to_numpy()]

    def head(self):
        """Return the top of the page: title, whether the class is real, what was handed in."""
        sets = self.catalogue["set"].reindex(self.given["item"].unique()).nunique()
        return self._fill(
            "head",
            students=spell_count(self.students, "student"),
            answers=spell_count(len(self.given), "answer"),
            sets=spell_count(sets, "text set"),
            named=self.students <= MOST_NAMES and len(self.lessons) > 0,
            today=f"{date.today():%d %B %Y}".lstrip("0"),
            kit=__version__,
        )

    def summary(self):
        """Return the half page for people in a hurry: three skills, and what to know, in words."""
        rows = [
            {
                "name": SKILL_NAMES[skill],
                **(_describe_skill(self._skills.loc[skill]) if skill in self._skills.index else {}),
            }
            for skill in THREE
        ]
        return self._fill(
            "summary",
            rows=rows,
            from_checks=self._counts_checks and len(self._skills),
            sentences=self._sentences(),
        )

    def changes(self):
        """Return before, after and later."""
        table, compared, order = self._changes
        rows = [(change.OCCASIONS[place], row) for place, row in table.iterrows()]
        drawings = (
            [draw_measure(rows, "d_prime", "Told apart at each check: d′", D_PRIME, ("0: by luck", "better"))]
            if compared
            else []
        )
        return self._fill(
            "changes",
            rows=[_describe_comparison(one) for one in compared],
            occasions=len(table),
            left_out=self.checks_left_out,
            fewest=FEWEST,
            order=order,
            drawings=drawings,
        )

    def reteach(self):
        """Return what to teach again, worst first."""
        leans = [
            (SKILL_NAMES[skill], reteach.judge_lean(*read_measure(row, "criterion")))
            for skill, row in self._skills.iterrows()
        ]
        leans = {
            lean: " · ".join(skill for skill, other in leans if other == lean)
            for lean in ("readily", "rarely")
        }
        return self._fill(
            "reteach",
            **self._advice,
            leans={lean: skills for lean, skills in leans.items() if skills},
            students=self.students,
            fewest=FEWEST,
        )

    def detection(self):
        """Return hits, false alarms, d′ and criterion of each skill, with their intervals."""
        rows = [(SKILL_NAMES[skill], row) for skill, row in self._skills.iterrows()]
        drawings = (
            [
                draw_measure(
                    rows, "d_prime", "Told apart: d′ for each skill", D_PRIME, ("0: by luck", "better")
                ),
                draw_measure(
                    rows,
                    "criterion",
                    "Which way the class leans: criterion c",
                    CRITERION,
                    ("objects readily", "objects rarely"),
                ),
            ]
            if rows
            else []
        )
        table = [
            (
                name,
                *(spell_measure(row, measure) for measure in discernment.MEASURES),
                f"{row['weak']:,.0f}, {row['sound']:,.0f}",
            )
            for name, row in rows
        ]
        plain = [
            (
                name,
                spell_measure(row, "hit_rate"),
                spell_measure(row, "false_alarm_rate"),
                _spell_pairs(*read_measure(row, "d_prime")),
                LEANS[reteach.judge_lean(*read_measure(row, "criterion"))],
            )
            for name, row in rows
        ]
        return self._fill("detection", plain=plain, rows=table, drawings=drawings, students=self.students)

    def confidence(self):
        """Return calibration: were the sure ones right?"""
        bins, too_sure = measures.calibrate(self.marked), measures.measure_overconfidence(self.marked)
        drawing, words = (draw_calibration(bins), spell_confidence(too_sure)) if len(bins) else (None, "")
        return self._fill(
            "confidence",
            drawing=drawing,
            words=words,
            answers=spell_count(int(bins["answers"].sum()), "answer"),
        )

    def each_student(self):
        """Return the table of students, or the reason why there is none."""
        table = (
            discernment.describe_students(self.lessons, self.catalogue)
            if self.students <= MOST_NAMES
            else pd.DataFrame()
        )
        return self._fill(
            "students",
            rows=[_describe_student(row) for row in table.itertuples()],
            students=self.students,
            most=MOST_NAMES,
            least=discernment.LEAST_EACH,
        )

    def split(self):
        """Return the heat-maps: one for each set that enough students worked on; the most-worked is open."""
        shares, workers = self._shares
        unseen = (
            [] if set(CHECKS) <= set(workers.index) else [name for name in CHECKS if name in workers.index]
        )
        maps = []
        for slug in workers.index.difference(unseen, sort=False):
            passages = heatmap.draw_map(shares, self.catalogue[self.catalogue["set"] == slug])
            if passages:
                maps.append(
                    {
                        "slug": slug,
                        "title": self.titles[slug],
                        "students": spell_count(int(workers[slug]), "student"),
                        "passages": passages,
                        "splits": heatmap.count_splits(passages),
                    }
                )
        return self._fill("split", maps=maps, unseen=unseen, fewest=FEWEST, students=self.students)

    def items(self):
        """Return how hard each item was and whether it separates, set by set."""
        found = measures.describe_items(self.marked, self.catalogue).join(self.catalogue[["set", "text"]])
        tables = [
            {
                "slug": slug,
                "title": self.titles[slug],
                "rows": [_describe_item(row) for row in table.itertuples()],
            }
            for slug, table in found.groupby("set", sort=False)
        ]
        return self._fill(
            "items",
            tables=tables,
            backwards=sum(row["look"] for table in tables for row in table["rows"]),
            fewest=measures.FEWEST,
            has_discrimination=bool(found["discrimination"].notna().any()),
        )

    def agreement(self):
        """Return Krippendorff's alpha of each exercise."""
        found = measures.measure_agreement(self.marked, self.catalogue)
        rows = [
            (
                f"{self.titles[row.set]}: {row.title}",
                row.items,
                f"{row.students:,}",
                spell_alpha(row.alpha, row.one_answer),
            )
            for row in found.itertuples(index=False)
        ]
        return self._fill("agreement", rows=rows, students=self.students)

    @cached_property
    def _counts_checks(self):
        """Whether the skills are counted over the checks: only where there is nothing else."""
        return not len(self.lessons)

    @cached_property
    def _skills(self):
        counts = discernment.count_responses(
            self.marked if self._counts_checks else self.lessons, self.catalogue
        )
        found = discernment.describe_class(counts)
        return found.reindex(
            [
                skill
                for skill in SKILL_NAMES
                if skill in found.index and found.loc[skill, "weak"] and found.loc[skill, "sound"]
            ]
        )

    @cached_property
    def _shares(self):
        return heatmap.share_of_sets(self.marked, self.catalogue)

    @cached_property
    def _changes(self):
        return change.compare_occasions(self.marked, self.catalogue)

    @cached_property
    def _advice(self):
        if self.students < FEWEST:
            return dict.fromkeys(FINDERS, ())
        shares, lessons = self._shares[0], reteach.list_lessons(self.root)
        shares = shares[~shares["item"].map(self.catalogue["set"]).isin(CHECKS)]  # a check stays unseen
        named = self.catalogue.assign(set=self.catalogue["set"].map(self.titles))
        return {name: find(shares, named, lessons) for name, find in FINDERS.items()}

    def _sentences(self):
        """Return what a head teacher should take away, at most five sentences."""
        said = [
            compare_skills(self._skills.reindex([skill for skill in THREE if skill in self._skills.index]))
        ]
        for one in self._changes[1][:2]:
            headline = change.VERDICTS[one.verdict].headline
            said.append(f"{one.first} to {one.second.lower()}: {headline[0].lower()}{headline[1:]}")
        too_sure = measures.measure_overconfidence(self.marked)
        said.append("" if too_sure is None else spell_confidence(too_sure))
        first = next(iter([*self._advice["accused"], *self._advice["missed"]]), None)
        said.append(f"First to teach again: {first.where}." if first else "")
        return [sentence for sentence in said if sentence]

    def _fill(self, name, **values):
        return Section(
            name,
            fill_template(
                f"report/report-{name}.html",
                title=self.title,
                synthetic=SYNTHETIC if self.synthetic else "",
                **values,
            ),
        )


def _describe_skill(row):
    return {
        "hits": float(row["hit_rate"]),
        "hit_words": spell_measure(row, "hit_rate"),
        "alarms": float(row["false_alarm_rate"]),
        "alarm_words": spell_measure(row, "false_alarm_rate"),
        "pairs": round(100 * discernment.pick_the_weak_one(row["d_prime"])),
        "answers": f"{row['weak'] + row['sound']:,.0f}",
    }


def _spell_pairs(value, low, high):
    """Return a d′ with its interval in plain words: “76 times in 100 (70 to 82)”."""
    value, low, high = (round(100 * discernment.pick_the_weak_one(each)) for each in (value, low, high))
    return f"{value} times in 100 ({low} to {high})"


def _describe_comparison(one):
    numbers = {
        words: spell_change(*read_measure(one.change, name), percent=name.endswith("_rate"))
        for name, words in CHANGED.items()
    }
    return {
        "words": f"{one.first} to {one.second.lower()}",
        "verdict": change.VERDICTS[one.verdict],
        "numbers": numbers,
        "d": spell_change(*read_measure(one.change, "d_prime")),
        "students": spell_count(int(one.change["students"]), "student"),
    }


def _describe_item(row):
    separates = "" if pd.isna(row.discrimination) else spell_number(row.discrimination, digits=2)
    return {
        "name": row.Index.split("/", 1)[1],
        "text": row.text,
        "right": spell_number(row.difficulty, True),
        "share": row.difficulty,
        "answered": f"{row.answered:,}",
        "separates": separates,
        "look": row.discrimination * row.answered**0.5 < LOOK,
    }


def _describe_student(row):
    return {
        "name": str(row.name).strip() or str(row.Index),
        "answered": row.answered,
        "right": f"{row.right:.0f} of {row.scored}" if row.scored else "none scored",
        "d": _spell_pairs(row.d_prime, row.low, row.high) if row.reliable else "",
        "weak": row.weak,
        "sound": row.sound,
    }
