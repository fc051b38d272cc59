"""The rules of the house about its own code."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("portal", "articles", "comments")
MODULES = [
    path
    for app in APPS
    for path in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in path.parts
]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
MEANINGLESS = {"utils", "helpers", "services", "selectors", "common", "misc"}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_imports_go_from_portal_to_comments_to_articles_and_never_back() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_names_its_subject_and_says_what_it_owns(path: Path) -> None:
    assert not MEANINGLESS & {path.stem, *path.parts}
    source = path.read_text(encoding="utf-8")
    if source.strip():
        assert ast.get_docstring(ast.parse(source)), "its first line says which subject it owns"


def writes_of(field: str, path: Path) -> list[int]:
    """Lines on which a module assigns `….field = …` or updates it with `.update(field=…)`."""
    lines = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            lines += [
                target.lineno
                for target in targets
                if isinstance(target, ast.Attribute) and target.attr == field
            ]
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in {"update", "bulk_update", "update_or_create"}
        ):
            lines += [node.lineno for word in node.keywords if word.arg == field]
    return lines


@pytest.mark.parametrize("field", ["status", "shown", "comment_count", "thread_size"])
def test_only_moderation_writes_what_follows_from_a_decision(field: str) -> None:
    elsewhere = {
        named(path): lines
        for path in MODULES
        if path.parts[len(ROOT.parts)] == "comments"
        # The second is the first one's pen, the third the part of it for comments with a past.
        and path.name not in {"moderation.py", "settling.py", "imported_states.py"}
        and (lines := writes_of(field, path))
    }
    assert not elsewhere


@pytest.mark.parametrize(
    ("field", "verbs"),
    [("recommend_count", {"recommending.py", "recount.py"}), ("featured_at", {"featuring.py"})],
)
def test_only_its_verbs_write_what_readers_and_the_newsroom_choose(
    field: str, verbs: set[str]
) -> None:
    assert not [
        named(path) for path in MODULES if path.name not in verbs and writes_of(field, path)
    ]


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_asks_no_queries(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    inside = " ".join(re.findall(r"{[{%](.*?)[%}]}", source, flags=re.DOTALL))
    assert not re.search(r"\.(all|count|filter|exists|first|last|objects)\b", inside)


PAGES = [path for path in TEMPLATES if path.parent.name != "mail"]  # a letter loads no sheet


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_a_template_holds_no_inline_script_or_style(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"<style[\s>]|\sstyle=|\son[a-z]+=|javascript:", source)
    assert not re.search(r"<script(?![^>]*\ssrc=)(?![^>]*application/(ld\+)?json)", source)


def test_nothing_names_a_machine_or_a_registry() -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split("\0")
    hosts = r"py(pi\.org|thonhosted)|registry\.npm" + "js"
    folders = "/(" + "|".join(("root", "work", "home")) + ")/[a-z]"
    wanted = re.compile(f"{hosts}|{folders}")
    found = []
    for name in filter(None, tracked):
        path = ROOT / name
        if path.suffix in {".lock", ".png", ".svg"} or path == Path(__file__) or not path.is_file():
            continue
        if wanted.search(path.read_text(encoding="utf-8", errors="replace")):
            found.append(name)
    assert not found


def test_the_map_of_rules_names_files_that_exist() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named_files = set(re.findall(r"`([a-z_0-9]+/[\w/.]*)`", page))
    assert len(named_files) > 30
    assert not [name for name in named_files if not (ROOT / name).exists()]
