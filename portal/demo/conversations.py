"""The demo's conversations: posted, decided, recommended and featured by the house's own verbs."""

import uuid
from datetime import datetime, timedelta

from articles.models import Article, Author
from comments.featuring import feature
from comments.models import Comment, Discussion, Move, Rule, RuleText
from comments.moderation import decide
from comments.ownership import guest_hash
from comments.policy import WORDS, keep_version
from comments.posting import add
from comments.recommending import recommend
from comments.screening import Draft, screen
from comments.translating import translate
from portal.demo.files import Table, conversation, read
from portal.demo.people import user_of
from portal.models import User


def make_rules() -> dict[str, Rule]:
    """Make the comments policy; return its rules by code."""
    rules = {}
    for position, table in enumerate(read("rules.toml")["rule"], start=1):
        columns = ("code", "category", "keyword", "ground", "is_spam")
        named = {name: table[name] for name in columns if name in table}
        rule = Rule.objects.create(position=position, **named)
        RuleText.objects.bulk_create(
            RuleText(rule=rule, language=language, **_words(table, language))
            for language in table["title"]
        )
        rules[rule.code] = rule
    keep_version(None)
    return rules


def _words(table: Table, language: str) -> dict[str, str]:
    """Give a rule's words in a language; examples are a list, which the column has line by line."""
    words = {name: table.get(name, {}).get(language, "") for name in WORDS}
    lines = table.get("examples", {}).get(language, [])
    return {name: text.strip() for name, text in words.items() if name != "examples"} | {
        "examples": "\n".join(lines)
    }


def make_conversation(
    key: str,
    editions: dict[str, Article],
    authors: dict[str, Author],
    rules: dict[str, Rule],
    moderator: User,
) -> int:
    """Hold the conversation of a story; return how many comments were made.

    `editions` are the story's articles by language: a comment is written on the edition in its
    own language, where there is one.
    """
    table = conversation(key)
    discussion = Discussion.objects.of(next(iter(editions.values())).story_id)
    if table is None:
        return 0
    made: dict[str, Comment] = {}
    for row in table["comment"]:
        article = editions.get(row["language"]) or editions["en"]
        made[row["id"]] = _post(row, article, made.get(row["parent"]), authors)
        if row["status"] in {"published", "removed"} and not row["staff"]:
            made[row["id"]] = _decide(made[row["id"]], Move.APPROVE, moderator)
    for row in table["comment"]:
        if row["status"] in {"removed", "rejected"}:
            move = Move.REMOVE if row["status"] == "removed" else Move.REJECT
            _decide(made[row["id"]], move, moderator, rules[row["rule"]])
    for row in table["comment"]:
        _take_part(made[row["id"]], row, moderator)
    if table["closed"]:
        discussion.is_open = False
        discussion.save(update_fields=["is_open"])
    return len(made)


def _post(
    row: Table, article: Article, parent: Comment | None, authors: dict[str, Author]
) -> Comment:
    published = article.publish_at
    assert published is not None  # noqa: S101 (the demo publishes all it makes)
    written = published + timedelta(minutes=row["minutes"])
    staff = user_of(authors[row["staff"]]) if row["staff"] else None
    draft = Draft(
        article=article,
        parent=parent,
        author=staff,
        guest_name="" if staff else row["name"],
        guest_email="" if staff else _email(row["name"]),
        body=row["body"].strip(),
        address="",
        network="",
        now=min(written, datetime.now(written.tzinfo)),
        language=row["language"],
    )
    screened = screen(draft)
    assert not screened.is_refused  # noqa: S101 (the demo says nothing twice)
    return add(draft, screened.verdict, uuid.uuid4(), origin="demo", screened=screened)


def _take_part(comment: Comment, row: Table, moderator: User) -> None:
    """Have readers recommend a comment, the newsroom feature or translate it, as it says."""
    for number in range(row.get("recommended", 0)):
        recommend(comment, guest=guest_hash(_email(f"A reader who says nothing, {number}")))
    if row.get("featured"):
        feature(comment, by=moderator)
    for language, body in row.get("translation", {}).items():
        translate(comment, language, body, by=moderator, seen_revision=comment.revision)


def _email(name: str) -> str:
    """An address for a reader, the same for the same name; example.org takes no mail."""
    return f"reader-{uuid.uuid5(uuid.NAMESPACE_DNS, name).hex[:8]}@example.org"


def _decide(comment: Comment, move: Move, by: User, rule: Rule | None = None) -> Comment:
    outcome = decide([comment], move, by=by, rule=rule)
    return outcome.decisions[0].comment
