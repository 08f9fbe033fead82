"""What is made once a run, whatever the number of workers."""

from filelock import FileLock


def make_once(path, make):
    """Return the path of a file or folder in `shared` that `make` makes; whoever asks first calls it."""
    made = path.with_name(f"{path.name}.made")
    with FileLock(path.with_name(f"{path.name}.lock")):
        if not made.exists():
            make()
            made.touch()
    return path
