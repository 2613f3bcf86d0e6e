"""Findings in groups, as the first page shows them: none is lost, the gravest first, equal ones together."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from api.page.findings import SECTIONS, finding_sections, section_of, tasks_by_role

FINDING = st.fixed_dictionaries(
    {
        "code": st.sampled_from(["A", "B", "C"]),
        "status": st.sampled_from(["fail", "unknown", "conditional", "info"]),
        "title": st.just("t"),
        "blocks": st.sampled_from([None, "screening", "comparison", "permit"]),
        "fix": st.sampled_from([None, {"support": "transfer_grid"}]),
        "who": st.sampled_from([None, "architect", "municipality"]),
        "obtain": st.sampled_from([None, "plans", "survey"]),
    }
)


@given(st.lists(FINDING, max_size=40))
def test_every_finding_is_in_one_row_of_its_section(findings: list[dict[str, Any]]) -> None:
    numbered = [{**finding, "number": number} for number, finding in enumerate(findings)]
    sections = finding_sections(numbered)
    assert [name for name, _ in sections] == [name for name in SECTIONS if any(section_of(f) == name for f in numbered)]
    assert sorted(f["number"] for _, groups in sections for group in groups for f in group) == list(range(len(numbered)))
    for name, groups in sections:
        for group in groups:
            assert {section_of(f) for f in group} == {name}
            assert len({(f["code"], f["status"], str(f["fix"]), f["obtain"]) for f in group}) == 1


def test_who_has_most_to_find_out_comes_first() -> None:
    tasks = [("architect", "plans"), ("municipality", "a"), ("municipality", "b"), ("municipality", "a"), (None, None)]
    found = tasks_by_role([{"who": who, "obtain": obtain} for who, obtain in tasks])
    assert found == [("municipality", ["a", "b"]), ("architect", ["plans"])]
