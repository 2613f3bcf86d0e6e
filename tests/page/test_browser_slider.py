"""A slider under a real hand: the next step is there before it is asked for, and a held key ends at what it says."""

from __future__ import annotations

from typing import Any

from tests.page.test_browser_configure import GALLERY, OpenPage, after, answers, asked, ready


def test_the_next_step_is_there_before_it_is_asked_for(open_page: OpenPage, server: Any) -> None:
    page = ready(open_page(GALLERY))
    sent: list[tuple[str | None, Any]] = []
    page.on(
        "request",
        lambda request: sent.append((request.headers.get("priority"), request.post_data_json)) if request.method == "POST" else None,
    )
    page.locator('[name="setback_mm.facade"]').focus()
    with page.expect_response(lambda response: "priority" in response.request.headers, timeout=20_000) as foreseen:
        after(page, lambda: page.keyboard.press("ArrowRight"))
    foreseen.value.finished()
    assert [(priority, body["options"]["setback_mm"]["facade"]) for priority, body in sent] == [(None, "400"), ("u=7", "500")]
    sent.clear()
    after(page, lambda: page.keyboard.press("ArrowRight"))
    assert not [body for priority, body in sent if priority is None]
    options = {"access": "gallery", "storeys_added": 2, "setback_mm": {"facade": 500}}
    said = asked(page, server.address, building_id="demo-portiek-1966", concept="A3", options=options)
    assert page.locator("#bench").get_attribute("data-digest") == said["digest"]


def test_a_held_key_ends_at_what_it_says(open_page: OpenPage, server: Any) -> None:
    page = ready(open_page(GALLERY))
    before = answers(page)
    page.locator('[name="setback_mm.facade"]').focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight", delay=15)
    options = {"access": "gallery", "storeys_added": 2, "setback_mm": {"facade": 2300}}
    digest = asked(page, server.address, building_id="demo-portiek-1966", concept="A3", options=options)["digest"]
    page.wait_for_selector(f'#bench[data-state="shown"][data-digest="{digest}"]', timeout=30_000)
    page.wait_for_url("**setback_mm.facade=2300**")
    assert 2 <= answers(page) - before <= 21
