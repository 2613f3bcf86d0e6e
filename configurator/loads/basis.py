"""The basis of an estimate: level and consequence class of the existing parts, and the period that variable actions are taken for."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.documents.assumptions import Level, LoadAssumptions
from catalogue.documents.options import LoadOptions
from configurator.loads.norm import reference_period
from configurator.loads.norm_tables import FactorRow, partial_factors, psi_factors
from configurator.loads.norm_wind import probability_factor

DESIGN_YEARS = 50
"""The reference period for which the tables give their values, and of all new parts."""


@dataclass(frozen=True, slots=True)
class LoadBasis:
    """What the existing parts are compared at, before and after; new parts are always new build at 50 years."""

    level: Level
    consequence_class: int
    years: int
    code_equivalence: bool
    """Whether the new load at this level is also set against the existing load with the factors of new build."""

    @property
    def factors(self) -> FactorRow:
        """Partial factors of the level and class (NEN-EN 1990, NEN 8700)."""
        return partial_factors(self.level, self.consequence_class)

    @property
    def new_build(self) -> FactorRow:
        """Partial factors of new build in the same class (NEN-EN 1990)."""
        return partial_factors("new", self.consequence_class)

    @property
    def imposed_factor(self) -> float:
        """Imposed load over that of 50 years: NEN-EN 1990 NB 4.1.2(7)a, psi0 of category A."""
        return float(reference_period(1.0, psi_factors("A").psi0, self.years))

    @property
    def velocity_factor(self) -> float:
        """Basic wind velocity over that of 50 years, c_prob: NEN-EN 1991-1-4 (4.2) NB."""
        return float(probability_factor(self.years))


def load_basis(choices: LoadAssumptions, options: LoadOptions) -> LoadBasis:
    """Return the basis: what the options ask for, else the assumption set's."""
    return LoadBasis(
        level=options.level_existing or choices.level_existing,
        consequence_class=options.consequence_class or choices.consequence_class,
        years=options.reference_period_years or choices.reference_period_years,
        code_equivalence=options.code_equivalence,
    )
