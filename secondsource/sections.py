"""The sections of the class report, as the notebook shows them: each is computed here, worded here, and laid out in templates/report-*.html."""

import math
from datetime import date
from functools import cached_property

import pandas as pd

from . import __version__, change, discernment, heatmap, measures, reteach
from .catalogue import CHECKS, list_items, read_titles
from .drawings import draw_intervals, spell_change, spell_interval, spell_number
from .heatmap import FEWEST
from .labels import SKILL_NAMES
from .render import fill_template
from .strict import ROOT
from .synthetic import SYNTHETIC

MOST_NAMES = 200  # students; a longer list is not read, and the page would grow with the class
SKILLS = ("speaking", "figures", "missing")
LOOK = -2.5  # standard errors; of 900 items that separate nobody about five are as far below 0 by luck
D_SCALE, C_SCALE = (-0.5, 3.5), (-1.2, 1.2)


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

    marked: DataFrame, one row per (student, item): student (id), name, item, response, confidence (50 to 100 or NaN), mark, points; optionally
        `saved` (see change.order_checks). Items that this kit does not have are left out. title: shown on top. synthetic: say so on top.
    """

    def __init__(self, marked, title="", synthetic=False, root=ROOT):
        self.root, self.title, self.synthetic = root, title.strip() or "Class report", synthetic
        self.catalogue = list_items(root)
        self.titles = read_titles(root)
        items, of_checks = self.catalogue.index, self.catalogue["set"].isin(CHECKS)
        marked = marked[marked["item"].isin(items).to_numpy()]
        self.lessons = marked[~marked["item"].isin(items[of_checks]).to_numpy()]
        self.students = marked.loc[(marked["mark"] != "blank").to_numpy(), "student"].nunique()
        # With so few a number of the class would say what a check must not say: something about one student.
        self.checks_left_out = self.students < FEWEST and len(self.lessons) < len(marked)
        self.marked = self.lessons if self.checks_left_out else marked
        self.given = self.marked[(self.marked["mark"] != "blank").to_numpy()]

    @cached_property
    def skills(self):
        """How each skill went: over the lessons' exercises, or over the checks where there is nothing else."""
        counts = discernment.count_responses(self.lessons, self.catalogue)
        self.from_checks = counts.empty
        found = discernment.describe_class(discernment.count_responses(self.marked, self.catalogue) if counts.empty else counts)
        found = found[found["d_prime"].notna()] if len(found) else found
        return found.reindex([skill for skill in SKILL_NAMES if skill in found.index])

    @cached_property
    def _shares(self):
        return heatmap.share_of_sets(self.marked, self.catalogue)

    @cached_property
    def _changes(self):
        return change.compare_occasions(self.marked, self.catalogue)

    @cached_property
    def _advice(self):
        if self.students < FEWEST:
            return {"accused": [], "missed": [], "confused": []}
        shares, lessons = self._shares[0], reteach.list_lessons(self.root)
        shares = shares[~shares["item"].map(self.catalogue["set"]).isin(CHECKS)]  # a check stays unseen
        finders = {"accused": reteach.find_accused, "missed": reteach.find_missed, "confused": reteach.find_confusions}
        return {name: find(shares, self.catalogue, lessons) for name, find in finders.items()}

    def head(self):
        """Return the top of the page: title, whether the class is real, what was handed in."""
        sets = self.catalogue["set"].reindex(self.given["item"].unique()).nunique()
        return self._fill("head", students=_count(self.students, "student"), answers=_count(len(self.given), "answer"), sets=_count(sets, "text set"),
                          named=self.students <= MOST_NAMES and len(self.lessons) > 0, today=f"{date.today():%d %B %Y}".lstrip("0"), kit=__version__)

    def summary(self):
        """Return the half page for people in a hurry: three skills, and what to know, in words."""
        skills = self.skills
        rows = [{"name": SKILL_NAMES[skill], **_describe_skill(skills.loc[skill])} if skill in skills.index else {"name": SKILL_NAMES[skill]} for skill in SKILLS]
        return self._fill("summary", rows=rows, from_checks=self.from_checks, sentences=self._sentences())

    def changes(self):
        """Return before, after and later."""
        table, compared, order = self._changes
        drawings = [self._draw_occasions(table)] if compared else []
        rows = [{"words": f"{one.first} to {one.second.lower()}", "verdict": change.VERDICTS[one.verdict], "students": _count(int(one.change["students"]), "student"),
                 "numbers": {words: spell_change(one.change[name], one.change[f"{name}_low"], one.change[f"{name}_high"], percent) for name, words, percent in
                             (("hit_rate", "Weak claims noticed", True), ("false_alarm_rate", "Sound claims objected to", True), ("d_prime", "Told apart (d′)", False))}}
                for one in compared]
        return self._fill("changes", rows=rows, occasions=len(table), left_out=self.checks_left_out, fewest=FEWEST, order=order, drawings=drawings)

    def reteach(self):
        """Return what to teach again, worst first."""
        leans = [(SKILL_NAMES[skill], lean) for skill, row in self.skills.iterrows() if (lean := reteach.judge_lean(row["criterion"], row["criterion_low"], row["criterion_high"]))]
        return self._fill("reteach", **self._advice, leans=leans, students=self.students, fewest=FEWEST)

    def detection(self):
        """Return hits, false alarms, d′ and criterion of each skill, with their intervals."""
        rows = [(SKILL_NAMES[skill], row) for skill, row in self.skills.iterrows()]
        drawings = [self._draw_measure(rows, "d_prime", D_SCALE, "Told apart: d′ for each skill", ("0: by luck", "better")),
                    self._draw_measure(rows, "criterion", C_SCALE, "Which way the class leans: criterion c", ("objects readily", "objects rarely"))] if rows else []
        table = [{"name": name, "hits": _spell(row, "hit_rate", True), "alarms": _spell(row, "false_alarm_rate", True), "d": _spell(row, "d_prime"),
                  "c": _spell(row, "criterion"), "weak": f"{row['weak']:,.0f}", "sound": f"{row['sound']:,.0f}"} for name, row in rows]
        return self._fill("detection", rows=table, drawings=drawings, students=self.students)

    def split(self):
        """Return the heat-maps: one for each set that enough students worked on; the most-worked is open."""
        shares, workers = self._shares
        unseen = [name for name in CHECKS if name in workers.index] if not set(CHECKS) <= set(workers.index) else []
        maps = []
        for slug in workers.index.difference(unseen, sort=False):
            passages = heatmap.draw_map(shares, self.catalogue[self.catalogue["set"] == slug])
            if passages:
                maps.append({"slug": slug, "title": self.titles[slug], "students": _count(int(workers[slug]), "student"), "passages": passages, "splits": heatmap.count_splits(passages)})
        return self._fill("split", maps=maps, unseen=unseen, fewest=FEWEST, students=self.students)

    def items(self):
        """Return how hard each item was and whether it separates, set by set."""
        found = measures.describe_items(self.marked, self.catalogue)
        found = found.join(self.catalogue[["set", "activity", "text", "skill"]])
        tables = [{"slug": slug, "title": self.titles[slug], "rows": [_describe_item(row) for row in table.itertuples()]} for slug, table in found.groupby("set", sort=False)]
        backwards = sum(row["look"] for table in tables for row in table["rows"])
        return self._fill("items", tables=tables, backwards=backwards, fewest=measures.FEWEST, students=self.students, has_discrimination=bool(found["discrimination"].notna().any()))

    def confidence(self):
        """Return calibration: were the sure ones right?"""
        bins, too_sure = measures.calibrate(self.marked), measures.measure_overconfidence(self.marked)
        drawing = None
        if len(bins):
            rows = [{"name": f"said {percent}% sure ({row['answers']:,.0f} answers)", "value": row["right"], "low": row["low"], "high": row["high"], "sign": "filled", "goal": percent / 100}
                    for percent, row in bins.iterrows()]
            alternative = "Share of right answers by how sure students were. " + "; ".join(f"{row['name']}: {spell_number(row['value'], True)} right" for row in rows) + "."
            drawing = draw_intervals(pd.DataFrame(rows), "How often each confidence was right; the thick tick is where it would be if sure meant sure", alternative, (-0.06, 1.07), percent=True)
        return self._fill("confidence", drawing=drawing, too_sure=None if too_sure is None else round(too_sure), answers=int(bins["answers"].sum()))

    def agreement(self):
        """Return Krippendorff's alpha of each exercise."""
        found = measures.measure_agreement(self.marked, self.catalogue)
        rows = [{"where": f"{row.set}: {row.title}", "items": row.items, "students": f"{row.students:,}", "alpha": _spell_alpha(row)} for row in found.itertuples(index=False)]
        return self._fill("agreement", rows=rows, students=self.students)

    def each_student(self):
        """Return the table of students, or the reason why there is none."""
        table = discernment.describe_students(self.lessons, self.catalogue) if self.students <= MOST_NAMES else pd.DataFrame()
        rows = [{"name": str(row.name).strip() or str(row.Index), "answered": row.answered, "right": f"{row.right:.0f} of {row.scored}" if row.scored else "none scored",
                 "d": spell_interval(row.d_prime, row.low, row.high) if row.reliable else "", "weak": row.weak, "sound": row.sound} for row in table.itertuples()]
        return self._fill("students", rows=rows, students=self.students, most=MOST_NAMES, least=discernment.LEAST_EACH)

    def _fill(self, name, **values):
        return Section(name, fill_template(f"report-{name}.html", title=self.title, synthetic=SYNTHETIC if self.synthetic else "", **values))

    def _sentences(self):
        """Return what a head teacher should take away, at most five sentences."""
        said = list(filter(None, (_compare_skills(self.skills),)))
        for one in self._changes[1][-1:] if len(self._changes[1]) == 1 else self._changes[1][:2]:
            headline = change.VERDICTS[one.verdict].headline
            said.append(f"{one.first} to {one.second.lower()}: {headline[0].lower()}{headline[1:]}")
        if (too_sure := measures.measure_overconfidence(self.marked)) is not None:
            said.append(_spell_confidence(too_sure))
        for kind, start in (("accused", "First to teach again, a sound claim that was accused"), ("missed", "First to teach again, a weak claim that was missed")):
            if self._advice[kind]:
                said.append(f"{start}: {self._advice[kind][0].where}.")
                break
        return said

    def _draw_measure(self, rows, name, scale, caption, ends):
        table = pd.DataFrame([{"name": words, "value": row[name], "low": row[f"{name}_low"], "high": row[f"{name}_high"], "sign": "filled"} for words, row in rows])
        alternative = f"{caption}. " + "; ".join(f"{words}: {_spell(row, name)}" for words, row in rows) + "."
        scale = min(scale[0], math.floor(table["low"].min())), max(scale[1], math.ceil(table["high"].max()))
        return draw_intervals(table, caption, alternative, scale, ends)

    def _draw_occasions(self, table):
        rows = [(change.OCCASIONS[place], row) for place, row in table.iterrows()]
        return self._draw_measure(rows, "d_prime", D_SCALE, "Told apart at each check: d′", ("0: by luck", "better"))


def _describe_skill(row):
    return {"hits": float(row["hit_rate"]), "alarms": float(row["false_alarm_rate"]), "hit_words": _spell(row, "hit_rate", True), "alarm_words": _spell(row, "false_alarm_rate", True),
            "d": _spell(row, "d_prime"), "pairs": round(100 * discernment.pick_the_weak_one(row["d_prime"])), "answers": f"{row['weak'] + row['sound']:,.0f}"}


def _describe_item(row):
    separates = "" if pd.isna(row.discrimination) else spell_number(row.discrimination, digits=2)
    name = row.Index.split("/", 1)[1]
    return {"name": name, "text": row.text, "right": spell_number(row.difficulty, True), "share": row.difficulty, "answered": f"{row.answered:,}", "separates": separates,
            "look": row.discrimination * row.answered**0.5 < LOOK}


def _compare_skills(skills):
    """Return which of the three skills stands out, where the intervals do not overlap; else that none does."""
    three = skills.reindex([skill for skill in SKILLS if skill in skills.index])
    if len(three) < 2:
        return ""
    best, worst = three["d_prime"].idxmax(), three["d_prime"].idxmin()
    if three.loc[best, "d_prime_low"] > three.loc[worst, "d_prime_high"]:
        return f"Told apart best: “{SKILL_NAMES[best]}”. Least well: “{SKILL_NAMES[worst]}”."
    return "No skill stands out: the differences between them are within chance."


def _spell_confidence(too_sure):
    if abs(too_sure) < 5:
        return "Students were about as sure as they were right."
    return f"Students were {abs(too_sure):.0f} points {'surer' if too_sure > 0 else 'less sure'} than they were right."


def _spell_alpha(row):
    if row.one_answer:
        return "everybody gave one answer"
    return spell_number(row.alpha, digits=2) if row.alpha == row.alpha else "not defined"


def _spell(row, name, percent=False):
    return spell_interval(row[name], row[f"{name}_low"], row[f"{name}_high"], percent)


def _count(number, word):
    return f"{number:,} {word}{'' if number == 1 else 's'}"
