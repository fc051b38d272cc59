"""An account in a real browser: opened with the code from the mail, then a passkey; no JavaScript.

Also in a browser: that no page of it breaks the policy, which a test of headers cannot see.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.axe import found_by_axe
from tests.making import PASSWORD, Make
from tests.portal.accounts.walking import code_for

RITA = "rita+courier@example.org"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def open_page(browser: Browser, live_server: Any) -> Iterator[Any]:
    """Open a window at localhost, which is where browsers allow passkeys; nothing may complain."""
    contexts, said = [], []

    def note(message: Any) -> None:
        if message.type in {"error", "warning"}:
            said.append(message.text)

    def open_one(**options: Any) -> Page:
        address = live_server.url.replace("127.0.0.1", "localhost")
        contexts.append(browser.new_context(base_url=address, **options))
        page = contexts[-1].new_page()
        page.set_default_timeout(15_000)
        page.on("console", note)
        page.on("pageerror", lambda error: said.append(str(error)))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert said == []


def press(page: Page, name: str) -> None:
    """Press the button of that name on the page itself."""
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def sign_up(page: Page) -> None:
    """Open an account, from the link in the nameplate to the code from the mail."""
    page.get_by_role("link", name="Sign in", exact=True).click()
    page.get_by_role("link", name="Open one").click()
    page.get_by_label("E-mail").fill(RITA)
    page.get_by_label("Display name").fill("Rita Halm")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Open an account")
    page.get_by_label("Code").fill(code_for(RITA))
    press(page, "Confirm")


def seen_by_everybody(page: Page) -> None:
    """Nothing on the page keeps anybody from using it."""
    assert not found_by_axe(page)


def test_an_account_and_its_passkey(
    open_page: Any, make_article: Make, django_user_model: Any
) -> None:
    article = make_article()
    page = open_page(timezone_id="Asia/Tashkent")
    page.goto(article.get_absolute_url())
    sign_up(page)
    expect(page.get_by_role("heading", name=article.headline)).to_be_visible()
    nameplate = page.get_by_role("banner")
    expect(nameplate.get_by_role("link", name="Rita Halm")).to_be_visible()
    expect(nameplate.get_by_role("link", name="Sign in", exact=True)).to_be_hidden()
    rita = django_user_model.objects.get(email=RITA)
    assert (rita.language, rita.time_zone) == ("en", "Asia/Tashkent")

    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    nameplate.get_by_role("link", name="Rita Halm").click()
    seen_by_everybody(page)
    page.get_by_role("link", name="Passkeys and second factor").click()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Confirm")
    seen_by_everybody(page)
    press(page, "Add a passkey")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()

    page.goto(article.get_absolute_url())
    nameplate.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name=article.headline)).to_be_visible()
    nameplate.get_by_role("link", name="Sign in", exact=True).click()
    seen_by_everybody(page)
    press(page, "Sign in with a passkey")
    expect(page.get_by_role("heading", name=article.headline)).to_be_visible()
    expect(nameplate.get_by_role("link", name="Rita Halm")).to_be_visible()


def test_a_passkey_is_a_second_step_after_the_password(open_page: Any, make_user: Make) -> None:
    rita = make_user(email=RITA)
    page = open_page()
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    def sign_in() -> None:
        page.goto("/account/login/")
        page.get_by_label("E-mail").fill(rita.email)
        page.get_by_label("Password").fill(PASSWORD)
        press(page, "Sign in")

    sign_in()
    page.goto("/account/2fa/webauthn/add/")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Confirm")
    page.get_by_label("Sign in with this passkey alone").uncheck()
    press(page, "Add a passkey")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.context.clear_cookies()
    sign_in()
    expect(page.get_by_role("heading", name="The second step")).to_be_visible()
    press(page, "Use a passkey")
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()


def test_an_account_without_javascript(open_page: Any, make_article: Make) -> None:
    make_article()
    page = open_page(java_script_enabled=False)
    page.goto("/en/")
    sign_up(page)
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
    press(page, "Sign out")
    page.goto("/account/")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    page.get_by_label("E-mail").fill(RITA.upper())
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
