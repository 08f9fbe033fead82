"""Where the kit stands. The tests' runner needs this before the kit's own modules can be imported."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
