"""What axe says of a page: nothing on it may keep anybody from using it."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WITHOUT_SCRIPT = "matchMedia('(scripting: none)').matches"


def found_by_axe(
    page: Page,
    within: str | None = None,
    *,
    without: tuple[str, ...] = (),
    only: tuple[str, ...] = (),
) -> str:
    """Return what keeps somebody from using a page, or what is `within` it; "" for nothing.

    Rules `without` which it is asked, or the `only` ones, are named as axe names them. A page
    without JavaScript has no timers, for which axe may wait, and then without an end: such a page
    cannot be asked.
    """
    assert not page.evaluate(WITHOUT_SCRIPT), "axe needs the page's own JavaScript"
    options = {
        "runOnly": {"type": "rule", "values": only} if only else RULES,
        "rules": {rule: {"enabled": False} for rule in without},
    }
    found = Axe().run(page, context=within, options=options)
    return found.generate_report() if found.violations_count else ""
