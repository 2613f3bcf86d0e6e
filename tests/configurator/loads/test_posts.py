"""Modules on posts at their corners: the same weight, gathered at the ends of the wall, with the peak that the wall head feels."""

from __future__ import annotations

import pytest

from catalogue.documents.options import Options
from configurator.loads.document import to_document
from configurator.loads.estimate import LoadEstimate, estimate_loads
from tests.configurator.loads import samples


def estimate(bearing: str) -> LoadEstimate:
    concept = samples.shipped_concept("A3@1.0.0")
    on_posts = tuple(c.model_copy(update={"bearing": bearing}) for c in concept.support.connectors)
    changed = concept.model_copy(update={"support": concept.support.model_copy(update={"connectors": on_posts})})
    lines = samples.even_lines(bay_mm=4000, bays=3)
    return estimate_loads(
        samples.host(lines), changed, samples.layout(samples.bay_modules(lines)), Options(), samples.shipped_assumptions()
    )


def test_posts_carry_the_same_weight_at_the_ends() -> None:
    edge, posts = estimate("edge"), estimate("posts")
    assert posts.added_weight_kn == pytest.approx(edge.added_weight_kn)
    top = posts.rows.level == len(posts.levels) - 1
    for name in ("added_g_kn_per_m", "added_q_kn_per_m"):
        totals = [float((getattr(got.rows, name) * got.rows.length_m)[got.rows.level == 4].sum()) for got in (edge, posts)]
        assert totals[0] == pytest.approx(totals[1], rel=1e-9)
    assert top.sum() == 3 * 4
    lines = {load.start_m for load in to_document(posts).lines if load.id == "w02"}
    assert lines == {0.0, 1.355, 8.645}


def test_the_peak_under_a_post_is_that_of_half_the_edge_over_the_spread() -> None:
    edge, posts = (to_document(estimate(bearing)).reactions[0] for bearing in ("edge", "posts"))
    assert posts.peak_kn_per_m == pytest.approx((posts.g_kn + posts.q_kn) / 2.0 / 1.355, rel=0.06)
    assert edge.peak_kn_per_m == pytest.approx((edge.g_kn + edge.q_kn) / 10.0)
    assert (posts.g_kn, posts.q_kn) == pytest.approx((edge.g_kn, edge.q_kn))
