#!/usr/bin/env python
"""Broadsheet's command line."""

import os
import sys


def main() -> None:
    """Run one of Django's or Broadsheet's own commands; `help` lists them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
