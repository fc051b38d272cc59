"""An article with 42 comments, answered from memory, against everybody else in the same rounds."""

from benchmarks.bench import Bench
from benchmarks.figures import Goal, Line, Result
from benchmarks.rounds import GZIP, rate, ratio
from benchmarks.scenarios.raw import raw_of

GOALS = {
    "bare WSGI look-up": Goal(least=0.7),
    "nginx serving the file": Goal(least=0.5),
    "ready string through Django": Goal(least=10),
    "django-comments-xtd": Goal(least=400),
    "plain template page": None,
}


def run(bench: Bench) -> Result:
    """Measure ours, nginx, the look-up, the ready string, the template page and xtd."""
    path, page = bench.article.path, bench.page
    ordinary = bench.ordinary_django()
    said = page.text[-200:]
    contenders = [
        bench.ours(bench.small).contender("ours", path, GZIP, holds=said),
        bench.nginx_file().contender("nginx serving the file", path, GZIP, holds=said),
        bench.lookup().contender("bare WSGI look-up", path, GZIP, holds=said),
        ordinary.contender("ready string through Django", "/ready/", holds=said),
        ordinary.contender("plain template page", "/article/1/", holds=b'<li id="comment-42"'),
        bench.xtd().contender("django-comments-xtd", "/article/1/", holds=b'id="c42"'),
    ]
    found = bench.measure(contenders)
    result = Result("hit", "Article with 42 comments, from memory, gzip", raw=raw_of(found))
    result.lines = [Line("ours", rate(found, "ours"), "requests/s")]
    for name, goal in GOALS.items():
        result.lines.append(Line(name, rate(found, name), "requests/s"))
        result.lines.append(Line("ours", ratio(found, "ours", name), f"× {name}", goal))
    result.notes.append(
        f"The page has {len(page.text):,} bytes, {len(page.body):,} compressed; the ready string "
        "and the two Django pages are sent uncompressed, as startproject's middleware does."
    )
    return result
