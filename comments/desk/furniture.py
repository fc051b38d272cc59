"""What stands around the cards whatever they are: rules, saved replies, sections, keys, counts.

All but the counts comes in one statement: a page of the desk asks the database few times.
"""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection
from django.utils.translation import get_language

from comments.desk import keys
from comments.desk.buttons import RuleChoice, rule_choices
from comments.desk.counts import Counts, counts
from comments.limits import Limits
from comments.models import Rule, RuleText

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

FURNITURE = """
SELECT
    (SELECT coalesce(jsonb_agg(jsonb_build_object(
        'id', rule.id, 'code', code, 'category', category, 'position', position,
        'in_force', in_force, 'texts', (
            SELECT coalesce(jsonb_agg(
                jsonb_build_object('language', language, 'title', title)), '[]')
            FROM comments_ruletext AS words WHERE words.rule_id = rule.id
        )) ORDER BY position, id), '[]') FROM comments_rule AS rule),
    (SELECT coalesce(jsonb_agg(jsonb_build_object(
        'id', reply.id, 'name', reply.name, 'language', language, 'text', text,
        'rule', rule_id) ORDER BY position, id), '[]') FROM comments_savedreply AS reply),
    (SELECT coalesce(jsonb_agg(jsonb_build_object(
        'id', section.id, 'slug', slug, 'names', (
            SELECT coalesce(jsonb_object_agg(language, name), '{}')
            FROM articles_sectionname AS named WHERE named.section_id = section.id
        )) ORDER BY position, id), '[]') FROM articles_section AS section),
    (SELECT keys FROM comments_deskkeys WHERE moderator_id = %(by)s),
    EXISTS (SELECT FROM comments_scoremodel WHERE in_use),
    (SELECT jsonb_build_object('languages', languages, 'sections', (
        SELECT coalesce(jsonb_agg(section_id), '[]') FROM comments_moderatorscope_sections
        WHERE moderatorscope_id = scope.id
    )) FROM comments_moderatorscope AS scope WHERE moderator_id = %(by)s)
"""


@dataclass(frozen=True)
class Reply:
    """A saved reply, and the rule with which it is offered first (its number, "" for none)."""

    pk: int
    name: str
    language: str
    text: str
    rule: str


@dataclass(frozen=True)
class Furniture:
    """What every page of the desk has around its cards."""

    rules: dict[int, Rule]
    replies: list[Reply]
    sections: list[tuple[str, str]]
    keys: dict[str, str]
    has_scores: bool
    limits: Limits
    counts: Counts

    @property
    def rule_choices(self) -> list[RuleChoice]:
        """The rules that may be named today."""
        return rule_choices(self.rules.values())


def furniture(by: "_User") -> Furniture:
    """Read what stands around a moderator's cards, and what limits these, in two statements."""
    with connection.cursor() as cursor:
        cursor.execute(FURNITURE, {"by": by.pk})
        found = (_loaded(value) for value in cursor.fetchone())
    rules, replies, sections, chosen, has_scores, scope = found
    limits = Limits(tuple(scope["sections"]), tuple(scope["languages"])) if scope else Limits()
    known = {row["id"]: _rule(row) for row in rules}
    return Furniture(
        known,
        [_reply(row, known) for row in replies],
        [
            (row["slug"], _named(row))
            for row in sections
            if not limits.sections or row["id"] in limits.sections
        ],
        keys.in_force(chosen or {}),
        has_scores,
        limits,
        counts(by, limits),
    )


def _rule(row: dict[str, Any]) -> Rule:
    """Make a rule with its texts at hand, as with_texts() gives it."""
    texts = row.pop("texts")
    rule = Rule(**row)
    found = rule.texts.all()
    found._result_cache = [RuleText(rule=rule, **text) for text in texts]
    rule._prefetched_objects_cache = {"texts": found}  # type: ignore[attr-defined]
    return rule


def _reply(row: dict[str, Any], rules: dict[int, Rule]) -> Reply:
    rule = rules[row["rule"]].code if row["rule"] else ""
    return Reply(row["id"], row["name"], row["language"], row["text"], rule)


def _named(section: dict[str, Any]) -> str:
    return str(section["names"].get(get_language() or settings.LANGUAGE_CODE, section["slug"]))


def _loaded(value: Any) -> Any:
    """Return what a column of JSON holds; Django's connection gives its text."""
    return json.loads(value) if isinstance(value, str) else value
