"""A right result must be worked out: in every task the typed answer is refused, the model never is, and what
is right by chance is refused where other rows can show it.
"""

import nbformat
import pytest
from helpers.honest_ways import WAYS
from helpers.solving import NAMES, answer, made_up, typed, walk, wrong_reasons

from secondsource.marking.answer_file import read_answers
from secondsource.notebooks import varying
from secondsource.notebooks.comparing import describe_fault
from secondsource.notebooks.running import execute
from secondsource.notebooks.tasks import read_tasks
from secondsource.notebooks.varying import find_shortcut

# Right for the wrong reason, and not caught. No row lies on the limit, or none tests the condition, so that
# nothing which is left out or moved can show it; or the other way asks the same.
NOT_CAUGHT = {
    ("2018-main-opposition/fits", "the limit moved"),
    ("2018-main-opposition/later", "the limit moved"),  # no card is of the article's own day
    ("2018-main-opposition/by-year", "a call dropped"),  # value_counts leaves out what has no day as well
    ("2019-back-to-wall/found", "a name forgotten"),  # IRNA has no point for itself alone
    ("2019-back-to-wall/spread", "the limit moved"),
    ("2019-back-to-wall/spread", "a call dropped"),  # the row is left out by the other table already
    ("2019-back-to-wall/only-later", "the limit moved"),
    ("2020-negotiations/gaps", "the limit moved"),
    ("2020-negotiations/in-print", "the limit moved"),
    ("2021-big-blow/window", "the other end"),  # both readings end on one day
    ("across-sound/chance", "the limit moved"),  # no gap is exactly the real one less a billionth
    ("across-forecasts/misses", "the limit moved"),  # no upper end is 0.1 exactly
    ("across-figures/join", "the wrong join"),  # notna() counts the same after either
    ("across-sources/needed-one", "the wrong join"),  # a row with S4 has a partner
    ("across-sources/needed-one", "the other condition"),  # S4 stands beside no-source alone
    ("across-wording/group", "the limit moved"),
    ("2019-back-to-wall/saying", "a keyword dropped"),  # no such verb has a capital there
    ("across-sound/chance", "a keyword dropped"),
    ("across-sound/chance", "a number dropped"),  # the billionth: as with the limit
    ("across-sources/leave-one-out", "turned round"),  # of an absolute value
    ("across-sources/mirrors", "turned round"),
    ("across-wording/softened", "a number dropped"),  # per word or per thousand, the largest is the same
    ("start/few", "the limit moved"),  # no text has 100 claims
}
# Tasks whose solution is a call or two: nothing in it could be done wrongly. Typed answers and sums that come
# to them are refused as in all others.
ONE_CALL = {"2015-scale/paces-drawn", "2020-negotiations/hands-drawn", "across-wording/grave"}
# Tasks without a table, or whose tables give the same whatever is in them: any sum is taken, a typed one not.
NO_OTHER_ROWS = {
    "2015-scale/per-day",
    "2015-scale/times",
    "2021-big-blow/holding",
    "across-forecasts/misses",
}


# All of them take minutes; one stands for them each time.
EACH_TIME = "across-sources"
FEW = [pytest.param(name, marks=() if name == EACH_TIME else pytest.mark.slow) for name in NAMES]


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    monkeypatch.setattr(varying, "SECONDS", 60)


def asked(moment, code):
    steps = varying.read_steps(moment.name)
    return find_shortcut(moment.name, moment.task, code, moment.code, moment.names, steps)


def is_right(moment, value):
    task = moment.task
    return value is not None and not describe_fault(value, task.value, float(task.tolerance), unit=task.unit)


@pytest.mark.parametrize("notebook", FEW)
def test_the_model_passes_a_typed_answer_does_not_and_what_is_right_by_chance_is_known(notebook):
    for moment in walk(notebook):
        assert asked(moment, moment.code) == "", moment.name
        told, _ = varying._compare(moment.name, moment.task, moment.code, moment.code, moment.names)
        assert (told == 0) == (moment.name in NO_OTHER_ROWS), f"{moment.name}: {told} tables tell something"
        assert "it is typed in" in asked(moment, typed(moment)), moment.name
        assert is_right(moment, answer(moment, made_up(moment))), moment.name
        assert (asked(moment, made_up(moment)) == "") == (moment.name in NO_OTHER_ROWS), moment.name
        wrong = list(wrong_reasons(moment.code))
        assert wrong or moment.name in ONE_CALL, f"{moment.name} has no wrong reason"
        for what, code in wrong:
            if is_right(moment, answer(moment, code)):
                passes = asked(moment, code) == ""
                assert passes == ((moment.name, what) in NOT_CAUGHT), f"{moment.name}, {what}:\n{code}"


# Right for these rows, and not what is asked.
CHANCE = [
    ("2015-scale/days", "mine = pd.Series([18, 14, 181, 196, 196], index=windows.index)"),
    ("2015-scale/absent", "mine = [list(classes)[3], list(classes)[2]]"),
    ("2019-back-to-wall/without", "mine = body.paragraph.unique()[[2]].tolist()"),
    ("2020-negotiations/hands", "mine = pd.Series([4, 2, 1, 1, 1], "
     "index=['NCRI-FAC', 'Zarif', 'Trump', 'Der Spiegel', 'Entekhab'])"),
    ("2020-negotiations/gaps", "mine = [name for name in ['US exit', 'false flag, says Zarif', 'EU list', "
     "'Leader’s condition', 'shooting admitted', 'more time', 'Zarif’s reply to Trump']]"),
    ("across-sources/mirrors", "mine = mirrors['set'].nunique() - 2"),
    ("across-figures/join", "mine = int('23')"),
    ("across-forecasts/sentences", "mine = len('thirteen sets')"),
]  # fmt: skip


@pytest.fixture(scope="module")
def moments():
    """What each task of these tables meets: {name: (moment, a copy of its names)}."""
    wanted, found = {"2015-scale/days", *(name for name, _ in CHANCE)}, {}
    for notebook in {name.partition("/")[0] for name in wanted}:
        for moment in walk(notebook):
            if moment.name in wanted:
                found[moment.name] = moment._replace(names=dict(moment.names))
    return found


@pytest.mark.parametrize("notebook", FEW)
def test_other_honest_ways_are_taken_in_every_task(notebook):
    for moment in walk(notebook):
        for code in WAYS[moment.name]:
            code = f'{code}\ncheck("{moment.name}", mine)'
            assert is_right(moment, answer(moment, code)), f"{moment.name}:\n{code}"
            assert asked(moment, code) == "", f"{moment.name}:\n{code}"


def test_no_task_is_without_honest_ways_and_none_is_of_a_task_that_is_gone():
    asked_now = {f"{notebook}/{task}" for notebook in NAMES for task in read_tasks(notebook)}
    assert asked_now == WAYS.keys() and all(WAYS.values())


@pytest.mark.parametrize("name, code", CHANCE)
def test_what_is_right_for_these_rows_only_is_refused(moments, name, code):
    moment, code = moments[name], f'{code}\ncheck("{name}", mine)'
    assert is_right(moment, answer(moment, code)) and asked(moment, code).startswith("The result is right")


def test_nothing_of_it_stays_and_a_cell_that_stops_is_no_fault(moments):
    moment = moments["2015-scale/days"]
    before = dict(moment.names)
    tables = {name: value.copy() for name, value in before.items() if varying._is_table(value)}
    code = (
        "windows['extra'] = 1\nhelper = 3\nfirst = windows.iloc[4]\n"
        "mine = (pd.to_datetime(windows['last']) - pd.to_datetime(windows['first'])).dt.days + 1\n"
        'check("2015-scale/days", mine)'
    )
    assert asked(moment, code) == "" and moment.names == before
    assert all(before[name].equals(table) for name, table in tables.items())
    assert asked(moment, 'raise SystemError\ncheck("2015-scale/days", mine)') == ""


def test_in_a_notebook_a_typed_answer_costs_no_try_and_a_sum_is_right(tmp_path, monkeypatch):
    monkeypatch.setenv("SECONDSOURCE_FOLDER", str(tmp_path))
    cells = [
        "import pandas as pd\nfrom secondsource import check",
        'rates = {30: 5.5, 28: 5.893}\ncheck("2015-scale/per-day", rates)',
        'rates = {days: 165 / days for days in (30, 28)}\ncheck("2015-scale/per-day", rates)',
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    execute({"mine": notebook}, tmp_path)
    said = [cell.outputs[-1]["data"]["text/plain"] for cell in notebook.cells[1:]]
    assert "it is typed in" in said[0] and "costs no try" in said[0] and said[1].startswith("Right")
    assert read_answers(tmp_path / "answers/2015-scale.json").activities["2015-scale/task-per-day"].tries == 1
