"""Judge the versions of one report: which one counts, and which are copies, forks or beyond a gap."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.said import Said
from akmxl.plan.returns.records import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from akmxl.plan.returns.records import Return

BY_NUMBER = N_("The form does not say which version it supersedes: it follows by its number alone.")
NOTHING_BEFORE = N_("The form is a correction of a report that first went out without akmxl.")
_STRAY = N_("Version {next} follows another form of version {version}: this one does not count.")
SAME_BYTES = N_("The same file came already: {file}.")
SAME_VALUES = N_("The same values came already: {file}.")


_NONE: Mapping[int, Said] = MappingProxyType({})


class Judged(NamedTuple):
    """What a version is worth, and why."""

    returned: Return
    status: Status
    why: Said | None = None


class Chain(NamedTuple):
    """The forms of one centre, report and period, judged.

    ``received`` is the day on which the first sure version came first; empty where nobody says it, where
    there is none, or where it was a correction itself. ``due`` is what it says of its due day.
    """

    judged: tuple[Judged, ...]
    received: str = ""
    due: str = ""


class _Alike(NamedTuple):
    """Forms of one version that say the same; the first is kept, the others are copies of it."""

    forms: tuple[Return, ...]

    @property
    def hashes(self) -> set[str]:
        """By what the next version may name it."""
        return {one.form_sha256 or one.values_sha256 for one in self.forms}

    @property
    def received(self) -> str:
        return min((one.came.received for one in self.forms if one.came.received), default="")


def chain_of(forms: Iterable[Return], *, gaps: bool = False, doubled: Mapping[int, Said] = _NONE) -> Chain:
    """Judge the forms of one centre, report and period: the newest of an unbroken chain counts.

    Of several forms of one version, the one is sure that the next version names as the one before it. With
    ``gaps`` the newest counts whatever is missing before it: a region's summary is made anew, as a next
    version, as often as more came, and only some of these are sent; one that follows another form than the
    version before it that came is none of its chain. ``doubled`` tells why a form (by its ``id``) may be
    another centre's: it is sure only where the next version names it.
    """
    forms = tuple(forms)
    versions: defaultdict[int, list[Return]] = defaultdict(list)
    for one in forms:
        versions[one.version].append(one)
    sure: list[_Alike] = []
    judged: list[Judged] = []
    why: Said | None = None
    for version, several in sorted(versions.items()):
        if gaps and version - 1 not in versions:
            why = None
        groups = [_in_order(group, sure) for group in _alike(several)]
        if why is not None:
            judged += _unsure(groups, Said(N_("A version before it is not sure: see there.")))
            continue
        following = versions.get(version + 1, ())
        going_on = _continued(groups, following)
        strays = [group for group in groups if group not in going_on]
        judged += _unsure(strays, Said(_STRAY, version=version, next=version + 1))
        why = _fault(version, going_on, sure, gaps=gaps and version - 1 not in versions)
        why = why or _of_another(going_on, following, doubled)
        if why is None:
            judged += _copies(going_on[0])
            sure += going_on
        else:
            judged += _unsure(going_on, why)
    judged += _counted(sure, gaps=gaps)
    if not sure or sure[0].forms[0].version > 1:
        return Chain(tuple(judged), due=sure[0].forms[0].due if sure else "")
    return Chain(tuple(judged), sure[0].received, sure[0].forms[0].due)


def is_plain(forms: Sequence[Return]) -> bool:
    """Tell whether one form alone came, a first version: as nearly all, it counts, and needs no judging."""
    return len(forms) == 1 and forms[0].version == 1 and _fits(forms[0], ())


def _of_another(
    groups: Iterable[_Alike], following: Iterable[Return], doubled: Mapping[int, Said]
) -> Said | None:
    """Return why the forms of a version may be another centre's; None where the next version names them."""
    named = {one.supersedes for one in following if one.form_sha256}
    told = (doubled.get(id(one)) for group in groups if not group.hashes & named for one in group.forms)
    return next(filter(None, told), None)


def _continued(groups: list[_Alike], following: Iterable[Return]) -> list[_Alike]:
    """Return the one of several forms of a version that the next version names; all where it is not one."""
    named = {one.supersedes for one in following if one.form_sha256}
    found = [group for group in groups if group.hashes & named]
    return found if len(found) == 1 else groups


def _in_order(alike: _Alike, sure: Sequence[_Alike]) -> _Alike:
    return _Alike(tuple(sorted(alike.forms, key=lambda one: _preference(one, sure))))


def _unsure(groups: Iterable[_Alike], why: Said) -> Iterator[Judged]:
    for group in groups:
        yield Judged(group.forms[0], Status.UNSURE, why)
        yield from _copies(group)


def _alike(forms: Sequence[Return]) -> list[_Alike]:
    """Put together what says the same: the same values, of the same items where both name them."""
    by_values: defaultdict[str, list[Return]] = defaultdict(list)
    for one in forms:
        by_values[one.values_sha256].append(one)
    found = []
    for _, same in sorted(by_values.items()):
        items = {tuple(sorted(one.items)) for one in same if one.items}
        if len(items) < 2:
            found.append(_Alike(tuple(same)))
        else:
            first = min(items)
            for own in sorted(items):
                its = [
                    one for one in same if tuple(sorted(one.items)) == own or (own == first and not one.items)
                ]
                found.append(_Alike(tuple(its)))
    return found


def _preference(one: Return, sure: Sequence[_Alike]) -> tuple[object, ...]:
    """Order copies: one that fits the version before, one that proves itself, the one that came first."""
    came = one.came
    return not _fits(one, sure), not one.form_sha256, came.received or "~", came.file, came.sha256


def _fits(one: Return, sure: Sequence[_Alike]) -> bool:
    """Tell whether a form names the version before it, where it can; one of before cannot."""
    if not one.form_sha256:
        return True
    if not sure:
        return not one.supersedes
    return one.supersedes in sure[-1].hashes


def _fault(version: int, alike: Sequence[_Alike], sure: Sequence[_Alike], *, gaps: bool) -> Said | None:
    """Return what breaks the chain at a version; None where it goes on, or where ``gaps`` are none."""
    forms = [one for group in alike for one in group.forms]
    if len(alike) > 1:
        return Said(
            N_(
                "There are {count} different forms of version {version}: {files}. None of them counts. "
                "Send the right one again as a new version."
            ),
            count=len(alike),
            version=version,
            files=", ".join(sorted({one.came.name for one in forms})),
        )
    if gaps and version > 1:
        return None
    before = sure[-1].forms[0].version if sure else 0
    first_without_akmxl = not sure and any(one.form_sha256 and not one.supersedes for one in forms)
    if version != before + 1 and not first_without_akmxl:
        return Said(
            N_("Version {version} came, but not version {missing} before it. Send that one too."),
            version=version,
            missing=before + 1,
        )
    if not any(_fits(one, sure) for one in forms):
        return Said(
            N_(
                "Version {version} supersedes another form than the version before it that came. "
                "Send the form that it supersedes."
            ),
            version=version,
        )
    return None


def _copies(alike: _Alike) -> Iterator[Judged]:
    kept, *others = alike.forms
    for one in others:
        reason = SAME_BYTES if one.came.sha256 == kept.came.sha256 else SAME_VALUES
        yield Judged(one, Status.DUPLICATE, Said(reason, file=kept.came.file))


def _counted(sure: Sequence[_Alike], *, gaps: bool) -> Iterator[Judged]:
    """Yield the kept forms of an unbroken chain, the last of which counts."""
    for nth, group in enumerate(sure):
        one = group.forms[0] if gaps else _doubted(group.forms[0], nth)
        if group is sure[-1]:
            yield Judged(one, Status.ACCEPTED)
        else:
            counts = sure[-1].forms[0].version
            yield Judged(one, Status.SUPERSEDED, Said(N_("Version {version} counts."), version=counts))


def _doubted(one: Return, nth: int) -> Return:
    """Return a form with what is not proven of its place in the chain."""
    if one.version > 1 and not one.form_sha256:
        return replace(one, doubts=(*one.doubts, BY_NUMBER))
    if one.version > 1 and nth == 0:
        return replace(one, doubts=(*one.doubts, NOTHING_BEFORE))
    return one
