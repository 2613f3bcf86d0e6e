"""What the writers need of a computed configuration, and by which names its files are asked for: the same for every way in."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.errors import NotFound
from configurator.configure import Computed
from configurator.loads.lift_shaft import placed_shaft
from configurator.outputs.bundle import BundleWing, ResultBundle
from configurator.outputs.drawing.words import Lang
from configurator.outputs.ifc.naming import building_key
from configurator.outputs.writers import BUILDING, WRITERS

MEDIA_TYPES: dict[str, str] = {
    "json": "application/json",
    "ifc": "application/x-step",
    "glb": "model/gltf-binary",
    "svg": "image/svg+xml",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "dxf": "image/vnd.dxf",
    "pdf": "application/pdf",
    "obj": "model/obj",
    "mtl": "model/mtl",
    "stl": "model/stl",
    "md": "text/markdown; charset=utf-8",
    "yaml": "application/yaml",
}
"""Media type of a file, by its suffix."""


NL_SFB: str = ResultBundle.classification
"""Name of the classification system in an IFC, unless the user says another."""


@dataclass(frozen=True, slots=True)
class OutputFile:
    """One file of a configuration: the format that writes it, and which of that format's files it is."""

    format: str
    index: int

    @property
    def pattern(self) -> str:
        """Its name, with `{building}` where the building's id stands."""
        return WRITERS[self.format][self.index][0]

    @property
    def suffix(self) -> str:
        """The end of its name, without the dot."""
        return self.pattern.rsplit(".", 1)[-1]

    @property
    def media_type(self) -> str:
        """What it is."""
        return MEDIA_TYPES[self.suffix]

    def named(self, building_id: str) -> str:
        """Return its name for one building."""
        return self.pattern.replace(BUILDING, building_key(building_id))


ALL_FILES: tuple[OutputFile, ...] = tuple(OutputFile(name, index) for name, files in WRITERS.items() for index in range(len(files)))
"""Every file that a configuration can be written to."""

BY_SUFFIX: dict[str, OutputFile] = {
    "json": OutputFile("json", 0),
    "ifc": OutputFile("ifc", 0),
    "glb": OutputFile("glb", 0),
    "svg": OutputFile("svg", 0),
    "png": OutputFile("picture", 1),
    "csv": OutputFile("csv", 0),
    "xlsx": OutputFile("xlsx", 0),
    "dxf": OutputFile("dxf", 0),
    "pdf": OutputFile("pdf", 0),
    "obj": OutputFile("obj", 0),
    "stl": OutputFile("stl", 0),
    "md": OutputFile("sheets", 1),
    "yaml": OutputFile("sheets", 3),
}
"""The file that a suffix alone means: the model, the plan, the loads, the sheet of inputs, the form to verify norm values with."""


def file_by_suffix(suffix: str) -> OutputFile:
    """Return the file that a suffix means. Raises NotFound with what there is."""
    file = BY_SUFFIX.get(suffix)
    if file is None:
        raise NotFound("configuration-suffix", suffix=suffix[:20], known=tuple("." + one for one in BY_SUFFIX))
    return file


def bundle_of(computed: Computed, lang: Lang = "nl", classification: str = NL_SFB) -> ResultBundle:
    """Return what the writers need of a computed configuration."""
    asked, loads = computed.inputs.request.options.lift, computed.inputs.assumptions.loads
    wings = tuple(BundleWing(wing.key, wing.host, wing.layout, placed_shaft(wing.host, asked, loads)) for wing in computed.wings)
    return ResultBundle(
        project_key=computed.inputs.request.project_key,
        host=computed.host,
        concept=computed.inputs.concept,
        layout=computed.layout,
        configuration=computed.configuration,
        wings=wings if len(wings) > 1 else (),
        shaft=wings[0].shaft,
        lang=lang,
        classification=classification,
    )


def file_bytes(computed: Computed, file: OutputFile, lang: Lang, classification: str = NL_SFB) -> bytes:
    """Return the bytes of one file of a computed configuration."""
    _, content = WRITERS[file.format][file.index]
    return content(bundle_of(computed, lang, classification))
