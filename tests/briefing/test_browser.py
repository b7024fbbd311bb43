"""A briefing in a real browser: it asks nothing of the network and can be read by everyone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

# Without these, Chromium calls its maker's hosts by itself, and needs a sandbox that root lacks.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def site(sample_site: Path) -> Path:
    return sample_site


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    chromium = shutil.which("chromium")
    if chromium is None and not os.environ.get("CI"):
        pytest.skip("Debian's chromium is not installed; .ci/run installs it")
    assert chromium, "CI must install chromium"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


PAGES = ["index.html", "cement.html", "steel.html", "standards.html", "dictionary.html"]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_for_nothing_but_itself_and_says_nothing_on_the_console(browser, site, name):
    page = browser.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto((site / name).as_uri())
    page.wait_for_load_state("networkidle")
    page.close()
    assert [url for url in asked if not url.startswith("data:")] == [(site / name).as_uri()]
    assert said == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_barrier_that_axe_finds(browser, site, name):
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((site / name).as_uri())
    # Contrast is measured text by text; a thousand rows have the styles of the dictionary.
    large = name == "standards.html"
    found = Axe().run(page, options={"rules": {"color-contrast": {"enabled": not large}}})
    page.close()
    violations = [(each["id"], each["nodes"][0]["target"]) for each in found.response["violations"]]
    assert violations == []


@pytest.mark.parametrize("name", ["index.html", "cement.html", "standards.html", "dictionary.html"])
def test_a_page_fits_a_phone_without_scrolling_sideways(browser, site, name):
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto((site / name).as_uri())
    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    page.close()
    assert overflow <= 0


def test_every_link_of_the_index_leads_to_a_page_and_every_figure_is_drawn(browser, site):
    page = browser.new_page()
    page.goto((site / "index.html").as_uri())
    links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
    assert all((site / link).is_file() for link in links if not link.startswith("#"))
    page.goto((site / "cement.html").as_uri())
    widths = page.eval_on_selector_all("figure img", "all => all.map(img => img.naturalWidth)")
    page.close()
    assert widths
    assert all(width > 0 for width in widths)


def test_a_link_to_a_folded_row_opens_what_it_stands_in(browser, site):
    page = browser.new_page()
    page.goto((site / "standards.html").as_uri() + "#npc-retirement-2024.ret-m60-1965-05")
    seen = page.evaluate(
        "document.getElementById('npc-retirement-2024.ret-m60-1965-05')"
        ".getBoundingClientRect().top < innerHeight && document.querySelector('tr:target') !== null"
        " && document.querySelector('tr:target').closest('details').open"
    )
    page.close()
    assert seen
