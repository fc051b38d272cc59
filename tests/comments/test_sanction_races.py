"""A sanction that is put while its account closes: it goes on where that ends, or is refused."""

import pytest

from comments.models import Sanction
from comments.ownership import guest_hash
from comments.sanctions import SanctionRefused, Target
from portal.closing import Comments, close
from tests.comments.sanctioning import put
from tests.comments.test_moderation_races import InThread, uncommitted
from tests.making import Make

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_account_that_is_closing_meanwhile_is_put_under_none(make_user: Make) -> None:
    reader, moderator = make_user(), make_user("Moderators")
    target = Target(reader)
    with uncommitted(lambda: close(reader, comments=Comments.KEEP)) as commit:
        other = InThread(lambda: put(target, "ban", moderator))
        assert other.is_blocked()
        commit()
        with pytest.raises(SanctionRefused, match="closed"):
            other.result()
    assert not Sanction.objects.exists()


def test_an_account_that_closes_meanwhile_takes_its_sanction_along(make_user: Make) -> None:
    reader, moderator = make_user(), make_user("Moderators")
    email = reader.email
    with uncommitted(lambda: put(Target(reader), "ban", moderator)) as commit:
        other = InThread(lambda: close(reader, comments=Comments.KEEP))
        assert other.is_blocked()
        commit()
        other.result()
    row = Sanction.objects.get()
    assert (row.user_id, row.guest) == (None, guest_hash(email))
