"""Who may do what with comments, decisions, rules and discussions in the admin."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.test import Client

from comments.models import Comment, Discussion, Status
from tests.making import Make

LIST = "/admin/comments/comment/"


def state(comment: Comment) -> str:
    return Comment.objects.get(pk=comment.pk).status


ROLES = ["nobody", "reader", "Reporters", "Editors", "Moderators", "Administrators"]
MODERATE, ADMINISTER = {"Moderators", "Administrators"}, {"Administrators"}
ACTIONS: dict[str, tuple[set[str], Callable[[Client, dict[str, Any]], Any]]] = {
    "read the page Waiting": (MODERATE, lambda c, m: c.get(f"{LIST}waiting/")),
    "approve": (
        MODERATE,
        lambda c, m: c.post(
            f"{LIST}waiting/decide/", {"comment": f"{m['comment'].pk}.1", "decision": "approve"}
        ),
    ),
    "undo": (MODERATE, lambda c, m: c.post(f"{LIST}waiting/undo/", {"act": ""})),
    "work through": (MODERATE, lambda c, m: c.get(f"{LIST}waiting/work/")),
    "give cards back": (MODERATE, lambda c, m: c.post(f"{LIST}waiting/leave/")),
    "note": (
        MODERATE,
        lambda c, m: c.post(f"{LIST}waiting/note/", {"comment": m["comment"].pk, "text": "Hm."}),
    ),
    "assign": (
        MODERATE,
        lambda c, m: c.post(f"{LIST}waiting/assign/", {"comment": m["comment"].pk, "to": "me"}),
    ),
    "choose keys": (MODERATE, lambda c, m: c.get(f"{LIST}waiting/keys/")),
    "write saved replies": (MODERATE, lambda c, m: c.get("/admin/comments/savedreply/add/")),
    "list comments": (MODERATE, lambda c, m: c.get(LIST)),
    "read a comment": (MODERATE, lambda c, m: c.get(f"{LIST}{m['comment'].pk}/change/")),
    "start an action": (
        MODERATE,
        lambda c, m: c.post(LIST, {"action": "approve", ACTION_CHECKBOX_NAME: m["comment"].pk}),
    ),
    "read decisions": (MODERATE, lambda c, m: c.get("/admin/comments/decision/")),
    "read rules": (MODERATE, lambda c, m: c.get("/admin/comments/rule/")),
    "read a rule": (MODERATE, lambda c, m: c.get(f"/admin/comments/rule/{m['rule'].pk}/change/")),
    "add a rule": (ADMINISTER, lambda c, m: c.get("/admin/comments/rule/add/")),
    "change a rule": (
        ADMINISTER,
        lambda c, m: c.post(f"/admin/comments/rule/{m['rule'].pk}/change/", {"code": ""}),
    ),
    "delete a rule": (
        ADMINISTER,
        lambda c, m: c.get(f"/admin/comments/rule/{m['rule'].pk}/delete/"),
    ),
    "close a discussion": (
        MODERATE,
        lambda c, m: c.post(
            f"/admin/comments/discussion/{m['discussion'].pk}/change/",
            {"closes_at_0": "", "closes_at_1": ""},
        ),
    ),
    "add a comment": (set(), lambda c, m: c.get(f"{LIST}add/")),
    "delete a comment": (set(), lambda c, m: c.get(f"{LIST}{m['comment'].pk}/delete/")),
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", ACTIONS)
def test_each_role_can_do_exactly_its_part(
    role: str,
    action: str,
    client: Client,
    make_user: Make,
    make_comment: Make,
    make_rule: Make,
) -> None:
    if role != "nobody":
        client.force_login(make_user("" if role == "reader" else role))
    comment = make_comment(status=Status.HELD)
    discussion = Discussion.objects.get(story=comment.story_id)
    matter = {"comment": comment, "rule": make_rule(), "discussion": discussion}
    allowed, attempt = ACTIONS[action]
    answer = attempt(client, matter)
    signed_out = answer.status_code == 302 and "/admin/login/" in answer["Location"]
    if role in allowed:
        assert answer.status_code in {200, 302, 409}
        assert not signed_out
    else:
        assert signed_out if role in {"nobody", "reader"} else answer.status_code == 403
    decided = role in allowed and action in {"approve", "start an action"}
    assert state(comment) == (Status.PUBLISHED if decided else Status.HELD)


def test_moderators_have_no_right_outside_the_conversation(make_user: Make) -> None:
    assert make_user("Moderators").get_all_permissions() == {
        "comments.view_comment",
        "comments.moderate_comment",
        "comments.feature_comment",
        "comments.view_decision",
        "comments.view_bulkact",
        "comments.view_appeal",
        "comments.view_discussion",
        "comments.change_discussion",
        "comments.view_discussionterms",
        "comments.view_rule",
        "comments.view_ruletext",
        "comments.view_report",
        "comments.translate_comment",
        "comments.view_sanction",
        "comments.add_sanction",
        "comments.change_sanction",
        "comments.view_legalhold",
        "comments.add_legalhold",
        "comments.view_escalation",
        "comments.add_escalation",
        "comments.view_wordlist",
        "comments.view_savedreply",
        "comments.add_savedreply",
        "comments.change_savedreply",
    }


@pytest.mark.parametrize(
    ("role", "own"),
    [
        ("Reporters", set()),
        ("Editors", {"comments.feature_comment", "comments.translate_comment"}),
        ("Translators", {"comments.translate_comment"}),
    ],
)
def test_the_newsroom_has_no_right_in_the_conversation_but_to_feature_and_translate(
    role: str, own: set[str], make_user: Make
) -> None:
    rights = make_user(role).get_all_permissions()
    assert {right for right in rights if right.startswith("comments.")} == own


def test_an_editor_who_is_also_a_moderator_moderates(client: Client, make_user: Make) -> None:
    from django.contrib.auth.models import Group

    editor = make_user("Editors")
    editor.groups.add(Group.objects.get(name="Moderators"))
    client.force_login(editor)
    assert client.get(f"{LIST}waiting/").status_code == 200


def test_who_can_only_read_comments_starts_no_action(
    client: Client, make_user: Make, make_comment: Make
) -> None:
    """Reading in the admin and deciding are two rights."""
    from django.contrib.auth.models import Permission

    reader = make_user("Reporters")
    reader.user_permissions.add(Permission.objects.get(codename="view_comment"))
    client.force_login(reader)
    comment = make_comment(status=Status.HELD)
    assert client.get(LIST).status_code == 200
    client.post(LIST, {"action": "approve", ACTION_CHECKBOX_NAME: comment.pk})
    assert state(comment) == Status.HELD
