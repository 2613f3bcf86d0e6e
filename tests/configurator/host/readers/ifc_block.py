"""A hand-made IFC of a slab block, written as text: the same form as files of real authors, with every number known."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """What stands in the file, metres."""

    bays_m: tuple[float, ...] = (3.6, 4.2, 2.4, 4.2, 3.6)
    depth_m: float = 10.0
    storeys: int = 4
    storey_m: float = 2.8
    slab_m: float = 0.2
    wall_m: float = 0.18
    parapet_m: float = 0.4
    hut_m: tuple[float, float, float, float, float] | None = (7.0, 4.0, 3.0, 2.5, 2.6)
    schema: str = "IFC4"
    millimetres: bool = True
    map_conversion: tuple[str, float, float, float] | None = None
    x_axis: tuple[float, float] | None = None
    """Direction of the model's x axis on the map."""
    map_scale: float | None = None
    load_bearing: bool | tuple[bool, ...] | None = None
    """What the model declares of every cross wall, or of each from west to east."""
    buildings: int = 1
    roof_class: str = "ROOF"
    """Predefined type of the roof slab; without one there is no roof."""
    context: str = "Model"
    elevation_error_m: float = 0.0
    facades: bool = False
    """Whether thin facades close the long sides."""

    @property
    def length_m(self) -> float:
        return sum(self.bays_m) + self.wall_m

    @property
    def roof_m(self) -> float:
        return self.storeys * self.storey_m + self.slab_m


class Writer:
    """Numbers entities and writes them."""

    def __init__(self, block: Block) -> None:
        self.block, self.lines, self.unit = block, list[str](), 1000.0 if block.millimetres else 1.0
        self.guids = 0

    def add(self, text: str) -> str:
        self.lines.append(f"#{len(self.lines) + 1}={text};")
        return f"#{len(self.lines)}"

    def guid(self) -> str:
        self.guids += 1
        return f"'{self.guids:022d}'"

    def n(self, metres: float) -> str:
        return repr(float(round(metres * self.unit, 6)))

    def point(self, *metres: float) -> str:
        return self.add(f"IFCCARTESIANPOINT(({','.join(self.n(v) for v in metres)}))")

    def axis(self, *metres: float) -> str:
        return self.add(f"IFCAXIS2PLACEMENT3D({self.point(*metres)},{self.up},{self.east})")

    def placement(self, above: str, *metres: float) -> str:
        return self.add(f"IFCLOCALPLACEMENT({above},{self.axis(*metres)})")

    def header(self) -> None:
        self.up = self.add("IFCDIRECTION((0.,0.,1.))")
        self.east = self.add("IFCDIRECTION((1.,0.,0.))")
        self.context = self.add(f"IFCGEOMETRICREPRESENTATIONCONTEXT($,'{self.block.context}',3,1.E-05,{self.axis(0, 0, 0)},$)")
        length = self.add(f"IFCSIUNIT(*,.LENGTHUNIT.,{'.MILLI.' if self.block.millimetres else '$'},.METRE.)")
        units = self.add(f"IFCUNITASSIGNMENT(({length}))")
        self.project = self.add(f"IFCPROJECT({self.guid()},$,'p',$,$,$,$,({self.context}),{units})")
        if self.block.map_conversion is not None:
            name, x, y, h = self.block.map_conversion
            axis = "$,$" if self.block.x_axis is None else ",".join(repr(float(value)) for value in self.block.x_axis)
            scale = "$" if self.block.map_scale is None else repr(float(self.block.map_scale))
            crs = self.add(f"IFCPROJECTEDCRS('{name}',$,$,$,$,$,$)")
            self.add(f"IFCMAPCONVERSION({self.context},{crs},{float(x)!r},{float(y)!r},{float(h)!r},{axis},{scale})")

    def box(self, kind: str, where: str, low: tuple[float, float, float], size: tuple[float, float, float], tail: str) -> str:
        """Add an extruded box at a placement and return the element."""
        x, y, z = low
        w, d, h = size
        middle = self.add(f"IFCCARTESIANPOINT(({self.n(x + w / 2)},{self.n(y + d / 2)}))")
        flat = self.add(f"IFCAXIS2PLACEMENT2D({middle},$)")
        profile = self.add(f"IFCRECTANGLEPROFILEDEF(.AREA.,$,{flat},{self.n(w)},{self.n(d)})")
        solid = self.add(f"IFCEXTRUDEDAREASOLID({profile},{self.axis(0, 0, z)},{self.up},{self.n(h)})")
        shape = self.add(f"IFCSHAPEREPRESENTATION({self.context},'Body','SweptSolid',({solid}))")
        product = self.add(f"IFCPRODUCTDEFINITIONSHAPE($,$,({shape}))")
        place = self.placement(where, 0, 0, 0)
        return self.add(f"{kind}({self.guid()},$,'m5',$,$,{place},{product},$,{tail})".replace(",)", ")"))

    def building(self, number: int) -> str:
        b, x0 = self.block, 60.0 * number
        place = self.placement("$", x0, 0, 0)
        storeys = []
        for index in range(b.storeys):
            z = index * b.storey_m
            at = self.placement(place, 0, 0, z)
            storey = self.add(
                f"IFCBUILDINGSTOREY({self.guid()},$,'s{index}',$,$,{at},$,$,.ELEMENT.,{self.n(z + (b.elevation_error_m if index else 0))})"
            )
            self.contain(storey, self.storey(at))
            storeys.append(storey)
        top = self.placement(place, 0, 0, b.storeys * b.storey_m)
        covering = self.roof(top)
        if covering:
            self.contain(storeys[-1], covering)
        building = self.add(f"IFCBUILDING({self.guid()},$,'blok {number}',$,$,{place},$,$,.ELEMENT.,$,$,$)")
        self.add(f"IFCRELAGGREGATES({self.guid()},$,$,$,{building},({','.join(storeys)}))")
        return building

    def contain(self, storey: str, elements: list[str]) -> None:
        self.add(f"IFCRELCONTAINEDINSPATIALSTRUCTURE({self.guid()},$,$,$,({','.join(elements)}),{storey})")

    def storey(self, at: str) -> list[str]:
        b = self.block
        found = [self.box("IFCSLAB", at, (0, 0, 0), (b.length_m, b.depth_m, b.slab_m), ".FLOOR.")]
        wall_tail = "" if b.schema == "IFC2X3" else "$"
        x = 0.0
        for number, bay in enumerate((0.0, *b.bays_m)):
            x += bay
            bears = b.load_bearing[number] if isinstance(b.load_bearing, tuple) else b.load_bearing
            wall = self.box("IFCWALL", at, (x, 0, b.slab_m), (b.wall_m, b.depth_m, b.storey_m - b.slab_m), wall_tail)
            found.append(wall)
            if bears is not None:
                value = self.add(f"IFCPROPERTYSINGLEVALUE('LoadBearing',$,IFCBOOLEAN(.{'T' if bears else 'F'}.),$)")
                pset = self.add(f"IFCPROPERTYSET({self.guid()},$,'Pset_WallCommon',$,({value}))")
                self.add(f"IFCRELDEFINESBYPROPERTIES({self.guid()},$,$,$,({wall}),{pset})")
        sides = (0.0, b.depth_m - 0.1) if b.facades else ()
        size = (b.length_m, 0.1, b.storey_m - b.slab_m)
        return [*found, *(self.box("IFCWALL", at, (0, y, b.slab_m), size, wall_tail) for y in sides)]

    def roof(self, at: str) -> list[str]:
        b, t = self.block, 0.2
        if not b.roof_class:
            return []
        found = [self.box("IFCSLAB", at, (0, 0, 0), (b.length_m, b.depth_m, b.slab_m), f".{b.roof_class}.")]
        tail = "" if b.schema == "IFC2X3" else "$"
        if b.parapet_m > 0:
            sides = (
                ((0, 0), (b.length_m, t)),
                ((0, b.depth_m - t), (b.length_m, t)),
                ((0, t), (t, b.depth_m - 2 * t)),
                ((b.length_m - t, t), (t, b.depth_m - 2 * t)),
            )
            for (x, y), (w, d) in sides:
                found.append(self.box("IFCWALL", at, (x, y, b.slab_m), (w, d, b.parapet_m), tail))
        if b.hut_m is not None:
            x, y, w, d, h = b.hut_m
            found.append(self.box("IFCBUILDINGELEMENTPROXY", at, (x, y, b.slab_m), (w, d, h), "$"))
        return found


def ifc_text(block: Block) -> str:
    """Return the file."""
    writer = Writer(block)
    writer.header()
    buildings = [writer.building(number) for number in range(block.buildings)]
    writer.add(f"IFCRELAGGREGATES({writer.guid()},$,$,$,{writer.project},({','.join(buildings)}))")
    header = f"HEADER;FILE_DESCRIPTION((''),'2;1');FILE_NAME('','',(''),(''),'','','');FILE_SCHEMA(('{block.schema}'));ENDSEC;"
    return f"ISO-10303-21;\n{header}\nDATA;\n" + "\n".join(writer.lines) + "\nENDSEC;\nEND-ISO-10303-21;\n"


def _flipped(good: bytes, count: int, low: int, high: int) -> bytes:
    dice = random.Random(1)
    data = bytearray(good)
    for _ in range(count):
        data[dice.randrange(len(data))] = dice.randrange(low, high)
    return bytes(data)


def _self_placed(good: bytes) -> bytes:
    return re.sub(rb"(#\d+)=IFCLOCALPLACEMENT\((\$|#\d+)", rb"\1=IFCLOCALPLACEMENT(\1", good)


MALFORMED: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda good: b"",
    "random": lambda good: random.Random(1).randbytes(200_000),
    "cut-in-half": lambda good: good[: len(good) // 2],
    "cut-in-a-string": lambda good: good[: good.index(b"'m5") + 2],
    "no-header": lambda good: good[good.index(b"DATA;") :],
    "unknown-schema": lambda good: good.replace(b"IFC4", b"IFC9"),
    "unknown-entity": lambda good: good.replace(b"IFCBUILDINGSTOREY", b"IFCBANANA"),
    "dangling-reference": lambda good: re.sub(rb"#(\d+)\)\);", rb"#99999999));", good, count=5),
    "placed-on-itself": _self_placed,
    "double-ids": lambda good: good.replace(b"DATA;\n", b"DATA;\n" + b"#1=IFCCARTESIANPOINT((0.,0.,0.));\n" * 3),
    "deep-nesting": lambda good: good.replace(
        b"DATA;\n", b"DATA;\n#900001=IFCCARTESIANPOINT(" + b"(" * 200_000 + b"0." + b")" * 200_000 + b");\n"
    ),
    "wrong-count": lambda good: good.replace(b"IFCCARTESIANPOINT((0.0,0.0,0.0))", b"IFCCARTESIANPOINT((0.0,0.0,0.0),1,2,3)"),
    "huge-numbers": lambda good: good.replace(b"3780.0", b"1E400").replace(b"10000.0", b"-1E308"),
    "nul-bytes": lambda good: good[:2000] + b"\0" * 5000 + good[2000:],
    "huge-id": lambda good: good.replace(b"#20=", b"#99999999999999999999="),
    "bad-escape": lambda good: good.replace(b"'m5'", rb"'\X2\ZZZZ\X0\ \S\ \PZ\'"),
    "xml": lambda good: b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><ifcXML>&x;</ifcXML>",
    "zip": lambda good: b"PK\x03\x04" + random.Random(1).randbytes(5000),
    "flips-300": lambda good: _flipped(good, 300, 0, 256),
    "flips-20": lambda good: _flipped(good, 20, 32, 127),
    "wrong-type": lambda good: re.sub(rb"IFCDIRECTION\(\([^)]*\)\)", b"IFCDIRECTION('x')", good),
    "wrong-class": lambda good: re.sub(rb"IFCLOCALPLACEMENT\((\$|#\d+),#\d+\)", rb"IFCLOCALPLACEMENT(\1,#1)", good),
    "zero-directions": lambda good: re.sub(rb"IFCDIRECTION\(\([^)]*\)\)", b"IFCDIRECTION((0.,0.,0.))", good),
}
"""Ways to break a file: what people and programs have really produced, and what somebody would try on purpose. The 24th kind, a
string of 50 MB, is no damage: it is read or refused, quickly."""
