"""The floor for pages and builds: the same book without exercises, made by plain `jupyter-book` with the same theme and settings."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OURS = re.compile(r"^(`{3,})\{(?:article|activity|copy|evidence|claims|answers|key)\}.*?^\1\s*$", re.MULTILINE | re.DOTALL)


def stage_plain(source, pages):
    """Write `pages` (paths) to `source` with our directives taken out; settings as in the kit, our extension left out."""
    shutil.copytree(ROOT / "book", source, ignore=shutil.ignore_patterns("*.md", "__pycache__"))
    for path in pages:
        (source / path.name).write_text(OURS.sub("", path.read_text(encoding="utf-8")), encoding="utf-8")
    for path in (ROOT / "exercises" / "notebooks").glob("*.ipynb"):
        shutil.copyfile(path, source / f"notebook-{path.name}")
    config = (source / "_config.yml").read_text(encoding="utf-8")
    (source / "_config.yml").write_text(config.replace("      - secondsource.book\n", ""), encoding="utf-8")
    contents = (source / "_toc.yml").read_text(encoding="utf-8")
    notebooks = "".join(f"  - file: notebook-{path.stem}\n" for path in sorted((ROOT / "exercises" / "notebooks").glob("*.ipynb")))
    (source / "_toc.yml").write_text(f"{contents.rstrip()}\n- caption: Notebooks\n  chapters:\n{notebooks}", encoding="utf-8")


def build_plain(source, environment):
    """Run plain jupyter-book on `source`; return the folder of the site."""
    subprocess.run([sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", str(source), "--quiet"],
                   env=environment, check=True, capture_output=True)
    return source / "_build" / "html"
