#!/usr/bin/env python
"""Broadsheet's command line."""

import os
import sys


def main() -> None:
    """Run one of Django's or Broadsheet's own commands; `help` lists them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(str(error))  # the sentence says what to set; a traceback would hide it


if __name__ == "__main__":
    main()
