"""Whoever forgets, asks: each module that deletes or empties rows says how it minds legal holds."""

import re
from pathlib import Path

import pytest
from django.conf import settings as house

pytestmark = pytest.mark.django_db

FORGETS = re.compile(r"\.delete\(\)|\.update\([^)]*=\"\"|DELETE FROM|dict\.fromkeys\(blank")
# Modules that delete or empty rows, and how a hold is minded there.
MINDED = {
    "comments/erasing.py": "asks",
    "comments/leaving.py": "asks; portal.closing does for the person",
    "comments/letters.py": "asks",
    "comments/recommending.py": "asks; taking back is part of closing",
    "comments/not_me.py": "asks",
    "comments/adopting.py": "asks",
    "portal/closing.py": "asks",
    "portal/forgetting.py": "asks",
    "portal/accounts/unconfirmed.py": "asks",
    "articles/photos/archive.py": "the foreign key and a trigger refuse",
    "comments/ignoring.py": "whom somebody does not want to read is no evidence",
    "comments/following.py": "what somebody follows is no evidence",
    "comments/own_pages/followed.py": "what somebody follows is no evidence",
    "comments/stopping.py": "what somebody follows is no evidence",
    "comments/translating.py": "the house's own words, by whom the house names",
    "comments/link_mail.py": "an address that asked for a link, for an hour",
    "comments/link_requests.py": "an address that asked for a link, for an hour",
    "comments/appeals/emptying.py": "asks",
    "comments/appeals/overtaken.py": "notices of an appeal's end that was taken back",
    "comments/bulk.py": "how the house chose",
    "comments/desk/handing_out.py": "who has a card before them",
    "comments/desk/counts.py": "counts",
    "comments/desk/day_counts.py": "counts",
    "comments/legal_holds.py": "forgets what was disowned once nothing keeps it any more",
    "portal/accounts/addresses.py": "what somebody changes in an open account (docs/moderation.md)",
    "portal/shared_cache.py": "counts of requests",
    "articles/moving.py": "addresses of articles",
    "articles/photos/renditions.py": "sizes are made again; the file that came stays",
    "articles/drafting.py": "blocks and drafts: what has comments is kept by them, photos stay",
    "articles/wxr/taking_in.py": "blocks of what is taken in again; photos stay",
}


def test_every_module_that_deletes_or_empties_minds_holds() -> None:
    found = {
        str(path.relative_to(house.BASE_DIR))
        for app in ("articles", "comments", "portal")
        for path in (Path(house.BASE_DIR) / app).rglob("*.py")
        if "migrations" not in path.parts and FORGETS.search(path.read_text())
    }
    assert found - set(MINDED) == set(), "does a legal hold keep what is deleted here?"
