"""The page for a district: its JupyterHub settings compile, set what JupyterHub 6.1.1 knows, and name what
is in the kit.
"""

import re
import shlex
from pathlib import Path

import pytest
from helpers.places import ROOT
from traitlets.config import Config

from secondsource.cli import main
from secondsource.notebooks.lab import lab_command

PAGE = ROOT / "solutions/lessons/district.md"
# Names looked up in JupyterHub 6.1.1, on which the settings were run. A name that is wrong here is no error
# to a hub: it is passed over.
KNOWN = {
    "JupyterHub": {"authenticator_class", "bind_url", "load_roles", "services", "spawner_class"},
    "Authenticator": {"allow_all"},
    "PAMAuthenticator": {"allowed_groups"},
    "Spawner": {"args", "cmd", "default_url", "environment", "mem_limit", "notebook_dir"},
}


def blocks(kind):
    return re.findall(
        rf"^```{kind}\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
    )


def run_settings(text, start=None):
    config = start or Config()
    exec(
        compile(text, str(PAGE), "exec"), {"get_config": lambda: config, "load_subconfig": lambda name: None}
    )
    return config


@pytest.fixture
def settings():
    return run_settings(blocks("python")[0])


def test_the_settings_and_their_trial_set_only_what_jupyterhub_knows(settings):
    trial = run_settings(blocks("python")[1], settings)
    assert [
        f"{section}.{name}"
        for section in trial
        for name in trial[section]
        if name not in KNOWN.get(section, ())
    ] == []


def test_notebooks_on_a_hub_ask_no_other_host_as_in_the_kits_own_lab(settings):
    own = [
        option for option in lab_command() if option.startswith("--LabApp.") and "default_url" not in option
    ]
    assert [option.replace("/srv/second-source", str(ROOT)) for option in settings.Spawner.args] == own


def test_what_the_settings_name_is_in_the_kit_and_no_key_is_in_the_students_copy(settings):
    paths = re.findall(
        r"/srv/second-source/([\w/]+)", " ".join([*settings.Spawner.cmd, *settings.Spawner.args])
    )
    assert paths and [path for path in paths if not (ROOT / path).is_dir()] == []
    copied = [
        word
        for block in blocks("text")
        for line in block.splitlines()
        if line.startswith("cp ")
        for word in shlex.split(line)[1:-1]
    ]
    assert copied == ["-r", "secondsource", "exercises", "book/*.bib"]


def test_a_students_file_is_never_written_over_and_copying_has_the_students_rights(settings):
    shell, option, script, server = settings.Spawner.cmd
    assert (
        (shell, option) == ("/bin/sh", "-c")
        and "cp -n " in script
        and script.endswith('exec "$0" "$@"')
        and Path(server).name == "jupyterhub-singleuser"
    )
    assert "pre_spawn_hook" not in settings.Spawner, (
        "a hook would copy as administrator, into a folder that the student can turn into a link"
    )


def test_every_command_on_the_page_is_one_of_ours():
    named = set(re.findall(r"kit\.py ([a-z-]+)", PAGE.read_text(encoding="utf-8")))
    assert named and named <= set(main.commands)
