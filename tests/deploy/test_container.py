"""The container files hold together. No engine runs here: each reference is followed by hand."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands
from django.db import connection

from portal.embedded_postgres.binaries import folder
from portal.running.processes import GRACE

ROOT = Path(settings.BASE_DIR)
FOLDER = ROOT / "deploy" / "container"
CONTAINERFILE = (FOLDER / "Containerfile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
SETTINGS = (ROOT / "portal" / "settings.py").read_text(encoding="utf-8")
KEYWORDS = {
    "FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK",
    "STOPSIGNAL", "ENTRYPOINT", "CMD", "ARG",
}  # fmt: skip
RULES = "{extends: default, rules: {line-length: {max: 100}, document-start: disable}}"

Stage = list[tuple[str, str]]


def stages() -> dict[str, Stage]:
    """Each stage of the Containerfile by its name: its instructions, FROM first."""
    text = re.sub(r"^#.*\n", "", CONTAINERFILE, flags=re.MULTILINE)
    found: dict[str, Stage] = {}
    for line in re.sub(r"\\\n\s*", "", text).splitlines():
        if not line.strip():
            continue
        keyword, rest = line.split(" ", 1)
        if keyword == "FROM":
            stage = found.setdefault(rest.split(" AS ")[1], [])
        stage.append((keyword, rest))
    return found


STAGES = stages()


def said(stage: str, keyword: str) -> list[str]:
    """What a stage says after a keyword, each time it does."""
    return [rest for word, rest in STAGES[stage] if word == keyword]


def test_only_instructions_that_there_are_are_used() -> None:
    assert list(STAGES) == ["build", "application", "front"]
    assert {word for stage in STAGES.values() for word, _rest in stage} <= KEYWORDS
    for stage in STAGES.values():
        for word, rest in stage:
            if word in {"ENTRYPOINT", "CMD"}:
                assert json.loads(rest), "the list form: signals reach the program, not a shell"


def test_each_base_is_pinned_to_a_release() -> None:
    for name in STAGES:
        (base,) = said(name, "FROM")
        assert re.fullmatch(
            r"[a-z]+:[\w.]*\d*[\w.]*-?slim(-\w+)? AS \w+|debian:\w+-slim AS \w+", base
        )
    (python,) = {
        re.search(r"python:(3\.\d+)-", said(name, "FROM")[0])[1]
        for name in ("build", "application")
    }
    assert tuple(map(int, python.split("."))) >= (3, 11)
    assert re.fullmatch(r"postgres:(1[5-9]|[2-9]\d)-\w+", SERVICES["database"]["image"])


def test_what_is_copied_is_there() -> None:
    ignored = (FOLDER / "Containerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    for name in STAGES:
        for copy in said(name, "COPY"):
            *sources, _target = copy.split()
            if sources[0].startswith("--from="):
                assert sources[0].removeprefix("--from=") in STAGES
                continue
            for source in sources:
                assert (ROOT / source).exists(), source
                assert f"!{source.split('/')[0]}" in ignored, source


def test_everything_that_the_house_is_made_of_is_copied() -> None:
    copied = {word for copy in said("build", "COPY") for word in copy.split()[:-1]}
    assert {"manage.py", *settings.INSTALLED_APPS} & {"portal", "articles", "comments"} <= copied
    assert {"manage.py", "templates", "static", "locale", "requirements.lock"} <= copied


def test_packages_come_from_the_lock_with_their_hashes() -> None:
    assert "sh .ci/install s3" in said("build", "RUN")
    assert not re.search(r"\bpip\b|\buv\b|\bcurl\b|\bADD\b", CONTAINERFILE)


def test_nothing_runs_as_root() -> None:
    for name in ("application", "front"):
        *_before, account = said(name, "USER")
        assert account.split(":")[0] not in {"root", "0"}
        after = [word for word, _rest in STAGES[name]]
        assert "RUN" not in after[after.index("USER") :]
    for name, service in SERVICES.items():
        if name != "database":  # its image steps down by itself, after it has made its folders
            assert service["cap_drop"] == ["ALL"]
            assert service["read_only"] is True
            assert service["security_opt"] == ["no-new-privileges:true"]


def test_services_refer_to_what_there_is() -> None:
    assert set(SERVICES) == {"database", "migrate", "web", "worker", "front"}
    for service in SERVICES.values():
        build = service.get("build")
        if build:
            assert build["target"] in STAGES
            assert (FOLDER / build["context"] / build["dockerfile"]).is_file()
        assert set(service.get("depends_on", {})) <= set(SERVICES)
        assert set(service["networks"]) <= set(COMPOSE["networks"])
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in {*COMPOSE["volumes"], "./tls"} or (FOLDER / source).is_file(), source


def test_who_waits_for_health_waits_for_somebody_who_tells() -> None:
    tells = {"database": "healthcheck" in SERVICES["database"]}
    tells |= {"web": bool(said("application", "HEALTHCHECK"))}
    for service in SERVICES.values():
        for name, terms in service.get("depends_on", {}).items():
            if terms["condition"] == "service_healthy":
                assert tells[name]


def test_commands_and_settings_are_the_houses() -> None:
    environments = [SERVICES[name]["environment"] for name in ("migrate", "web", "worker")]
    named = {name for environment in environments for name in environment}
    named |= set(re.findall(r"\b([A-Z_]+)=", said("application", "ENV")[0]))
    own = {name for name in named if not name.startswith("PYTHON")}
    assert len(own) > 8
    assert not [name for name in own if f'"{name}"' not in SETTINGS]
    for name in ("migrate", "web", "worker"):
        assert SERVICES[name]["command"][0] in get_commands()
    assert (
        "DATABASE_OWNER_URL"
        not in SERVICES["web"]["environment"] | SERVICES["worker"]["environment"]
    )


def test_every_secret_is_asked_for_and_none_given() -> None:
    text = (FOLDER / "compose.yaml").read_text(encoding="utf-8")
    example = (FOLDER / ".env.example").read_text(encoding="utf-8")
    given = dict(re.findall(r"^([A-Z_]+)=(.*)$", example, flags=re.MULTILINE))
    assert set(re.findall(r"\$\{([A-Z_]+)", text)) == set(given)
    for name, value in given.items():
        if re.search(r"PASSWORD|KEY|EMAIL_URL", name):
            assert not value
            assert f"${{{name}:?" in text


def test_the_front_stands_where_the_others_are() -> None:
    named = re.findall(
        r"^ +server (\S+):(\d+)", (FOLDER / "upstream.conf").read_text(), re.MULTILINE
    )
    assert named == [("web", "8000"), ("127.0.0.1", "8090")]
    assert "PORT=8000" in said("application", "ENV")[0]
    assert set(SERVICES["front"]["networks"]) & set(SERVICES["web"]["networks"])
    ours = (ROOT / "deploy" / "nginx" / "broadsheet" / "upstream.conf").read_text()
    assert (
        ours.split("upstream broadsheet_gate")[1]
        == ((FOLDER / "upstream.conf").read_text().split("upstream broadsheet_gate")[1])
    )


def test_what_was_begun_may_be_ended() -> None:
    for name in ("web", "worker"):
        assert int(SERVICES[name]["stop_grace_period"].removesuffix("s")) > GRACE


def test_yaml_is_well_formed() -> None:
    command = [sys.executable, "-m", "yamllint", "-s", "-d", RULES, str(FOLDER / "compose.yaml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.django_db
def test_the_two_roles_are_made_as_written() -> None:
    connection.ensure_connection()
    place = {"host": connection.settings_dict["HOST"], "port": connection.settings_dict["PORT"]}
    name = f"made_{os.getpid()}"
    script = (FOLDER / "roles.sh").read_text(encoding="utf-8").replace("newspaper", name)
    environment = os.environ | {
        "PATH": f"{folder()}:{os.environ['PATH']}",
        "PGHOST": place["host"],
        "PGPORT": place["port"],
        "POSTGRES_USER": "postgres",
        "OWNER_PASSWORD": "own'er",
        "SITE_PASSWORD": "si te",
    }
    with psycopg.connect(dbname="postgres", user="postgres", autocommit=True, **place) as admin:
        try:
            done = subprocess.run(
                ["sh", "-c", script], env=environment, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stderr
            with psycopg.connect(dbname=name, user=f"{name}_owner", **place) as owner:
                owner.execute("CREATE TABLE owned ()")
            with (
                psycopg.connect(dbname=name, user=f"{name}_site", **place) as site,
                pytest.raises(psycopg.errors.InsufficientPrivilege),
            ):
                site.execute("CREATE TABLE not_owned ()")
        finally:
            admin.execute(f"DROP DATABASE IF EXISTS {name}")
            admin.execute(f"DROP ROLE IF EXISTS {name}_owner, {name}_site")
