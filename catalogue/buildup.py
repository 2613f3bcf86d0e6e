"""Layers -> mass, thickness, biobased share. The one place where a concept's mass comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from catalogue.documents.concept import Access, BuildUp, Concept, Layer, Opening, Orientation, Side
from catalogue.documents.document import remembered
from catalogue.documents.evidence import Interval

GRAVITY_M_PER_S2 = 9.81
"""Standard acceleration for turning kg into N (EN 1991-1-1 uses unit weights; 9.81 is rounded from CGPM 1901)."""

ZERO = Interval.exact(0.0)


def kilonewton(mass_kg: Interval) -> Interval:
    """Turn kg (or kg/m2, kg/m) into kN (or kN/m2, kN/m)."""
    return mass_kg.scaled(GRAVITY_M_PER_S2 / 1000.0)


@remembered
def layer_mass_kg_per_m2(layer: Layer) -> Interval:
    """Return thickness x density x volume fraction, summed over the layer's constituents."""
    total = ZERO
    for part in layer.constituents:
        total = total + part.density_kg_per_m3.scaled(part.volume_fraction * layer.thickness_mm / 1000.0)
    return total


@remembered
def buildup_mass_kg_per_m2(build_up: BuildUp) -> Interval:
    """Return the mass of a build-up per m2 of its face, summed layer by layer."""
    return sum((layer_mass_kg_per_m2(layer) for layer in build_up.layers), ZERO)


@remembered
def buildup_thickness_mm(build_up: BuildUp) -> float:
    """Return the sum of the layer thicknesses."""
    return sum(layer.thickness_mm for layer in build_up.layers)


@remembered
def buildup_biobased_kg_per_m2(build_up: BuildUp) -> float:
    """Return the nominal biotic mass per m2 of face."""
    return sum(
        part.density_kg_per_m3.nominal * part.volume_fraction * layer.thickness_mm / 1000.0 * part.biobased_fraction
        for layer in build_up.layers
        for part in layer.constituents
    )


@dataclass(frozen=True, slots=True)
class ModuleSize:
    """Outer and inner sizes of one module, millimetres, and the thickness of what is around it."""

    width_mm: int
    length_mm: int
    height_mm: int
    floor_mm: float
    overhead_mm: float
    """Ceiling or roof."""
    long_wall_mm: float
    end_wall_mm: float

    @property
    def wall_height_mm(self) -> float:
        """Height of the walls, which is the clear height between floor and ceiling."""
        return self.height_mm - self.floor_mm - self.overhead_mm

    @property
    def plan_m2(self) -> float:
        """Outer area in plan."""
        return self.width_mm * self.length_mm / 1e6

    def inner_width_mm(self, open_sides: Iterable[str] = ()) -> float:
        """Clear width; a side that opens to the next module gives back its wall."""
        return self.width_mm - self.long_wall_mm * (2 - len(set(open_sides)))

    @property
    def inner_length_mm(self) -> float:
        """Clear length between the end walls."""
        return self.length_mm - 2.0 * self.end_wall_mm


def module_size(concept: Concept, width_mm: int, length_mm: int, *, topmost: bool) -> ModuleSize:
    """Return the sizes of a module of a concept; `topmost` chooses roof or ceiling."""
    module = concept.module

    def thickness(build_up: str | None) -> float:
        return 0.0 if build_up is None else buildup_thickness_mm(concept.build_ups[build_up])

    return ModuleSize(
        width_mm=width_mm,
        length_mm=length_mm,
        height_mm=module.height_mm,
        floor_mm=thickness(module.floor),
        overhead_mm=thickness(module.roof if topmost else module.ceiling),
        long_wall_mm=thickness(module.long_wall),
        end_wall_mm=thickness(module.end_wall),
    )


def middle_module(concept: Concept) -> ModuleSize:
    """Return the module of which figures per m2 are shown: of the middle width and length, on the top storey."""
    widths, lengths = concept.module.width_mm.values(), concept.module.length_mm.values()
    return module_size(concept, widths[len(widths) // 2], lengths[len(lengths) // 2], topmost=True)


def openings_of(
    concept: Concept, side: Side, access: Access | None, access_side: Side | None, orientation: Orientation = "across"
) -> tuple[Opening, ...]:
    """Return the openings in one side of a module, given the access scheme, where this module is entered and how it lies in its row."""
    return tuple(
        opening
        for opening in concept.module.openings
        if (opening.side == side or (opening.side == "access_side" and access_side == side))
        and (not opening.access or access in opening.access)
        and opening.orientation == orientation
    )


@dataclass(frozen=True, slots=True)
class ModuleMass:
    """Mass of one module by part, kg. Floor and overhead are spread over the plan, walls stand along their sides."""

    floor_kg: Interval
    overhead_kg: Interval
    """Ceiling or roof."""
    long_a_kg: Interval
    long_b_kg: Interval
    end_a_kg: Interval
    end_b_kg: Interval
    biobased_kg: float
    total_kg: Interval = field(init=False)
    """Mass of the whole module: what the crane lifts, without hoisting gear."""

    def __post_init__(self) -> None:
        """Add up the parts, once: a module is weighed for many purposes."""
        walls = (self.long_a_kg, self.long_b_kg, self.end_a_kg, self.end_b_kg)
        object.__setattr__(self, "total_kg", sum((self.overhead_kg, *walls), self.floor_kg))


@dataclass(frozen=True, slots=True)
class ModuleFaces:
    """What a module is made of, part by part: the build-up, and m2 of it, with openings and open sides taken out."""

    floor: tuple[str, float]
    overhead: tuple[str, float]
    """Ceiling or roof."""
    walls: dict[Side, tuple[str, float]]
    """A side without a build-up of its own is delivered open, and not in here."""
    openings: dict[Side, tuple[Opening, ...]]

    def of_build_ups(self) -> tuple[tuple[str, float], ...]:
        """Return every build-up with its m2, one entry a part."""
        return (self.floor, self.overhead, *self.walls.values())


def module_faces(
    concept: Concept,
    size: ModuleSize,
    *,
    topmost: bool,
    access: Access | None = None,
    access_side: Side | None = None,
    open_sides: tuple[Side, ...] = (),
    orientation: Orientation = "across",
) -> ModuleFaces:
    """Return the build-ups around a module with their areas."""
    module = concept.module
    plan_m2 = size.plan_m2
    across_mm = size.width_mm - 2.0 * size.long_wall_mm
    long, end = (module.long_wall, size.length_mm), (module.end_wall, across_mm)
    sides: dict[Side, tuple[str | None, float]] = {"long_a": long, "long_b": long, "end_a": end, "end_b": end}
    walls: dict[Side, tuple[str, float]] = {}
    openings: dict[Side, tuple[Opening, ...]] = {}
    for side, (build_up, length_mm) in sides.items():
        if build_up is None:
            continue
        openings[side] = () if side in open_sides else openings_of(concept, side, access, access_side, orientation)
        cut_m2 = sum(o.width_mm * o.height_mm for o in openings[side]) / 1e6
        left = (1.0 - module.open_side_share) if side in open_sides else 1.0
        walls[side] = (build_up, max(0.0, length_mm * size.wall_height_mm / 1e6 * left - cut_m2))
    return ModuleFaces((module.floor, plan_m2), (module.roof if topmost else module.ceiling, plan_m2), walls, openings)


def module_mass(
    concept: Concept,
    size: ModuleSize,
    *,
    topmost: bool,
    access: Access | None = None,
    access_side: Side | None = None,
    open_sides: tuple[Side, ...] = (),
    orientation: Orientation = "across",
) -> ModuleMass:
    """Return the mass of a module as the sum of its build-ups, openings taken out and put back as windows and doors."""
    faces = module_faces(
        concept, size, topmost=topmost, access=access, access_side=access_side, open_sides=open_sides, orientation=orientation
    )

    def face_kg(face: tuple[str, float]) -> Interval:
        return buildup_mass_kg_per_m2(concept.build_ups[face[0]]).scaled(face[1])

    def wall_kg(side: Side) -> Interval:
        if side not in faces.walls:
            return ZERO
        total = face_kg(faces.walls[side])
        for opening in faces.openings[side]:
            total = total + (opening.mass_kg_per_m2.interval() or ZERO).scaled(opening.width_mm * opening.height_mm / 1e6)
        return total

    return ModuleMass(
        floor_kg=face_kg(faces.floor),
        overhead_kg=face_kg(faces.overhead),
        long_a_kg=wall_kg("long_a"),
        long_b_kg=wall_kg("long_b"),
        end_a_kg=wall_kg("end_a"),
        end_b_kg=wall_kg("end_b"),
        biobased_kg=sum(buildup_biobased_kg_per_m2(concept.build_ups[name]) * area_m2 for name, area_m2 in faces.of_build_ups()),
    )
