"""What the page makes of a body's texts."""

import pytest
from django.test import Client

from tests.making import Make


@pytest.mark.parametrize("gap", ["<p></p>", "<p> </p>", "<p>&nbsp;</p>", "<p><br></p>"])
def test_an_empty_paragraph_opens_no_gap(gap: str, client: Client, make_article: Make) -> None:
    html = f"{gap}<p>The river rose.</p>{gap}<p>It fell.</p>{gap}"
    article = make_article(html=html, place="TOLMIR")
    page = client.get(article.get_absolute_url()).content.decode()
    text = page.split('<div class="text">')[1].split("</div>")[0]
    dateline = '<span class="dateline">TOLMIR — </span>'
    assert text == f"<p>{dateline}The river rose.</p><p>It fell.</p>"
