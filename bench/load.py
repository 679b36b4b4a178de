"""A small load generator: keep-alive connections, each request waited for; no page is counted that is not a 200."""

import http.client
import multiprocessing
import threading
import time
from dataclasses import dataclass

PROCESSES = 4


@dataclass(frozen=True)
class Target:
    port: int
    path: str
    cookie: str = ""


class Visitor:
    """One connection that keeps the cookies it is given, as a browser does."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.cookie = f"fuqiao={target.cookie}" if target.cookie else ""
        self.connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=30)

    def get(self) -> float:
        """Seconds until the last byte."""
        headers = {"Accept-Language": "zh", **({"Cookie": self.cookie} if self.cookie else {})}
        start = time.perf_counter()
        self.connection.request("GET", self.target.path, headers=headers)
        response = self.connection.getresponse()
        response.read()
        taken = time.perf_counter() - start
        if response.status != 200:
            raise RuntimeError(f"{self.target.path} answers {response.status}")
        if given := response.getheader("Set-Cookie"):
            self.cookie = given.split(";")[0]
        return taken


def latencies(targets: list[Target], seconds: float) -> list[list[float]]:
    """One client that turns to the targets by turns, so that a busy machine slows all of them alike."""
    visitors = [Visitor(target) for target in targets]
    found: list[list[float]] = [[] for _ in targets]
    for visitor in visitors * 5:
        visitor.get()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for times, visitor in zip(found, visitors, strict=True):
            times.extend(visitor.get() for _ in range(5))
    return found


def throughput(target: Target, clients: int, seconds: float) -> float:
    """Requests a second of so many clients at once, from several processes so that none of them is the limit."""
    context = multiprocessing.get_context("spawn")
    counted = context.Array("L", PROCESSES)
    ready = context.Barrier(PROCESSES)
    crews = [
        context.Process(target=_crew, args=(target, clients // PROCESSES, seconds, counted, ready, number))
        for number in range(PROCESSES)
    ]
    for crew in crews:
        crew.start()
    for crew in crews:
        crew.join()
        if crew.exitcode:
            raise RuntimeError(f"{target.path} failed under load")
    return sum(counted) / seconds


def _crew(target: Target, size: int, seconds: float, counted: list[int], ready: threading.Barrier, number: int) -> None:
    numbers = [0] * size
    visitors = [Visitor(target) for _ in range(size)]
    for visitor in visitors:
        visitor.get()
    ready.wait(timeout=30)
    end = time.monotonic() + seconds
    failed: list[Exception] = []

    def go(position: int) -> None:
        try:
            while time.monotonic() < end:
                visitors[position].get()
                numbers[position] += 1
        except Exception as error:  # a thread's failure must fail the process
            failed.append(error)

    threads = [threading.Thread(target=go, args=(position,)) for position in range(size)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    counted[number] = sum(numbers)


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
