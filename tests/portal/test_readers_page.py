"""docs/readers.md is true: it names every place in which something about a person is kept."""

import ast
import json
import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Model

from articles import reader_identity
from comments import guest_links, own_comments, ownership
from comments.models import Comment
from portal import forgetting, languages, sign_in
from portal.own_data import FORMAT, VERSION, export_of
from portal.replica import middleware
from tests.making import Make

PAGE = (settings.BASE_DIR / "docs" / "readers.md").read_text(encoding="utf-8")
OURS = ("articles_", "comments_", "portal_")
# Tables that hold something of a person without a key to an account or a comment.
DECLARED = {
    "articles_readervote", "comments_suppression", "django_session", "portal_user",
    "procrastinate_jobs", "comments_linkrequest", "comments_figuresofmonth",
}  # fmt: skip
OWN_COOKIES = {
    sign_in.HINT, ownership.LINK, ownership.GUEST, ownership.HINT, languages.COOKIE,
    own_comments.COOKIE, own_comments.HINT, own_comments.TAKEN,
    reader_identity.COOKIE, middleware.COOKIE, "voted", "messages",
}  # fmt: skip
SETTING_COOKIES = {  # modules that set one, with how many they set
    "portal/sign_in.py": 1,
    "portal/replica/middleware.py": 1,
    "articles/reader_identity.py": 1,
    "articles/voting_views.py": 1,
    "comments/own_comments.py": 3,
    "comments/ownership.py": 3,
    "portal/languages.py": 1,
}


def sections() -> dict[str, str]:
    """Return what the page says of each table."""
    parts = re.split(r"^### `(\w+)`$", PAGE.partition("\n## In the browser")[0], flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def is_about_people(model: type[Model]) -> bool:
    """Whether a table refers to an account, or to a comment and so to whoever wrote it."""
    people = {get_user_model(), Comment}
    return any(field.related_model in people for field in model._meta.concrete_fields)


MODELS = {
    model._meta.db_table: model
    for model in apps.get_models(include_auto_created=True)
    if is_about_people(model) or model._meta.db_table in DECLARED
}


def test_there_are_tables_to_check() -> None:
    assert len(MODELS) > 15
    assert set(MODELS) >= DECLARED


@pytest.mark.parametrize("table", sorted(MODELS))
def test_each_table_with_something_about_people_is_named_with_all_its_columns(table: str) -> None:
    said = sections().get(table)
    assert said is not None, f"docs/readers.md has no section for {table}"
    columns = {field.column for field in MODELS[table]._meta.concrete_fields}
    named = set(re.findall(r"`(\w+)`", said.partition("* Columns:")[2]))
    assert columns - named == set(), "columns that the page does not name"


@pytest.mark.parametrize("table", sorted(sections()))
def test_each_table_is_said_to_be_kept_for_some_time(table: str) -> None:
    kept = re.search(r"^\* Kept: (\S.+)$", sections()[table], flags=re.MULTILINE)
    assert kept


def test_the_page_names_no_table_of_ours_that_is_not_there() -> None:
    there = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert [name for name in sections() if name.startswith(OURS) and name not in there] == []


def days(span: timedelta) -> str:
    return f"{span.days} day{'' if span.days == 1 else 's'}"


@pytest.mark.parametrize(
    ("table", "span"),
    [
        ("comments_comment", timedelta(days=settings.COMMENT_ADDRESS_DAYS)),
        ("comments_report", timedelta(days=settings.COMMENT_ADDRESS_DAYS)),
        ("comments_report", timedelta(days=settings.COMMENT_EVIDENCE_DAYS)),
        ("comments_sanction", timedelta(days=settings.COMMENT_ADDRESS_DAYS)),
        ("articles_readervote", forgetting.VOTERS),
        ("comments_recommendation", forgetting.VOTERS),
        ("comments_guestlink", forgetting.LINKS),
        ("comments_guestlink", guest_links.LIFETIME),
        ("comments_notice", timedelta(days=settings.NOTICE_DAYS)),
        ("comments_letter", timedelta(days=settings.NOTICE_DAYS)),
    ],
)
def test_the_times_on_the_page_are_those_of_the_code(table: str, span: timedelta) -> None:
    assert days(span) in " ".join(sections()[table].split())


def cookies_on_the_page() -> set[str]:
    return set(re.findall(r"^\| `([\w-]+)` \|", PAGE.partition("| cookie |")[2], re.MULTILINE))


def test_each_cookie_is_named() -> None:
    own = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, *OWN_COOKIES}
    assert own <= cookies_on_the_page()


def test_no_module_sets_a_cookie_that_nobody_has_looked_at() -> None:
    found: dict[str, int] = {}
    for app in ("portal", "articles", "comments"):
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            names = [
                node.func.attr
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            ]
            count = names.count("set_cookie") + names.count("set_signed_cookie")
            if count:
                found[str(path.relative_to(settings.BASE_DIR))] = count
    assert found == SETTING_COOKIES, "name the new cookie in docs/readers.md, then here"


def test_each_name_in_the_browsers_storage_is_on_the_page() -> None:
    named = cookies_on_the_page()
    users = 0
    for path in sorted((settings.BASE_DIR / "static" / "js").glob("*.js")):
        source = path.read_text(encoding="utf-8")
        assert "indexedDB" not in source, path.name
        if not re.search(r"\b(local|session)Storage\b", source):
            continue
        users += 1
        strings = set(re.findall(r'"([\w:-]+)"', source))
        assert strings & named, f"{path.name} keeps something that docs/readers.md does not name"
    assert users


def test_the_export_is_what_the_page_says(make_user: Make) -> None:
    described = PAGE.partition("## The export")[2]
    names = re.findall(r'^"(\w+)": ', "".join(export_of(make_user(), "en")).lstrip("{"), re.M)
    rows = " ".join(re.findall(r"^\| (`[^|]+) \|", described, flags=re.MULTILINE))
    assert set(re.findall(r"`(\w+)`", rows)) == set(names)
    assert f'"{FORMAT}"' in described
    assert f"`version` is {VERSION}" in described


def test_each_name_of_a_comment_in_the_export_is_described(
    make_user: Make, make_comment: Make
) -> None:
    user = make_user()
    make_comment(author=user)
    [row] = json.loads("".join(export_of(user, "en")))["comments"]
    assert set(row) <= set(re.findall(r"`(\w+)`", PAGE.partition("## The export")[2]))
