"""A timetable in the making: meetings are put into slots, and alternating chains make room for one more.

A chain is what hangs together in two slots: a meeting, those of its people in the other slot, those of their people in
the first, and so on. Swapping the two slots along a chain keeps everybody in one place at a time. Where all people are
there all the time and meetings are between two sides, such swaps place every meeting as long as nobody has more of
them than there are slots (D. Kőnig, "Über Graphen und ihre Anwendung auf Determinantentheorie und Mengenlehre",
*Mathematische Annalen* 77, 1916), and they even out the slots (D. de Werra, "Equitable colorations of graphs",
*Revue française d'informatique et de recherche opérationnelle* 5, 1971).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product


class Board:
    """Meetings, numbered by their place in ``people``, in slots.

    Parameters
    ----------
    people : sequence of (str, str)
        Who meets, for each meeting.
    free : Mapping[str, frozenset of int]
        The slots in which each person can meet.
    tables : int
    """

    def __init__(self, people: Sequence[tuple[str, str]], free: Mapping[str, frozenset[int]], tables: int) -> None:
        self.people, self.free, self.tables = people, free, tables
        self.slot: dict[int, int] = {}
        self.at: dict[str, dict[int, int]] = {person: {} for pair in people for person in pair}
        #: How many meetings each slot holds.
        self.count = dict.fromkeys(sorted({slot for person in self.at for slot in free[person]}), 0)

    def put(self, meeting: int, slot: int) -> None:
        """Put a meeting into a slot, out of the one it was in."""
        self.take(meeting)
        self.slot[meeting] = slot
        self.count[slot] += 1
        for person in self.people[meeting]:
            self.at[person][slot] = meeting

    def take(self, meeting: int) -> None:
        """Take a meeting out, if it is in."""
        slot = self.slot.pop(meeting, None)
        if slot is not None:
            self.count[slot] -= 1
            for person in self.people[meeting]:
                if self.at[person].get(slot) == meeting:
                    del self.at[person][slot]

    def fits(self, meeting: int, slot: int) -> bool:
        """Return whether both people and a table are free."""
        return self.count[slot] < self.tables and all(self._idle(person, slot) for person in self.people[meeting])

    def insert(self, meeting: int) -> bool:
        """Put a meeting into its first fitting slot, or make room by one chain; return whether that worked."""
        a, b = self.people[meeting]
        common = sorted(self.free[a] & self.free[b])
        for slot in common:
            if self.fits(meeting, slot):
                self.put(meeting, slot)
                return True
        for one, two in ((a, b), (b, a)):
            ready = [slot for slot in common if slot not in self.at[one] and slot in self.at[two]]
            spare = [slot for slot in sorted(self.free[two]) if slot not in self.at[two]]
            for slot, other in product(ready, spare):
                chain = self.chain(self.at[two][slot], slot, other)
                out = sum(1 if self.slot[m] == slot else -1 for m in chain)
                room = self.count[slot] - out < self.tables and self.count[other] + out <= self.tables
                if room and not any(one in self.people[m] for m in chain) and self.may_swap(chain, slot, other):
                    self.swap(chain, slot, other)
                    self.put(meeting, slot)
                    return True
        return False

    def chain(self, meeting: int, slot: int, other: int) -> list[int]:
        """Return the meetings that hang together with one in two slots, in a fixed order."""
        found = [meeting]
        for person in self.people[meeting]:
            here, last = person, meeting
            while True:
                there = other if self.slot[last] == slot else slot
                following = self.at[here].get(there)
                if following is None or following == meeting or following in found:
                    break
                found.append(following)
                a, b = self.people[following]
                here, last = (b if here == a else a), following
        return found

    def may_swap(self, chain: Sequence[int], slot: int, other: int) -> bool:
        """Return whether everybody in a chain can also be there in the other slot."""
        return all(
            (other if self.slot[m] == slot else slot) in self.free[person] for m in chain for person in self.people[m]
        )

    def swap(self, chain: Sequence[int], slot: int, other: int) -> None:
        """Swap two slots along a chain."""
        target = {m: other if self.slot[m] == slot else slot for m in chain}
        for m in chain:
            self.take(m)
        for m, where in target.items():
            self.put(m, where)

    def level(self) -> None:
        """Even out the slots until none holds more meetings than there are tables.

        Possible when everybody is there all the time and the meetings are no more than slots times tables.
        """
        while max(self.count.values()) > self.tables:
            full, empty = max(self.count, key=self.count.__getitem__), min(self.count, key=self.count.__getitem__)
            for meeting in [m for m, slot in sorted(self.slot.items()) if slot == full]:
                chain = self.chain(meeting, full, empty)
                if sum(1 if self.slot[m] == full else -1 for m in chain) > 0:
                    self.swap(chain, full, empty)
                    break

    def _idle(self, person: str, slot: int) -> bool:
        return slot in self.free[person] and slot not in self.at[person]
