"""Who handed in: names as they are compared, whose a file is by the name that a platform gave it, and two
people of one name told apart.

Canvas names a file `doejane_LATE_4711_9001_answers.json` (account 4711, upload 9001); Moodle makes a folder
`Jane Doe_101_assignsubmission_file_` for each student, whose number is another one in each assignment.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

CANVAS = re.compile(
    r"(?:^|/)(?P<name>[^\W_][^/_]*?)(?:_late)?_(?P<account>[1-9]\d*)_(?P<upload>\d+)_(?!\d)[^/]*(?:\.zip/|$)",
    re.IGNORECASE,
)
MOODLE = re.compile(r"(?:^|/)(?P<name>[^/_]+)_\d+_assignsubmission_file(?:_|/)", re.IGNORECASE)
# How the library of a class in Teams lays out what was handed in.
TEAMS = re.compile(r"(?:^|/)Submitted files/(?P<name>[^/]+)/[^/]+/(?:Version \d+/)?[^/]+$", re.IGNORECASE)
OWN = re.compile(r"(?:^|/)answers-(?!student\b)(?P<name>[^/.]+?)(?:[ _-]?\(\d+\))?\.json", re.IGNORECASE)
YEARS, MONTHS = range(1900, 2100), range(1, 13)


class Holder(NamedTuple):
    """Whose a file is. name: as the platform wrote it. account: a Canvas user id, "" from elsewhere."""

    name: str = ""
    account: str = ""


NOBODY = Holder()


@lru_cache(maxsize=100_000)
def fold_name(name):
    """Return a name as it is compared: "ADA  Lovelace" and "Ada Lovelace" are one; what cannot be seen
    does not count.
    """
    if name.isascii() and name.isprintable():  # most names, and four times as fast
        return name.casefold().replace(" ", "")
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return "".join(
        letter for letter in text if not letter.isspace() and unicodedata.category(letter) not in ("Cc", "Cf")
    )


def find_holder(file):
    """Return the Holder that a file's name tells; NOBODY where the whole name has no platform's pattern."""
    if found := MOODLE.search(file) or TEAMS.search(file):
        return Holder(found["name"].strip())
    found = CANVAS.search(file)
    if not found or _is_date(int(found["account"]), int(found["upload"])):
        return NOBODY
    return Holder(found["name"], found["account"])


def guess_owner(file):
    """Return whose a file is likely to be, by its name alone; "" where it does not say."""
    own = OWN.search(file)
    return find_holder(file).name or (own["name"] if own else "")


def _is_date(account, upload):
    """Tell whether two numbers are a year and a month, in any order: `ada_2026_11_answers.json`."""
    return (account in YEARS and upload in MONTHS) or (account in MONTHS and upload in YEARS)


def tell_apart(sittings):
    """Return (the sittings with one `student` for each person, rows for `problems`).

    - A number behind several of the platform's names is no account.
    - A file without a name belongs to whom its account's other files name; two names of one account stay two
      people, and neither gets the account's number, unless one sitting is under both: then the name that was
      saved last is the person's.
    - One name from two accounts, or at one exercise begun twice on devices of nobody knows whom, is two
      people. A sitting's id tells which are begun twice; where a file has none, when it was begun.
    - One sitting under two names is listed, and each keeps it.
    - A file with the name of another account’s owner is listed: two students may have swapped theirs.
    """
    if sittings.empty:
        return sittings, []
    sittings, faults = _drop_shared_numbers(sittings)
    for settle in (_settle_accounts, _settle_names):
        sittings, more = settle(sittings)
        faults += more
    return _spread_accounts(sittings), faults + _list_shared(sittings) + _list_swapped(sittings)


def _spread_accounts(sittings):
    """Give what a person handed in outside of the platform, by mail, the number of the only account."""
    known = sittings[sittings["account"] != ""].drop_duplicates(["student", "account"])
    known = known[~known.duplicated("student", keep=False)].set_index("student")["account"]
    outside = sittings["holder"] == ""
    if known.empty or not outside.any():
        return sittings
    found = sittings["student"].map(known).fillna("").astype("str")
    return sittings.assign(account=sittings["account"].mask(outside, found))


def _drop_shared_numbers(sittings):
    known = sittings[sittings["account"] != ""].drop_duplicates(["account", "holder"])
    faults, shared = [], known[known.duplicated("account", keep=False)]
    for account, group in shared.groupby("account"):
        text = (
            f"The number {account} in the files’ names stands behind different names "
            f"({shorten(group['holder'])}), so it is taken for no Canvas account. "
            "Where the gradebook asks for an ID, type it."
        )
        faults.append((shorten(group["file"]), "", text))
    if faults:
        is_shared = sittings["account"].isin(shared["account"])
        sittings = sittings.assign(
            account=sittings["account"].mask(is_shared, ""), holder=sittings["holder"].mask(is_shared, "")
        )
    return sittings, faults


def _settle_accounts(sittings):
    """Give nameless files to their account's owner; list accounts with several names."""
    known = sittings[sittings["holder"] != ""]
    pairs = known.drop_duplicates(["holder", "account", "student"])
    pairs = pairs[pairs.duplicated(["holder", "account"], keep=False)]
    if pairs.empty:
        return sittings, []
    sittings, faults = sittings.copy(), []
    for (holder, account), group in pairs.groupby(["holder", "account"]):
        inside = (sittings["holder"] == holder) & (sittings["account"] == account)
        whose = f"Canvas account ({account})" if account else f"hand-in folder ({holder})"
        named = group[group["student"] != fold_name(holder)]
        if len(named) == 1:
            sittings.loc[inside, ["student", "name"]] = named[["student", "name"]].iloc[0].to_list()
            continue
        if _is_one_work(sittings[inside]):
            last = sittings[inside].sort_values("saved", kind="stable", na_position="first").iloc[-1]
            sittings.loc[inside, ["student", "name"]] = last[["student", "name"]].to_list()
            text = (
                f"One {whose} and one sitting under {len(group)} names: {shorten(group['name'])}. It is "
                f"taken for one person, “{last['name']}”, the name saved last."
            )
            faults.append((shorten(sittings.loc[inside, "file"]), last["name"], text))
            continue
        sittings.loc[inside, "account"] = ""
        text = (
            f"One {whose}, but {len(group)} names: {shorten(group['name'])}. They are kept as "
            f"{len(group)} students{', without an ID' if account else ''}. If it is one person, "
            "write one name into the files and mark again."
        )
        faults.append((shorten(sittings.loc[inside, "file"]), group["name"].iloc[0], text))
    return sittings, faults


def _is_one_work(rows):
    """Tell whether all names among some rows are tied to each other by sittings that stand under both."""
    tied = []
    for _, group in rows[rows["id"] != ""].groupby("id", sort=False):
        names = set(group["student"])
        for other in [other for other in tied if other & names]:
            tied.remove(other)
            names |= other
        tied.append(names)
    return len(tied) == 1 and tied[0] == set(rows["student"])


def _list_shared(sittings):
    """Return rows for `problems` about sittings that stand under several names."""
    known = sittings[sittings["id"] != ""].drop_duplicates(["id", "student"])
    known = known[known.duplicated("id", keep=False)]
    shared = {}
    for _, group in known.groupby("id", sort=False):
        shared.setdefault(tuple(sorted(group["name"])), []).append(group)
    faults = []
    for names, groups in shared.items():
        files, exercises = (
            [text for group in groups for text in group[part]] for part in ("file", "activity")
        )
        text = (
            f"One sitting under {len(names)} names ({shorten(names)}): {shorten(exercises)}. A name that was "
            "changed, a device that was shared, or a file that was passed on? Each name keeps it. If it is "
            "one person, take out the file that should not count and mark again."
        )
        faults.append((shorten(files), names[0], text))
    return faults


def _list_swapped(sittings):
    """Return rows for `problems` about files whose name is that of another account’s owner."""
    known = sittings[sittings["holder"] != ""].drop_duplicates(["holder", "account", "name"])
    if known.empty:
        return []
    owners = {way: row for row in known.itertuples() for way in _ways(row.holder)}
    faults = []
    for row in known.itertuples():
        ways = _ways(row.name)
        other = next((owners[way] for way in sorted(ways) if way in owners), None)
        if other is None or (other.holder, other.account) == (row.holder, row.account):
            continue
        if ways & _ways(row.holder):
            continue
        text = (
            f"The file has the name “{row.name}” and was handed in by {row.holder} {row.account}".rstrip()
            + f", and {other.holder} {other.account}".rstrip()
            + " handed in as well. Swapped, or one for the other? Look whose answers these are: the points "
            f"go to “{row.name}”{f', and in Canvas to the number {row.account}' if row.account else ''}."
        )
        faults.append((row.file, row.name, text))
    return faults


def _ways(name):
    """Return the ways in which a platform may write a name as one word: first name first, or last."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", name).casefold())
    return {"".join(words[turn:] + words[:turn]) for turn in range(len(words))}


def _settle_names(sittings):
    """Tell people of one name apart where their files show that they are two."""
    known = sittings[sittings["holder"] != ""].drop_duplicates(["student", "holder", "account"])
    doubtful = set(known.loc[known.duplicated("student"), "student"])
    begun = sittings.assign(begun=_tell_sitting(sittings))
    begun = begun[begun["begun"] != ""].drop_duplicates(["student", "activity", "begun"])
    doubtful |= set(begun.loc[begun.duplicated(["student", "activity"]), "student"])
    if not doubtful:
        return sittings, []
    sittings, faults = sittings.copy(), []
    for student in sorted(doubtful):
        group = sittings[sittings["student"] == student]
        renamed, more = _split(_gather_people(group), group)
        faults += more
        for files, label in renamed:
            rows = group.index[group["file"].isin(files)]
            sittings.loc[rows, "student"] = f"{student} ({label})"
            sittings.loc[rows, "name"] = [f"{name} ({label})" for name in sittings.loc[rows, "name"]]
    return sittings, faults


def _tell_sitting(sittings):
    """Return what tells each sitting from others at the same exercise: its id, else when it was begun."""
    return sittings["id"].where(sittings["id"] != "", sittings["opened"])


class _Person(NamedTuple):
    """The files of one device or account. begun: {(exercise, what tells the sitting from others)}."""

    files: set
    holders: set
    begun: set
    saved: pd.Timestamp

    def is_same(self, other):
        """Tell whether two are one person: by the platform where it knows both, else by their sittings."""
        if self.holders and other.holders:
            return bool(self.holders & other.holders)
        return bool(self.begun & other.begun)

    def is_another(self, other):
        """Tell of two who are not the same whether they cannot be one person on one device."""
        both = {exercise for exercise, _ in self.begun} & {exercise for exercise, _ in other.begun}
        return bool(self.holders and other.holders or both)


def _gather_people(group):
    """Return the _Persons among the sittings of one name, whoever saved last first."""
    people, group = [], _lend_ids(group)
    for file, rows in group.groupby("file", sort=False):
        holders = set(zip(rows["holder"], rows["account"], strict=True)) - {("", "")}
        begun = set(zip(rows["activity"], _tell_sitting(rows), strict=True))
        begun = {(exercise, told) for exercise, told in begun if told}
        person = _Person({file}, holders, begun, rows["saved"].max())
        for other in list(people):
            if not other.is_same(person):
                continue
            people.remove(other)
            parts = [first | second for first, second in zip(other[:3], person[:3], strict=True)]
            person = _Person(*parts, pd.Series([other.saved, person.saved]).max())
        people.append(person)
    first = pd.Timestamp.min.tz_localize("UTC")
    return sorted(people, key=lambda person: first if pd.isna(person.saved) else person.saved, reverse=True)


def _lend_ids(group):
    """Return sittings of one name in which one without an id has that of the only one begun with it: a
    sitting gets its id when a kit that knows of ids saves it for the first time.
    """
    ids = group[(group["id"] != "") & (group["opened"] != "")].groupby(["activity", "opened"])["id"]
    known = ids.first()[ids.nunique() == 1].to_dict()
    pairs = zip(group["activity"], group["opened"], group["id"], strict=True)
    return group.assign(id=[own or known.get((exercise, opened), "") for exercise, opened, own in pairs])


def _split(people, group):
    """Return ([(files, label)] of those who get a label behind their name, rows for `problems`)."""
    if len({holder for person in people for holder in person.holders}) > 1:
        return _split_by_account(people, group)
    main, renamed, faults = people[0], [], []
    for person in people[1:]:
        if not any(person.is_another(other) for other in people if other is not person):
            continue  # nothing speaks against one person: the files are put together
        label = sorted(person.files)[0]
        renamed.append((person.files, label))
        rows = group[group["file"].isin(person.files)]
        name = rows["name"].iloc[0]
        text = (
            f"Handed in twice: {shorten(rows['activity'])}. {sorted(main.files)[-1]} was saved last, and the "
            "two were begun at different times: two devices, or two people with one name? Both are kept, "
            f"this one as “{name} ({label})”. If it is one person, take out the file that should not count "
            "and mark again."
        )
        faults += [(file, name, text) for file in sorted(person.files)]
    return renamed, faults


def _split_by_account(people, group):
    renamed = []
    for person in people:
        for holder, account in sorted(person.holders)[:1]:
            renamed.append((person.files, f"{holder} {account}".strip()))
    name, accounts = group["name"].iloc[0], [account for account in group["account"].unique() if account]
    what = (
        f"{len(accounts)} Canvas accounts ({shorten(accounts)})"
        if len(accounts) == len(renamed)
        else f"{len(renamed)} people on the learning platform"
    )
    labels = shorten(f"“{name} ({label})”" for _, label in renamed)
    text = f"One name, but {what}: two people? Their marks are kept apart: {labels}."
    return renamed, [(shorten(group["file"]), name, text)]


def shorten(names, most=4):
    """Return a few of the names, and how many more there are."""
    names = list(dict.fromkeys(names))
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
