"""What changed between two exports, by GlobalId: kept, moved, changed, new, deleted."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from catalogue.errors import Phrase, UnreadableInput
from configurator.host.readers.ifc.opening import check_bytes, open_model
from configurator.host.readers.isolation import Limits, run_isolated

if TYPE_CHECKING:
    import ifcopenshell

Fate = Literal["kept", "moved", "changed", "new", "deleted"]
FATES: tuple[Fate, ...] = ("kept", "moved", "changed", "new", "deleted")
LIMITS = Limits(cpu_s=300, memory_bytes=6 << 30, wall_s=300.0)
PLACES = 4
"""Placements are compared to a tenth of a millimetre in a file in metres."""
UNNAMED = ("GlobalId", "OwnerHistory", "ObjectPlacement")


@dataclass(frozen=True, slots=True)
class Revised:
    """One object that is not the same in both files."""

    fate: Fate
    global_id: str
    ifc_class: str
    name: str
    what: tuple[str, ...] = ()
    """What differs: class, name, placement, shape, properties."""


@dataclass(frozen=True, slots=True)
class Revision:
    """The difference between two files."""

    old: str
    new: str
    counts: dict[str, int]
    """Number of objects by fate."""
    objects: tuple[Revised, ...]
    """All that are not kept, by fate, then by name."""

    def to_json(self) -> dict[str, Any]:
        """Return the difference as a JSON value."""
        return asdict(self)


class _Digests:
    """Digests of entities by content; what they refer to counts, their numbers in the file do not."""

    def __init__(self) -> None:
        self._known: dict[int, str] = {}

    def of(self, value: Any) -> str:  # noqa: ANN401 - any value of an attribute
        """Return the digest of a value."""
        if hasattr(value, "is_a"):
            return self._entity(value)
        if isinstance(value, tuple | list):
            return "(" + ",".join(self.of(item) for item in value) + ")"
        return f"{value:.6f}" if isinstance(value, float) else repr(value)

    def _entity(self, entity: Any) -> str:  # noqa: ANN401
        number = entity.id()
        if number and number in self._known:
            return self._known[number]
        info = entity.get_info(include_identifier=False)
        text = ";".join(f"{name}={self.of(value)}" for name, value in info.items() if name not in UNNAMED)
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]
        if number:
            self._known[number] = digest
        return digest


def _facts(model: ifcopenshell.file) -> dict[str, tuple[str, str, dict[str, str]]]:
    """Return class, name, and the digests that are compared, of every element and space by GlobalId."""
    import ifcopenshell.util.placement

    digests, found = _Digests(), {}
    for product in [*model.by_type("IfcElement"), *model.by_type("IfcSpace")]:
        item: Any = product
        matrix = ifcopenshell.util.placement.get_local_placement(item.ObjectPlacement)
        rows = sorted(digests.of(r.RelatingPropertyDefinition) for r in item.IsDefinedBy if r.is_a("IfcRelDefinesByProperties"))
        found[item.GlobalId] = (
            item.is_a(),
            str(getattr(item, "Tag", None) or item.Name or ""),
            {
                "class": item.is_a(),
                "name": str(item.Name),
                "placement": " ".join(f"{round(float(x), PLACES) + 0.0:g}" for x in matrix[:3].ravel()),
                "shape": digests.of(item.Representation),
                "properties": " ".join(rows),
            },
        )
    return found


def _objects(old: ifcopenshell.file, new: ifcopenshell.file) -> list[Revised]:
    before, after = _facts(old), _facts(new)
    found = []
    for key in sorted(before.keys() | after.keys()):
        if key not in after:
            found.append(Revised("deleted", key, before[key][0], before[key][1]))
        elif key not in before:
            found.append(Revised("new", key, after[key][0], after[key][1]))
        else:
            what = tuple(name for name, value in before[key][2].items() if after[key][2][name] != value)
            fate: Fate = "kept" if not what else "moved" if "placement" in what else "changed"
            found.append(Revised(fate, key, after[key][0], after[key][1], what))
    return found


def revise_in_child(old: str, new: str) -> dict[str, Any]:
    """Return the difference between two files as a JSON value; run in the child."""
    objects = _objects(open_model(Path(old)), open_model(Path(new)))
    counts: dict[str, int] = {fate: sum(1 for o in objects if o.fate == fate) for fate in FATES}
    told = sorted((o for o in objects if o.fate != "kept"), key=lambda o: (FATES.index(o.fate), o.name, o.global_id))
    return Revision(Path(old).name, Path(new).name, counts, tuple(told)).to_json()


def compare_ifc(old: Path, new: Path, limits: Limits = LIMITS) -> Revision:
    """Return what changed between two IFC files of anybody, read in a child with limits. Raises UnreadableInput when one cannot be read."""
    for path in (old, new):
        if not path.is_file():
            raise UnreadableInput("ifc-check-no-file", path=path)
        check_bytes(path)
    answer = run_isolated(
        revise_in_child, str(old), str(new), where=Phrase("one-or-other", {"one": old.name, "other": new.name}), limits=limits
    )
    objects: Sequence[dict[str, Any]] = answer["objects"]
    return Revision(
        answer["old"], answer["new"], answer["counts"], tuple(Revised(**{**item, "what": tuple(item["what"])}) for item in objects)
    )
