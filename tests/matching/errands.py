"""Work for other processes, in a module that loads nothing."""

import os
import time


def square(shared, item):
    """Leave a mark, and take the process along at one item the first time."""
    folder, last = shared
    (folder / f"{item}-{os.getpid()}").touch()
    if item == last and not (folder / "died").exists():
        (folder / "died").touch()
        os._exit(9)
    time.sleep(0.02)
    return item * item
