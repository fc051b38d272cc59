"""An export that comes in again changes nothing; a later one, what is new or changed in it."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from PIL import Image

from articles.models import Article, GalleryPhoto, Masthead, PhotoGallery
from comments.models import Comment
from portal.models import User
from tests.articles.admin_form import change_article
from tests.portal.wxr.conftest import GUTENBERG, POSTS, Bring, everything
from tests.wxr_files import Post, Said, export

pytestmark = pytest.mark.django_db


def told(report: dict[str, Any], kind: str) -> list[str]:
    return [line["what"] for line in report["lines"] if line["kind"] == kind]


@pytest.mark.parametrize("options", [(), ("--resume",)])
def test_a_second_run_changes_nothing(options: tuple[str, ...], bring: Bring) -> None:
    bring(POSTS, *options)
    before = everything()
    report = bring(POSTS, *options)
    assert everything() == before
    assert report["counts"]["articles_same"] == 3
    assert report["counts"]["comments_same"] == 5


def test_the_same_site_by_https_is_the_same_site(bring: Bring) -> None:
    bring([Post(7)], site="http://www.old.example.org/")
    assert bring([Post(7)])["counts"]["articles_new"] == 0


def test_a_later_export_adds_what_is_new(bring: Bring) -> None:
    bring([Post(7, comments=[Said(1)])])
    report = bring([Post(7, comments=[Said(1), Said(2, parent=1)]), Post(8)])
    assert report["counts"]["articles_new"] == report["counts"]["comments_new"] == 1
    answer = Comment.objects.latest("pk")
    assert answer.parent is not None
    assert Comment.objects.get(pk=answer.parent_id).thread_size == 1
    later = bring([Post(7, comments=[Said(3, parent=2)])])  # an export of the new comments alone
    assert later["counts"]["comments_orphan"] == 0
    assert Comment.objects.latest("pk").depth == 2


def test_what_changed_there_changes_here(bring: Bring) -> None:
    bring([Post(7)])
    report = bring([Post(7, content=GUTENBERG.format("It is closed again."))])
    assert report["counts"]["articles_changed"] == 1
    assert "closed again" in Article.objects.get().articles_text_set.get().html


def test_what_an_editor_changed_is_never_written_over(bring: Bring) -> None:
    bring([Post(7), Post(8)])
    one, two = Article.objects.order_by("pk")
    one.headline = "A better headline"
    one.save()
    text = two.articles_text_set.get()
    text.html = "<p>Mended.</p>"
    text.save()
    report = bring([Post(7, title="Changed there"), Post(8, title="Changed there too")])
    assert report["counts"]["articles_kept"] == 2
    assert len(told(report, "kept")) == 2
    assert Article.objects.get(pk=one.pk).headline == "A better headline"
    assert Article.objects.get(pk=two.pk).headline == "The bridge is open"


def test_what_was_deleted_here_stays_deleted(bring: Bring) -> None:
    bring([Post(7, status="draft")])
    Article.objects.get().delete()
    assert bring([Post(7, status="draft")])["counts"]["articles_gone"] == 1
    assert not Article.objects.exists()


def test_a_dry_run_tells_all_and_keeps_nothing(bring: Bring) -> None:
    before = everything()
    report = bring(POSTS, "--dry-run")
    assert report["counts"]["articles_new"] == 3
    assert report["counts"]["comments_new"] == 5
    assert everything() == before
    assert not Masthead.objects.exists()


def test_a_person_reads_the_report(tmp_path: Path) -> None:
    file = tmp_path / "export.xml"
    file.write_bytes(export([Post(7, comments=[Said(1, kind="pingback")])]))
    out = StringIO()
    call_command("import_wxr", str(file), stdout=out)
    assert "1  Articles that came in" in out.getvalue()
    assert "Pingbacks and trackbacks left out: 1." in out.getvalue()


def test_an_editor_mends_what_came_in_incomplete_but_takes_nothing_more_away(
    bring: Bring, client: Client, make_user: Callable[..., User]
) -> None:
    bring([Post(7, creator="")])  # nobody signed it, so it could not be published here
    article = Article.objects.get()
    client.force_login(make_user("Editors"))
    change_article(client, article, headline="A typo mended")
    assert Article.objects.get().headline == "A typo mended"
    change_article(client, article, headline="")
    assert Article.objects.get().headline == "A typo mended"


def test_a_second_run_with_the_same_pictures_changes_nothing_and_with_more_fills_them_in(
    bring: Bring, tmp_path: Path
) -> None:
    gallery = '[gallery ids="11,12,13"]'
    posts = [Post(7, content=f"<p>Before.</p>\n\n{gallery}")]
    for number in (11, 12, 13):
        address = f"https://old.example.org/wp-content/uploads/2015/03/p{number}.jpg"
        posts.append(Post(number, kind="attachment", status="inherit", categories=[],
                          fields={"wp:attachment_url": address}))  # fmt: skip
    folder = tmp_path / "uploads" / "2015" / "03"
    folder.mkdir(parents=True)
    for number in (11, 12):
        Image.new("RGB", (64, 48), (number, 90, 90)).save(folder / f"p{number}.jpg")
    options = ("--media", str(tmp_path / "uploads"))
    assert bring(posts, *options)["counts"]["articles_new"] == 1
    before = everything()
    assert bring(posts, *options)["counts"]["articles_same"] == 1
    assert everything() == before
    Image.new("RGB", (64, 48), (13, 90, 90)).save(folder / "p13.jpg")
    assert bring(posts, *options)["counts"]["articles_changed"] == 1
    assert GalleryPhoto.objects.count() == 3
    assert PhotoGallery.objects.count() == 1
