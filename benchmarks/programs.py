"""Gets what is measured with and against beside Python: wrk and nginx, from Debian's packages."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping

PACKAGES = {"wrk": "wrk", "nginx": "nginx-light", "openssl": "openssl", "taskset": "util-linux"}
Find = Callable[[str], str | None]
# Debian starts a service as soon as it is installed: it would take port 80 of this machine.
UNSTARTED = {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1", "SYSTEMD_OFFLINE": "1"}


def missing(find: Find = shutil.which) -> list[str]:
    """Return the Debian packages of the programs that are not there."""
    return [package for program, package in PACKAGES.items() if not find(program)]


def how_to_install(
    packages: list[str], *, find: Find = shutil.which, is_root: bool
) -> tuple[list[str], str]:
    """Return the words before apt-get, and a sentence where we may not install ("" where we may).

    `find` says where a program is.
    """
    command = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    if not find("apt-get"):
        return [], f"The benchmark needs {', '.join(packages)}: install them, then try again."
    if is_root:
        return [], ""
    if find("sudo") and _may_sudo():
        return ["sudo", "-n", f"--preserve-env={','.join(UNSTARTED)}"], ""
    return [], (
        f"The benchmark needs {', '.join(packages)}, which this account may not install: let the "
        f"administrator run `{command}`, then run make bench again."
    )


def install(environment: Mapping[str, str] = os.environ) -> None:
    """Install what is missing; end with a sentence where that cannot be done."""
    wanted = missing()
    if not wanted:
        return
    before, refusal = how_to_install(wanted, is_root=os.geteuid() == 0)
    if refusal:
        sys.exit(refusal)
    print(f"Installing {', '.join(wanted)}", flush=True)
    quiet = {"env": dict(environment) | UNSTARTED, "check": False}
    subprocess.run([*before, "apt-get", "update", "-qq"], **quiet)
    asked = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted]
    done = subprocess.run([*before, *asked], stdout=subprocess.DEVNULL, **quiet)
    if done.returncode or missing():
        sys.exit(f"{', '.join(missing())} could not be installed: see above for the reason.")


def _may_sudo() -> bool:
    return subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
