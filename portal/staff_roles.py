"""What moderators, reporters, editors and administrators may do: groups, made after migrations.

An administrator is whoever is a superuser. The groups' rights are written here and put right
after each migration; people are put into groups in the admin.
"""

from typing import Any

from django.contrib.auth.models import Group, Permission

PICTURES = ("photo", "photogallery", "galleryphoto")
BLOCKS = ("text", "figure", "gallery", "pullquote", "embed", "missingmedia", "byline")
HOLDS = ("legalhold", "escalation")

ROLES: dict[str, list[str]] = {
    "Moderators": [
        "comments.view_comment",
        "comments.moderate_comment",
        "comments.feature_comment",
        "comments.translate_comment",
        "comments.view_decision",
        "comments.view_bulkact",
        "comments.view_appeal",
        "comments.view_discussion",
        "comments.change_discussion",
        "comments.view_discussionterms",
        "comments.view_rule",
        "comments.view_ruletext",
        "comments.view_report",
        *(f"comments.{act}_sanction" for act in ("view", "add", "change")),
        # Holding and handing over cannot wait for the morning; lifting can: an administrator does.
        *(f"comments.{act}_{name}" for name in HOLDS for act in ("view", "add")),
        "comments.view_wordlist",
        *(f"comments.{act}_savedreply" for act in ("view", "add", "change")),
    ],
    "Reporters": [
        "articles.view_article",
        "articles.add_article",
        "articles.change_article",
        "articles.view_story",
        "articles.add_story",
        "articles.view_section",
        "articles.view_author",
        *(
            f"articles.{act}_{name}"
            for name in BLOCKS
            for act in ("view", "add", "change", "delete")
        ),
        *(f"articles.{act}_{name}" for name in PICTURES for act in ("view", "add", "change")),
        "articles.delete_galleryphoto",
        "articles.view_tag",
        "articles.add_tag",
    ],
}
ROLES["Translators"] = ["comments.translate_comment"]
ROLES["Editors"] = [
    *ROLES["Reporters"],
    "comments.feature_comment",
    "comments.translate_comment",
    "articles.publish_article",
    "articles.change_any_article",
    "articles.delete_article",
    "articles.change_story",
    *(f"articles.{act}_tag" for act in ("change", "delete")),
    *(f"articles.{act}_author" for act in ("add", "change")),
    *(f"articles.{act}_section" for act in ("add", "change")),
    *(f"articles.{act}_oldaddress" for act in ("view", "add", "delete")),
    *(f"articles.{act}_sectionname" for act in ("view", "add", "change", "delete")),
]


def ensure_after_migrate(**_: Any) -> None:
    """Make the groups, and give each exactly the rights that ROLES names."""
    by_name = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for name, wanted in ROLES.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set([by_name[right] for right in wanted])
