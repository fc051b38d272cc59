"""What the page makes of a body's texts."""

import pytest
from django.test import Client

from articles.models import Figure
from tests.making import Make


@pytest.mark.parametrize("gap", ["<p></p>", "<p> </p>", "<p>&nbsp;</p>", "<p><br></p>"])
def test_an_empty_paragraph_opens_no_gap(gap: str, client: Client, make_article: Make) -> None:
    html = f"{gap}<p>The river rose.</p>{gap}<p>It fell.</p>{gap}"
    article = make_article(html=html, place="TOLMIR")
    page = client.get(article.get_absolute_url()).content.decode()
    text = page.split('<div class="text">')[1].split("</div>")[0]
    dateline = '<span class="dateline">TOLMIR — </span>'
    assert text == f"<p>{dateline}The river rose.</p><p>It fell.</p>"


def test_a_table_wider_than_the_page_moves_by_itself(client: Client, make_article: Make) -> None:
    table = "<table><tbody><tr><td>1</td></tr></tbody></table>"
    page = client.get(make_article(html=f"<p>x</p>{table}").get_absolute_url()).content.decode()
    assert f'<div class="table" role="group" tabindex="0" aria-label="Table">{table}</div>' in page


@pytest.mark.parametrize(
    ("placement", "width", "classes"),
    [
        ("", 1800, "figure-inline"),
        ("start", 1800, "figure-inline is-start"),
        ("end", 300, "figure-inline is-end is-small"),
        ("wide", 1800, "figure-inline is-wide"),
    ],
)
def test_a_figure_stands_where_its_placement_says(
    placement: str, width: int, classes: str, client: Client, make_article: Make, make_photo: Make
) -> None:
    article = make_article()
    photo = make_photo(width=width, height=200)
    Figure.objects.create(parent=article, ordering=20, photo=photo, placement=placement)
    page = client.get(article.get_absolute_url()).content.decode()
    assert f'<figure class="figure {classes}">' in page
