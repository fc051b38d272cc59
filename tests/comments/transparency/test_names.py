"""No field of the transparency database names anybody, and finding the names costs few queries."""

from typing import Any

import pytest

from comments.models import Case, Report, RuleText
from comments.transparency.names import known_names
from tests.comments.transparency.saying import prepare_all
from tests.making import Make

pytestmark = pytest.mark.django_db


def test_nobody_is_named_in_any_field(
    make_user: Make,
    make_rule: Make,
    make_comment: Make,
    make_decision: Make,
    make_statement: Make,
) -> None:
    """The words of the rule name everybody: whom it is about, a colleague, a stranger, a number."""
    author = make_user(display_name="Anna Karimova")
    make_user(display_name="Farrukh Saidov")  # has nothing to do with it
    dana = make_user("Moderators", display_name="Dana")
    make_comment(guest_name="Odile de Vries")
    rule = make_rule("7")
    RuleText.objects.filter(rule=rule).update(
        text="Not about ANNA KARIMOVA, Farrukh Saidov, Odile de Vries or Bek.",
        why="Ask Dana: dana@example.org, +998 90 123 45 67, https://example.org/u/dana",
    )
    comment = make_comment(author=author, guest_name="", guest_email="", body="I am at 203.0.113.7")
    case = Case.objects.create(comment=comment, story_id=comment.story_id)
    Report.objects.create(
        case=case, comment=comment, story_id=comment.story_id, revision=1, name="Bek"
    )
    statement = make_statement(make_decision(comment=comment, rule=rule, actor=dana))
    [fields] = prepare_all().values()
    assert fields["puid"] == str(statement.number)
    assert (
        fields["incompatible_content_explanation"]
        == "Not about [name], [name], [name] or [name].\n\n"
        "Ask [name]: [e-mail address] [number], [web address]"
    )
    assert fields["account_type"] == "ACCOUNT_TYPE_PRIVATE"


def test_names_are_looked_for_in_three_queries(
    make_user: Make, django_assert_num_queries: Any
) -> None:
    make_user(display_name="Anna Karimova")
    make_user("Moderators", display_name="Dana")
    for many in (1, 50):
        with django_assert_num_queries(4):
            found = known_names(["Ask Anna Karimova, she knows."] * many)
        assert found == {"Anna Karimova", "Dana"}
