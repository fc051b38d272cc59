"""The page of the desk's figures, and each of its tables as CSV."""

import csv
from typing import Any

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.lagging import may_lag
from comments.desk.charts import chart_of
from comments.desk.figures import PER, Table, figures
from comments.limits import limits_of
from comments.models import Decision

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with which a spreadsheet would begin to reckon


@may_lag
@require_safe
@permission_required("comments.moderate_comment", raise_exception=True)
def desk_figures(request: HttpRequest) -> HttpResponse:
    """Show the figures `per` hour, day or week; with `csv` one of the tables as a file."""
    per = request.GET.get("per", "day")
    if per not in PER:
        raise Http404
    found = figures(per, limits_of(request.user), request.user)
    if name := request.GET.get("csv"):
        table = next((table for table in found.tables if table.name == name), None)
        if table is None:
            raise Http404
        return _csv(table, per)
    context = {
        **admin.site.each_context(request),
        "title": _("Figures of the desk"),
        "opts": Decision._meta,
        "found": found,
        "charts": [chart_of(table) for table in found.tables],
        "choices": [(name, label) for name, (label, _length, _number) in PER.items()],
    }
    return TemplateResponse(request, "admin/comments/figures/page.html", context)


def _csv(table: Table, per: str) -> HttpResponse:
    name = f"{table.name}-per-{per}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    answer = HttpResponse(content_type="text/csv; charset=utf-8", headers=headers)
    answer.write("\ufeff")  # else spreadsheets read other than Latin letters wrongly
    writer = csv.writer(answer)
    for row in [table.heads, *table.rows]:
        writer.writerow([_cell(value) for value in row])
    return answer


def _cell(value: Any) -> Any:
    """Keep a name that begins like a formula from being one."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
