"""How the class report says numbers: for people, in one way everywhere."""

from ..content.labels import SKILL_NAMES

NEAR = 5  # points between confidence and share right that are no news


def spell_number(value, percent=False, digits=1):
    """Return a number as the report writes it: “68%”, or with a few decimals; a true minus sign, and none
    before a zero.
    """
    text = f"{100 * value:.0f}%" if percent else f"{value:.{digits}f}"
    return text.replace("-", "−") if any(digit in text for digit in "123456789") else text.removeprefix("-")


def spell_interval(value, low, high, percent=False):
    """Return a number with its interval: “1.4 (1.1 to 1.7)”."""
    return f"{spell_number(value, percent)} ({spell_number(low, percent)} to {spell_number(high, percent)})"


def spell_change(value, low, high, percent=False):
    """Return a change with its interval and signs: “+4 points (−4 to +11)”, “+0.5 (+0.1 to +0.9)”."""

    def signed(number):
        text = spell_number(number, percent).rstrip("%")
        return f"+{text}" if text[0] != "−" and text.strip("0.") else text

    return f"{signed(value)}{' points' if percent else ''} ({signed(low)} to {signed(high)})"


def read_measure(row, name):
    """Return value, low and high of one measure of discernment.describe_class or describe_change."""
    return row[name], row[f"{name}_low"], row[f"{name}_high"]


def spell_measure(row, name):
    """Return one measure of a class with its interval; rates as per cent."""
    return spell_interval(*read_measure(row, name), percent=name.endswith("_rate"))


def spell_count(number, word):
    """Return “1 student”, “10,000 students”."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def spell_confidence(too_sure):
    """Return in a sentence how sure students were. too_sure: mean confidence minus share right, in points."""
    points = round(too_sure)
    if abs(points) < NEAR:
        return "Students were about as sure as they were right."
    return (
        f"Students were {abs(points)} points {'surer' if points > 0 else 'less sure'} than they were right."
    )


def spell_alpha(alpha, one_answer):
    """Return Krippendorff's alpha, or in words why there is none."""
    if one_answer:
        return "everybody gave one answer"
    return spell_number(alpha, digits=2) if alpha == alpha else "not defined"


def compare_skills(skills):
    """Return which skill stands out, where the intervals of best and worst do not overlap, or that none does;
    "" for fewer than two.

    skills: as discernment.describe_class returns it.
    """
    if len(skills) < 2:
        return ""
    best, worst = skills["d_prime"].idxmax(), skills["d_prime"].idxmin()
    if skills.loc[best, "d_prime_low"] > skills.loc[worst, "d_prime_high"]:
        return f"Told apart best: “{SKILL_NAMES[best]}”. Least well: “{SKILL_NAMES[worst]}”."
    return "No skill stands out: the differences between them are within chance."
