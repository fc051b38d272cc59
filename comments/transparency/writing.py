"""Statements in a file: JSON, one a line, or CSV with a column for each field."""

import csv
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

COLUMNS = (
    "puid",
    "decision_visibility",
    "decision_visibility_other",
    "decision_provision",
    "decision_account",
    "account_type",
    "decision_ground",
    "decision_ground_reference_url",
    "illegal_content_legal_ground",
    "illegal_content_explanation",
    "incompatible_content_ground",
    "incompatible_content_explanation",
    "incompatible_content_illegal",
    "category",
    "category_specification",
    "category_specification_other",
    "content_type",
    "content_language",
    "content_date",
    "territorial_scope",
    "application_date",
    "end_date_visibility_restriction",
    "end_date_account_restriction",
    "end_date_service_restriction",
    "decision_facts",
    "source_type",
    "automated_detection",
    "automated_decision",
)
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # in spreadsheets


def write(statements: Iterable[Mapping[str, Any]], path: Path) -> None:
    """Write statements into a new file, whole or not at all: CSV where its name ends so.

    Raises FileExistsError where there is one already, and OSError where it cannot be written.
    """
    half = path.with_name(f".{path.name}.part")
    try:
        with half.open("x", encoding="utf-8", newline="") as file:
            if path.suffix.lower() == ".csv":
                _write_csv(statements, file)
            else:
                file.writelines(
                    json.dumps(fields, ensure_ascii=False) + "\n" for fields in statements
                )
        os.link(half, path)  # unlike a renaming it never takes another file's place
    finally:
        half.unlink(missing_ok=True)


def _write_csv(statements: Iterable[Mapping[str, Any]], file: Any) -> None:
    rows = csv.DictWriter(file, COLUMNS, extrasaction="raise", restval="")
    rows.writeheader()
    for fields in statements:
        rows.writerow({field: _cell(value) for field, value in fields.items()})


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return json.dumps(value)
    text = str(value)
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text
