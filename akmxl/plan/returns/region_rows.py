"""Tell which rows of the table of centres are regions', which their centres', and whose a summary is."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from akmxl.core.spelling import fold
from akmxl.plan.returns.figures import centre_of_key
from akmxl.plan.returns.records import Centre
from akmxl.plan.returns.regions import region_key, region_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from akmxl.plan.returns.records import Return


class RegionRows:
    """The table of centres by regions, which are told apart by their keys (``region_key``).

    A row is a region's own where its code or its name is the region's, where a summary of the region came
    under its code, or where no region has two rows. All others are of centres; so is the row under whose
    code a region sends, where its summaries list it among their centres. Rows may be of a larger region
    whose centres are regions: then each is one.
    """

    def __init__(self, rows: Sequence[Centre], summaries: Iterable[Return], *, mixed: bool) -> None:
        """Sort the rows; ``mixed``: forms of centres came too."""
        summaries, self.rows = tuple(summaries), rows
        self._names = region_names(row.region for row in rows if row.region)
        self._unnamed = bool(rows) and not self._names and not mixed
        self._sent = {fold(one.centre): region_key(one.region) for one in summaries if one.centre}
        self._covered = frozenset[str]().union(*map(covered, summaries))
        self._larger = self._larger_regions(rows, summaries)
        self._keys: dict[str, str] = {}
        self._rows: defaultdict[str, list[Centre]] = defaultdict(list)
        for row in rows:
            key = self._keys[fold(row.code)] = self._key_of(row)
            self._rows[key].append(row)
        self._alone = all(len(own) == 1 for key, own in self._rows.items() if key)

    def _larger_regions(self, rows: Iterable[Centre], summaries: Iterable[Return]) -> set[str]:
        """Return the keys of regions in whose rows other regions send, of several names or other centres."""
        lists: defaultdict[str, set[str]] = defaultdict(set)
        for one in summaries:
            lists[fold(one.centre)].update(covered(one))
        codes: defaultdict[str, set[str]] = defaultdict(set)
        for row in rows:
            codes[region_key(row.region)].add(fold(row.code))
        found = set()
        for key in codes.keys() - {""}:
            others = {code for code in codes[key] if self._sent.get(code, "") not in ("", *self._names)}
            several = len({self._sent[code] for code in others}) > 1
            if several or any(lists[code] and lists[code].isdisjoint(codes[key]) for code in others):
                found.add(key)
        return found

    def _key_of(self, row: Centre) -> str:
        """Return the key of a row's region; empty where the table does not say it."""
        if row.region and region_key(row.region) in self._larger:
            return self._sent.get(fold(row.code)) or region_key(row.name)
        if row.region:
            return region_key(row.region)
        if named := [key for word in (row.code, row.name) if (key := region_key(word)) in self._names]:
            return named[0]
        return self._sent.get(fold(row.code), "") or (region_key(row.name) if self._unnamed else "")

    def key(self, summary: Return) -> str:
        """Return the key of the region whose summary it is, by its name, else by its code or its centres."""
        own = region_key(summary.region)
        if own in self:
            return own
        if key := self._keys.get(fold(summary.centre)):
            return key
        keys = {self._keys.get(code, "") for code in covered(summary)} - {""}
        return keys.pop() if len(keys) == 1 else own

    def __contains__(self, key: str) -> bool:
        """Tell whether the table has a region."""
        return bool(key) and (key in self._rows or key in self._larger)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the regions, as the table spells them."""
        return tuple(map(self.name, filter(None, self._rows)))

    def name(self, key: str) -> str:
        """Return the name of a region of the table."""
        return self._names.get(key) or next((row.name for row in self._rows.get(key, ())), "")

    def own(self, key: str) -> tuple[Centre, ...]:
        """Return a region's own rows, the one under whose code it sends first."""
        own = [
            row
            for row in self._rows.get(key, ())
            if self._alone or self._is_named(row, key) or self._sends(row, key)
        ]
        return tuple(sorted(own, key=lambda row: not self._sends(row, key)))

    def _is_named(self, row: Centre, key: str) -> bool:
        return key in (region_key(row.code), region_key(row.name))

    def _sends(self, row: Centre, key: str) -> bool:
        return self._sent.get(fold(row.code)) == key

    def centres(self, key: str) -> tuple[Centre, ...]:
        """Return the rows of a region's centres."""
        own = self.own(key)
        return tuple(
            row for row in self._rows.get(key, ()) if row not in own or fold(row.code) in self._covered
        )

    def senders(
        self, summaries: Iterable[Return], by_centres: Collection[str], came: Collection[str]
    ) -> tuple[tuple[Centre, ...], dict[str, Centre]]:
        """Return who sends, and which of them are regions, by their keys.

        A region sends whose ``summaries`` count, or of which no forms of centres did (``by_centres``), and
        beside it those of its centres that ``came``, by their folded codes. Where it has no row of its own,
        it is known by what its summaries say, else by its name.
        """
        sent: defaultdict[str, list[Return]] = defaultdict(list)
        for one in summaries:
            sent[self.key(one)].append(one)
        regions: dict[str, Centre] = {}
        rows: list[Centre] = []
        for key, own in self._rows.items():
            if not key or (key in by_centres and key not in sent):
                rows += (self.centres(key) if key else ()) or own
            else:
                sender = regions[key] = self._sender(key, sent.get(key, ()))
                rows += [row for row in own if fold(row.code) in came and row.code != sender.code]
        for key in sent.keys() - regions.keys():
            first = min(sent[key], key=lambda one: (one.centre, one.organisation))
            regions[key] = Centre(first.centre, first.organisation, region=first.region)
        return tuple(sorted((*rows, *regions.values()), key=lambda one: (one.code, one.name))), regions

    def _sender(self, key: str, summaries: Sequence[Return]) -> Centre:
        if own := self.own(key):
            return own[0]
        region = self.name(key)
        code = min((one.centre for one in summaries if one.centre), default=region)
        names = sorted({one.organisation for one in summaries if one.organisation}) or [region]
        first, last = zip(*((one.since, one.until) for one in self.centres(key)), strict=True)
        since, until = (None if None in days else of(days) for days, of in ((first, min), (last, max)))
        return Centre(code, names[0], tuple(names[1:]), region, since=since, until=until)


@lru_cache(maxsize=64)
def _of_keys(keys: tuple[str, ...]) -> Mapping[str, str]:
    return {fold(own[0]): own[0] for key in keys if (own := centre_of_key(key))}


def covered(summary: Return) -> Mapping[str, str]:
    """Return the codes of the centres that a summary form lists by the folded ones."""
    return _of_keys(summary.keys)
