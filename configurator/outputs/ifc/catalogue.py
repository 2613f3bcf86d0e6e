"""Materials and classification: collected while products are written, related once for each."""

from __future__ import annotations

from catalogue.documents.concept import BuildUp, Concept
from configurator.outputs.ifc.naming import CODE_NAMES, NL_SFB_EDITION
from configurator.outputs.ifc.store import Entity, Store, metres


class Materials:
    """Layer sets from build-ups, and single materials; each is related once to types and occurrences alike."""

    def __init__(self, store: Store, concept: Concept) -> None:
        """Keep the concept whose build-ups are written."""
        self.store = store
        self.concept = concept
        self._materials: dict[str, Entity] = {}
        self._users: dict[tuple[str, str], list[Entity]] = {}

    def use_build_up(self, product: Entity, build_up: str) -> None:
        """Say that a product is made of a build-up."""
        self._users.setdefault(("layers", build_up), []).append(product)

    def use_material(self, product: Entity, name: str) -> None:
        """Say that a product is made of one material."""
        self._users.setdefault(("material", name), []).append(product)

    def _material(self, name: str) -> Entity:
        if name not in self._materials:
            self._materials[name] = self.store.add("IfcMaterial", name, None, name.partition("_")[0])
        return self._materials[name]

    def _layers(self, name: str, build_up: BuildUp) -> Entity:
        """Write the layers from inside to outside; a layer of several materials carries the one that fills most of it."""
        layers = []
        for layer in build_up.layers:
            main = max(layer.constituents, key=lambda c: c.volume_fraction)
            cavity = sum(c.volume_fraction for c in layer.constituents) < 0.5  # noqa: PLR2004 - more air than material
            layers.append(
                self.store.add(
                    "IfcMaterialLayer",
                    self._material(main.material),
                    metres(layer.thickness_mm),
                    cavity,
                    layer.name.nl,
                    ", ".join(f"{c.material} {c.volume_fraction:.0%}" for c in layer.constituents),
                )
            )
        return self.store.add("IfcMaterialLayerSet", tuple(layers), name, build_up.name.nl)

    def write(self) -> None:
        """Write every material relation."""
        for (kind, name), products in self._users.items():
            relating = self._layers(name, self.concept.build_ups[name]) if kind == "layers" else self._material(name)
            self.store.relate("IfcRelAssociatesMaterial", (kind, name), ("RelatingMaterial", relating), ("RelatedObjects", products))


class Classification:
    """NL-SfB codes of occurrences."""

    def __init__(self, store: Store, system: str) -> None:
        """Start empty; `system` is the name that the receiver's checks ask for."""
        self.store = store
        self.system = system
        self._users: dict[str, list[Entity]] = {}

    def use(self, product: Entity, code: str) -> None:
        """Give a product its four-digit code."""
        self._users.setdefault(code, []).append(product)

    def write(self, project: Entity) -> None:
        """Write the system, the codes in use and who has them."""
        system = self.store.add("IfcClassification", "BIM Loket", NL_SFB_EDITION, None, self.system, None, None, None)
        relation = "IfcRelAssociatesClassification"
        self.store.relate(relation, ("nl-sfb", ""), ("RelatingClassification", system), ("RelatedObjects", (project,)))
        for code, products in sorted(self._users.items()):
            reference = self.store.add("IfcClassificationReference", None, code, CODE_NAMES[code], system, None, None)
            self.store.relate(relation, ("nl-sfb", code), ("RelatingClassification", reference), ("RelatedObjects", products))
