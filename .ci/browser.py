"""Get what the tests want beside Python: Chromium, and where Java is, the Nu HTML checker."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ["chromium", "fonts-dejavu-core", "fonts-noto-core"]
CHECKER = ROOT / "var" / "vnu" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def chromium() -> str:
    """Return the path of Chromium; CHROMIUM names another. Empty when there is none."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "")


def install_chromium() -> None:
    """Install Chromium where we may; else say in a sentence who has to do what."""
    asked = f"apt-get install -y --no-install-recommends {' '.join(PACKAGES)}"
    if not shutil.which("apt-get"):
        sys.exit("The browser tests need Chromium: install it and put `chromium` on the PATH.")
    become_root: list[str] = []
    if os.geteuid() != 0:
        become_root = ["sudo", "-n"]
        if (
            not shutil.which("sudo")
            or subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode
        ):
            sys.exit(
                "The browser tests need Chromium, which this account may not install: let the "
                f"administrator run `{asked}`, then run make test again."
            )
    print("Installing Chromium", flush=True)
    quiet = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, "check": False}
    subprocess.run([*become_root, "apt-get", "update", "-qq"], **quiet)
    done = subprocess.run([*become_root, *asked.replace("-y", "-y -qq").split()], **quiet)
    if done.returncode or not chromium():
        sys.exit(f"Chromium could not be installed: see above; the command was `{asked}`.")


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
    if not chromium():
        install_chromium()
    html_checker()
