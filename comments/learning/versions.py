"""The versions of the learned score: learning one, switching it on, going back to another."""

from django.db import transaction
from django.utils.translation import gettext as _

from comments.learning.decided import decided
from comments.learning.quality import Figures, figures, threshold, why_not
from comments.learning.score_models import Weights, is_installed
from comments.models import ScoreModel
from comments.turns import wait_for_turn

KEPT = 10  # versions that can be gone back to
LEARNED, CHOSEN = 0.7, 0.85  # shares of the decisions to learn from, and by which to choose


class CannotLearn(Exception):  # noqa: N818 (a refusal is an answer, not an error)
    """Nothing can be learned; the message says why, in the reader's language."""


class CannotSwitch(Exception):  # noqa: N818 (a refusal is an answer, not an error)
    """The version cannot be switched on; the message says why."""


def learn() -> ScoreModel:
    """Learn a new version from the house's decisions; switch it on if it is good enough.

    Where it is not, it is kept with the reason, and what was in use stays so. Raises CannotLearn.
    """
    if not is_installed():
        raise CannotLearn(_("scikit-learn is not installed: `.ci/install learn` installs it."))
    everything = decided()
    to_learn, to_choose = everything.part(0, LEARNED), everything.part(LEARNED, CHOSEN)
    if len(set(to_learn.taken_out)) < 2:
        raise CannotLearn(
            _("Comments have to be approved and taken out before anything is learned.")
        )
    weights = Weights.learn(to_learn.texts, to_learn.taken_out)
    above = threshold(weights.scores(to_choose.texts), to_choose.taken_out)
    to_try = everything.part(CHOSEN, 1)
    found = figures(to_learn, to_try, weights.scores(to_try.texts), above)
    return _keep(weights, found)


@transaction.atomic
def _keep(weights: Weights, found: Figures) -> ScoreModel:
    wait_for_turn("learned score")
    version = ScoreModel.objects.create(
        figures=found.as_json(), refused=why_not(found), data=weights.to_bytes()
    )
    if not version.refused:
        _switch(version)
    recent = ScoreModel.objects.order_by("-pk").values_list("pk", flat=True)[:KEPT]
    old = ScoreModel.objects.exclude(pk__in=list(recent)).exclude(in_use=True)
    old.exclude(data=b"").update(data=b"")
    return version


@transaction.atomic
def switch_on(version: ScoreModel) -> None:
    """Put a version in use, and no other any more. Raises CannotSwitch."""
    wait_for_turn("learned score")
    version.refresh_from_db()
    if version.refused:
        raise CannotSwitch(version.refused)
    if not version.data:
        raise CannotSwitch(_("This version is too old: only its figures were kept."))
    _switch(version)


@transaction.atomic
def switch_off() -> None:
    """Put no version in use: new comments are not scored."""
    wait_for_turn("learned score")
    ScoreModel.objects.filter(in_use=True).update(in_use=False)


def _switch(version: ScoreModel) -> None:
    ScoreModel.objects.filter(in_use=True).exclude(pk=version.pk).update(in_use=False)
    version.in_use = True
    version.save(update_fields=["in_use"])
