"""Get what the tests want beside Python: Chromium, nginx, and with Java the Nu HTML checker."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADLESS = "chromium-headless-shell"  # the same engine without a window: a third less CPU
PROGRAMS = {  # by the variable that names another: what it is called, Debian's packages for it
    "CHROMIUM": (
        (HEADLESS, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
        (HEADLESS, "fonts-dejavu-core", "fonts-noto-core"),
    ),
    "NGINX_PROGRAM": (("nginx",), ("nginx",)),
    "OPENSSL": (("openssl",), ("openssl",)),
}
PLACES = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin"  # nginx is not on everybody's PATH
CHECKER = ROOT / "var" / "vnu" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def program(variable: str) -> str:
    """Return the path of a program; its variable names another. Empty when there is none."""
    names, _packages = PROGRAMS[variable]
    found = (shutil.which(name, path=PLACES) for name in names)
    return os.environ.get(variable) or next(filter(None, found), "")


def install(missing: list[str]) -> None:
    """Install what is missing where we may; else say in a sentence who has to do what."""
    wanted = " and ".join(PROGRAMS[variable][0][0] for variable in missing)
    if not shutil.which("apt-get"):
        sys.exit(f"The tests need {wanted}: install what is missing and put it on the PATH.")
    become_root: list[str] = []
    if os.geteuid() != 0:
        become_root = ["sudo", "-n"]
        if (
            not shutil.which("sudo")
            or subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode
        ):
            sys.exit(
                f"The tests need {wanted}, which this account may not install: let the "
                f"administrator run `{_command(missing)}`, then run make test again."
            )
    print(f"Installing {wanted}", flush=True)
    quiet = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, "check": False}
    subprocess.run([*become_root, "apt-get", "update", "-qq"], **quiet)
    asked = _command(missing)  # now that apt knows what there is
    done = subprocess.run([*become_root, *asked.replace("-y", "-y -qq").split()], **quiet)
    if done.returncode or not all(map(program, missing)):
        sys.exit(f"{wanted} could not be installed: see above; the command was `{asked}`.")
    if "NGINX_PROGRAM" in missing:
        close_the_packages_own_nginx(become_root)


def _command(missing: list[str]) -> str:
    """Return what installs the programs, with Chromium itself where apt has it only as a whole."""
    packages = [package for variable in missing for package in PROGRAMS[variable][1]]
    if HEADLESS in packages and not _is_known(HEADLESS):
        packages[packages.index(HEADLESS)] = "chromium"
    return f"apt-get install -y --no-install-recommends {' '.join(packages)}"


def _is_known(package: str) -> bool:
    found = subprocess.run(["apt-cache", "show", package], capture_output=True, check=False)
    return found.returncode == 0


def close_the_packages_own_nginx(become_root: list[str]) -> None:
    """Stop the server that Debian's package starts on port 80; the tests start their own."""
    if Path("/run/systemd/system").is_dir():
        command = ["systemctl", "--quiet", "disable", "--now", "nginx"]
    else:
        command = ["service", "nginx", "stop"]
    subprocess.run([*become_root, *command], capture_output=True, check=False)


def html_checker() -> str:
    """Return the path of vnu.jar, fetched by npm; empty where there is no Java, npm or network."""
    if CHECKER.exists():
        return str(CHECKER)
    if not (shutil.which("java") and shutil.which("npm")):
        return ""
    folder = CHECKER.parents[4]
    folder.mkdir(parents=True, exist_ok=True)
    print("Fetching the Nu HTML checker", flush=True)
    options = ["--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"]
    command = ["npm", "install", *options, "--prefix", str(folder), "vnu-jar"]
    subprocess.run(command, cwd=folder, check=False)
    return str(CHECKER) if CHECKER.exists() else ""


if __name__ == "__main__":
    if absent := [variable for variable in PROGRAMS if not program(variable)]:
        install(absent)
    html_checker()
