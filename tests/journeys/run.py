"""`make journeys`: whole journeys through the product in a real browser, in both languages.

Prints a line a journey (`name language ok|failed seconds`, and why when it failed), then `journeys N passed P`.
Names of journeys as arguments run only those: `python -m tests.journeys.run mentoring en`.
"""

import importlib
import os
import sys
import time
import traceback
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import ExitStack

from tests.browser import server
from tests.browser.chromium import chromium
from tests.browser.texts import Texts
from tests.journeys.stage import Stage

# Longest first: some wait for the job runner and leave the processor to the others.
JOURNEYS = (
    *("mentoring", "funding", "matching", "on_the_day", "roadshow", "importing", "investing", "keyboard"),
    *("network", "filing", "without_scripts", "entrance"),
)
LANGUAGES = ("zh", "en")
# Journeys on a fresh installation; all others walk through the sample city.
EMPTY = {"entrance"}


def main(wanted: list[str]) -> int:
    journeys = [name for name in JOURNEYS if name in wanted] or list(JOURNEYS)
    languages = [name for name in LANGUAGES if name in wanted] or list(LANGUAGES)
    passed = 0
    with ExitStack() as stack, ProcessPoolExecutor(max_workers=3) as pool:
        sites: dict[tuple[str, str], server.Site] = {}
        running = []
        for name in journeys:
            for language in languages:
                place = ("empty" if name in EMPTY else "city", language)
                if place not in sites:
                    sites[place] = stack.enter_context(server.serving(place[0]))
                running.append(pool.submit(walk, name, language, sites[place]))
        for done in as_completed(running):
            name, language, seconds, problem = done.result()
            passed += not problem
            print(name, language, "failed" if problem else "ok", f"{seconds:.1f}", flush=True)
            if problem:
                print(problem, file=sys.stderr, flush=True)
    print(f"journeys {len(running)} passed {passed}")
    return 0 if passed == len(running) else 1


def walk(name: str, language: str, site: server.Site) -> tuple[str, str, float, str]:
    """One journey in a browser of its own; what went wrong, or nothing."""
    begun = time.monotonic()
    try:
        with chromium() as browser:
            importlib.import_module(f"tests.journeys.{name}").run(Stage(browser, site.ready(), Texts(language)))
    except Exception as error:
        return name, language, time.monotonic() - begun, told(error) + site.errors()
    return name, language, time.monotonic() - begun, ""


def told(error: Exception) -> str:
    """Where the journey stood, without the frames of the browser's driver."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/tests/" in frame.filename]
    notes = getattr(error, "__notes__", [])
    return "".join(traceback.format_list(frames)) + "\n".join([str(error)[:1500], *notes])


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    sys.exit(main(sys.argv[1:]))
