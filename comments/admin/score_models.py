"""The learned score in the admin: its versions with their figures, and going back to one."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.admin.reading import ReadOnly
from comments.learning.score_models import is_installed
from comments.learning.versions import CannotSwitch, switch_off, switch_on
from comments.models import ScoreModel


@admin.register(ScoreModel)
class ScoreModelAdmin(ReadOnly, admin.ModelAdmin):
    """Versions, newest first. Learning one is the weekly job's, or `manage.py learn`'s."""

    list_display = (
        "id",
        "trained_at",
        "in_use",
        "precision",
        "recall",
        "base",
        "threshold",
        "learned_from",
        "tried_on",
        "refused",
    )
    fields = readonly_fields = list_display
    ordering = ("-pk",)
    actions = ("use_it", "use_none")
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[ScoreModel]:
        """Versions without their weights, of a megabyte each."""
        return super().get_queryset(request).defer("data")

    def has_switch_permission(self, request: HttpRequest) -> bool:
        """Whether somebody may put another version in use."""
        return request.user.has_perm("comments.change_scoremodel")

    @admin.action(description=gettext_lazy("Put this version in use"), permissions=["switch"])
    def use_it(self, request: HttpRequest, chosen: QuerySet[ScoreModel]) -> None:
        """Switch to one version, also an earlier one."""
        versions = list(chosen)
        if len(versions) != 1:
            self.message_user(request, _("Choose one version."), messages.ERROR)
            return
        try:
            switch_on(versions[0])
        except CannotSwitch as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return
        self.message_user(request, _("In use. What waits is scored with it by the next night."))

    @admin.action(description=gettext_lazy("Use none"), permissions=["switch"])
    def use_none(self, request: HttpRequest, chosen: QuerySet[ScoreModel]) -> None:
        """Switch the score off."""
        switch_off()
        self.message_user(request, _("No learned score is in use any more."))

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Say where scikit-learn is missing: then nothing is learned or scored."""
        if not is_installed():
            missing = _("scikit-learn is not installed: `.ci/install learn` installs it.")
            self.message_user(request, missing, messages.WARNING)
        return super().changelist_view(request, extra_context)

    @admin.display(description=gettext_lazy("precision"))
    def precision(self, version: ScoreModel) -> str:
        """Of what it would hold, how much people took out."""
        return _share(version, "precision")

    @admin.display(description=gettext_lazy("recall"))
    def recall(self, version: ScoreModel) -> str:
        """Of what people took out, how much it would hold."""
        return _share(version, "recall")

    @admin.display(description=gettext_lazy("base rate"))
    def base(self, version: ScoreModel) -> str:
        """How much of everything people took out: the precision of holding all."""
        return _share(version, "base")

    @admin.display(description=gettext_lazy("holds from"))
    def threshold(self, version: ScoreModel) -> str:
        """The score from which on it may hold."""
        return _share(version, "threshold")

    @admin.display(description=gettext_lazy("learned from"))
    def learned_from(self, version: ScoreModel) -> int:
        """How many decisions."""
        return version.figures.get("learned_from", 0)

    @admin.display(description=gettext_lazy("tried on"))
    def tried_on(self, version: ScoreModel) -> int:
        """How many later decisions."""
        return version.figures.get("tried_on", 0)


def _share(version: ScoreModel, name: str) -> str:
    return f"{version.figures.get(name, 0):.1%}"
