"""The corpus as files: whole, without the checks, never over a learner's change, and without labels where
there are no solutions.
"""

import pandas as pd
import pytest
from helpers.kits import copy_kit
from helpers.places import ROOT

from secondsource.data.raw import ABOUT, corpus
from secondsource.notebooks.corpus_files import data_file, write_corpus
from secondsource.problems import ContentError


def test_every_table_has_its_columns_and_every_row_its_sentence():
    tables = corpus()
    assert list(tables) == list(ABOUT) and all(list(tables[name]) == list(ABOUT[name]) for name in ABOUT)
    sentences = set(zip(tables["sentences.csv"]["set"], tables["sentences.csv"]["unit"], strict=True))
    labels = tables["labels.csv"]
    assert set(zip(labels["set"], labels["unit"], strict=True)) <= sentences
    assert not tables["sentences.csv"].duplicated(["set", "unit"]).any()
    assert len(labels.query("skill == 'speaking'")) > 350 and len(tables["cards.csv"]) > 200


def test_no_check_is_in_it():
    assert not any(table["set"].str.startswith("check-").any() for table in corpus().values())


def test_files_are_written_once_and_a_changed_one_stays(tmp_path):
    assert write_corpus(tmp_path) == [] and write_corpus(tmp_path) == []
    path = tmp_path / "corpus/labels.csv"
    assert len(pd.read_csv(path)) == len(corpus()["labels.csv"])
    path.write_text("mine", encoding="utf-8")
    assert "You have changed corpus/labels.csv" in write_corpus(tmp_path)[0]
    assert path.read_text(encoding="utf-8") == "mine" and write_corpus(tmp_path) == []
    assert len(pd.read_csv(tmp_path / "corpus/labels-new.csv")) == len(corpus()["labels.csv"])


def test_without_solutions_it_comes_without_labels_and_says_so(tmp_path):
    root = copy_kit(tmp_path / "kit", leave_out=["solutions"])
    said = write_corpus(tmp_path, root)
    assert len(said) == 1 and "without labels" in said[0]
    assert pd.read_csv(tmp_path / "corpus/labels.csv").empty
    assert pd.read_csv(tmp_path / "corpus/figures.csv")["verdict"].isna().all()
    assert "no solutions" in (tmp_path / "corpus/README.txt").read_text(encoding="utf-8")
    assert write_corpus(tmp_path) == [], "with solutions, what nobody changed is filled"
    assert not pd.read_csv(tmp_path / "corpus/labels.csv").empty


def test_nothing_of_it_is_in_the_students_folder_of_the_kit():
    assert [path for name in ABOUT for path in (ROOT / "exercises").rglob(name)] == []


def test_an_unknown_file_is_answered_with_those_there_are(tmp_path, monkeypatch):
    monkeypatch.setenv("SECONDSOURCE_FOLDER", str(tmp_path))
    assert data_file("texts.csv") == tmp_path / "corpus/texts.csv"
    with pytest.raises(ContentError, match="sentences.csv"):
        data_file("../answers/2015-scale.json")
