"""The rules about a set as a whole: nothing gives the answers away."""

from ...problems import Problem
from ..keys import Essay, key_file, target

SOUND_SHARE = 0.5  # with fewer sound units a class learns suspicion, not discernment
# Of a brief: “what stands in the report is sound” must not be a way to points; ours: 17 to 41%.
WEAK_SHARE = 1 / 6
FEW_UNITS = 4  # of a brief that are asked; with fewer the shortcut earns little
COMMONEST = 0.9  # of the answers of one exercise; with more, always choosing it pays
FEW_ITEMS = 6  # in fewer one answer may well be the commonest


def count_sound(activities, key):
    """Return {skill: (sound, scored)} over the units that activities ask to label; contested ones are not
    scored.
    """
    counts = {}
    for name, activity in activities.items():
        answers = activity.answers_in(name, key) if activity.labels_units else {}
        for item in activity.items():
            if answer := answers.get(item.id):
                sound, scored = counts.get(activity.skill, (0, 0))
                is_sound = not answer.is_contested and item.choices[answer.answer].sound
                counts[activity.skill] = (sound + is_sound, scored + (not answer.is_contested))
    return counts


def check_balance(found):
    """Yield a Problem for each way in which answers give themselves away. Every item must be answered."""
    file = key_file(found.slug, found.root)
    for skill, (sound, scored) in count_sound(found.activities, found.key).items():
        if sound < SOUND_SHARE * scored:
            yield Problem(
                file,
                f"skill “{skill}”",
                f"only {sound} of {scored} scored units are sound.",
                "At least half must be: ask for more sound units of article.txt, or of brief.txt together "
                "with weak ones.",
            )
    yield from _sound_brief(found, file)
    for name, activity in found.activities.items():
        answers = activity.answers_in(name, found.key).values()
        given = [answer.answer for answer in answers if not isinstance(answer, Essay)]
        for value in dict.fromkeys(given) if len(given) >= FEW_ITEMS else ():
            if given.count(value) >= COMMONEST * len(given):
                fault = f"“{value}” is the answer to {given.count(value)} of {len(given)} items."
                yield Problem(
                    file, name, fault, "Ask for some with another answer, so that guessing does not pay."
                )


def _sound_brief(found, file):
    targets = []
    for name, activity, item in found.items_of():
        if activity.labels_units and item.unit in found.brief.units:
            targets.append(target(activity, item, activity.answers_in(name, found.key)[item.id]))
    scored, weak = sum(map(bool, targets)), targets.count("weak")
    if scored >= FEW_UNITS and weak < WEAK_SHARE * scored:
        yield Problem(
            file,
            "brief.txt",
            f"only {weak} of {scored} scored sentences of the brief are weak: “report = sound” earns points.",
            "Ask for some weak ones, such as a party’s own count, or for fewer of the brief.",
        )
