"""Take the screenshots of the README and the guides, of the demo edition that `make run` serves.

    .venv/bin/python docs/take_screenshots.py [http://localhost:8000]

Needs Chromium (`make test` installs it). The moderator's page is taken with the demo's own
sign-in, which is read from under var/.
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "screenshots"
ARTICLE = "/en/valley/assembly-votes-to-lower-lake-shirvat/"
CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium-headless-shell", "chromium"))), "/usr/bin/chromium"
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def take(page: Page, name: str) -> None:
    """Save what the page's window shows."""
    page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / f"{name}.jpg", type="jpeg", quality=82)


def window(browser: Browser, width: int, height: int, scheme: str = "light") -> Page:
    """Open a window of a size."""
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    return context.new_page()


def sign_in(page: Page, address: str) -> None:
    """Sign in to the newsroom as the demo's moderator."""
    lines = (ROOT / "var" / "demo_logins.txt").read_text(encoding="utf-8").splitlines()
    email, password = next(line.split() for line in lines if line.startswith("moderator@"))
    page.goto(f"{address}/admin/login/")
    page.fill("#id_login", email)
    page.fill("#id_password", password)
    page.click("main [type=submit]")


def main(address: str) -> None:
    """Take them all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = window(browser, 1280, 900)
        page.goto(address + "/")
        take(page, "front-page")
        page.goto(address + ARTICLE)
        page.locator(".comment-tombstone").nth(1).evaluate(
            "tombstone => tombstone.scrollIntoView({block: 'center'})"
        )
        take(page, "discussion")
        page = window(browser, 390, 844, "dark")
        page.goto(address + "/fa/")
        take(page, "persian-phone-dark")
        page = window(browser, 1280, 900)
        sign_in(page, address)
        page.goto(address + "/admin/comments/comment/waiting/")
        take(page, "waiting")
        page.goto(address + "/admin/comments/bulkact/new/?queue=waiting")
        take(page, "desk-many")
        page.goto(address + "/admin/comments/decision/figures/")
        take(page, "desk-figures")
        page.goto(address + "/admin/comments/comment/waiting/work/")
        take(page, "desk-work")
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(address + "/admin/comments/comment/waiting/work/")
        take(page, "desk-phone")
        browser.close()


main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000")
