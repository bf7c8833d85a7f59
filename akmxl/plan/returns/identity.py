"""Tell whose a form is: by the code that it carries, else by a code that is given, or by the name."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.said import Said
from akmxl.core.spelling import fold, nearest, nearest_code
from akmxl.plan.returns.records import Centre, Return
from akmxl.plan.returns.regions import region_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from akmxl.plan.returns.records import Refused

GIVEN = N_("The form carries no code of its centre: the code was given by whoever consolidates.")
BY_NAME = N_("The form carries no code of its centre: it was known by the centre's name.")
OTHER_NAME = N_("The form names its centre otherwise than the list of centres does.")
OTHER_REGION = N_("The form names another region than the list of centres does.")
NAME_AMONG_FORMS = N_("Other forms of the same code name the centre otherwise.")
REGION_AMONG_FORMS = N_("Other forms of the same code name another region.")
_NO_SUCH_NAME = N_(
    "The form carries no code of its centre, and no centre of the list is called “{name}”{nearest}. Write "
    "the name into the list of centres, or give the code: --centre."
)
_NEAREST = N_("; the nearest is “{like}”")
_SEVERAL = N_(
    "The form carries no code of its centre, and several centres are called “{name}”: {codes}. Give the "
    "code: --centre."
)
_NO_SUCH_CODE = N_(
    "The centre's code “{code}” is not in the list of centres{nearest}. Put the code right in Sozlamalar and "
    "send the form again, or enter the centre into the list."
)
_GIVEN_WRONG = N_(
    "The code that is given is of one centre and the form's name of another: {code} is “{centre}”, and "
    "“{name}” is {other}. Consolidate the forms of that centre without --centre."
)
_OF_TWO = N_(
    "The code is of one centre and the name of another: {code} is “{centre}”, and “{name}” is {other}. Put "
    "the code right in Sozlamalar and send the form again."
)


class Identity(NamedTuple):
    """Whose a form is: a code of the table of centres; empty with the reason why nobody knows."""

    code: str
    why: Said | None = None
    doubts: tuple[str, ...] = ()


class CentreList:
    """The table of centres, found by code and by name, however they are spelt; or those that forms name."""

    def __init__(self, centres: Iterable[Centre], *, of_table: bool = True) -> None:
        self.of_table = of_table
        self.rows = tuple(sorted(centres, key=lambda one: (one.code, one.name)))
        self._by_code: dict[str, Centre] = {}
        self._by_name: defaultdict[str, set[str]] = defaultdict(set)
        for one in self.rows:
            self._by_code.setdefault(fold(one.code), one)
            for name in (one.name, *one.spellings):
                self._by_name[fold(name)].add(one.code)
        self.identified: dict[tuple[str, ...], Identity] = {}  # by all that an identity follows from

    def of_code(self, code: str) -> Centre | None:
        """Return the centre of a code; None where the table has none."""
        return self._by_code.get(fold(code)) if code else None

    def codes_of(self, name: str) -> tuple[str, ...]:
        """Return the codes of the centres that are called so."""
        return tuple(sorted(self._by_name.get(fold(name), ()))) if name else ()

    def like_code(self, code: str) -> Said | str:
        """Return what a message ends with: the code that a wrong one is most like; nothing where none is."""
        return the_nearest(nearest_code(code, (one.code for one in self.rows)))

    def like_name(self, name: str) -> Said | str:
        """Return what a message ends with: the name that a wrong one is most like; nothing where none is."""
        return the_nearest(nearest(name, (one.name for one in self.rows)))


def the_nearest(like: str | None) -> Said | str:
    """Return the end of a message that names what a wrong word is most like; empty where nothing is."""
    return Said(_NEAREST, like=like) if like else ""


def identify(returned: Return | Refused, centres: CentreList, given: str = "") -> Identity:
    """Return the code of the centre that sent a form, or the reason why nobody can say.

    A form that carries a code is of that centre, whatever is ``given``.
    """
    region = returned.region if isinstance(returned, Return) else ""
    own = returned.centre, returned.organisation, region, given
    if own not in centres.identified:
        centres.identified[own] = _identified(returned, centres, given)
    return centres.identified[own]


def _identified(returned: Return | Refused, centres: CentreList, given: str) -> Identity:
    code, name = returned.centre, returned.organisation
    if code or given:
        return _by_code(returned, centres, code or given, () if code else (GIVEN,))
    found = centres.codes_of(name)
    if not found:
        return Identity("", Said(_NO_SUCH_NAME, name=name, nearest=centres.like_name(name)))
    if len(found) > 1:
        return Identity("", Said(_SEVERAL, name=name, codes=", ".join(found)))
    return Identity(found[0], doubts=(BY_NAME, *_doubts(returned, centres.of_code(found[0]), centres)))


def _by_code(returned: Return | Refused, centres: CentreList, code: str, doubts: tuple[str, ...]) -> Identity:
    centre, name = centres.of_code(code), returned.organisation
    if centre is None:
        return Identity("", Said(_NO_SUCH_CODE, code=code, nearest=centres.like_code(code)))
    others = centres.codes_of(name)
    if others and centre.code not in others:
        other, message = ", ".join(others), _OF_TWO if returned.centre else _GIVEN_WRONG
        return Identity("", Said(message, code=centre.code, centre=centre.name, name=name, other=other))
    return Identity(centre.code, doubts=(*doubts, *_doubts(returned, centre, centres)))


def _doubts(returned: Return | Refused, centre: Centre | None, centres: CentreList) -> tuple[str, ...]:
    """Return what a form says of its centre otherwise than the table, or than other forms of its code."""
    if centre is None:
        return ()
    names = {fold(name) for name in (centre.name, *centre.spellings)}
    region = getattr(returned, "region", "")
    found = []
    if returned.organisation and fold(returned.organisation) not in names:
        found.append(OTHER_NAME if centres.of_table else NAME_AMONG_FORMS)
    if region and centre.region and region_key(region) != region_key(centre.region):
        found.append(OTHER_REGION if centres.of_table else REGION_AMONG_FORMS)
    return tuple(found)


def centres_of(returns: Iterable[Return], given: str = "") -> tuple[Centre, ...]:
    """Return the centres that forms say they are of: what is known where there is no table of centres."""
    named: dict[str, tuple[str, str, str]] = {}
    for row in {(one.centre or given, one.organisation, one.region) for one in returns}:
        if code := row[0]:
            named[fold(code)] = min(named.get(fold(code), row), row)
    return tuple(Centre(code, name, region=region) for code, name, region in sorted(named.values()))
