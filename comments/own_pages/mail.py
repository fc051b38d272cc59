"""`/account/mail/`: how somebody is told of answers, of stories, and of their own articles."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from articles.dates import in_digits_of
from comments.models import MailSettings
from comments.own_pages.frame import own_page, show


class MailForm(forms.ModelForm):
    """What may be chosen; decisions on one's own comments are always told."""

    class Meta:
        model = MailSettings
        fields = ["answers", "stories", "articles", "digest_hour"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or ""
        hours = [(hour, in_digits_of(language, f"{hour:02}:00")) for hour in range(24)]
        hint = MailSettings._meta.get_field("digest_hour").help_text
        self.fields["digest_hour"] = forms.TypedChoiceField(
            choices=hours, coerce=int, label=_("Hour of the daily mail"), help_text=hint
        )

    @cached_property
    def helper(self) -> FormHelper:
        """How crispy-forms lays it out."""
        helper = FormHelper()
        helper.layout = Layout(*self.fields)
        helper.form_action = reverse("mail_settings")
        helper.attrs = {"novalidate": ""}
        helper.form_error_title = _("Your choice was not kept")
        helper.add_input(Submit("save", _("Keep this choice"), css_class="button"))
        return helper


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def mail_settings(request: HttpRequest) -> HttpResponse:
    """The form, and keeping what it sends."""
    assert request.user.pk  # noqa: S101 (own_page lets nobody else in)
    kept = settings_of(request.user.pk)
    form = MailForm(request.POST if request.method == "POST" else None, instance=kept)
    if request.method == "POST" and form.is_valid():
        form.save()
        return HttpResponseRedirect(f"{reverse('mail_settings')}?kept", status=303)
    context = {"form": form, "is_kept": "kept" in request.GET}
    return show(request, "own/mail.html", context, status=422 if form.is_bound else 200)


def settings_of(user_id: int) -> MailSettings:
    """Return how an account is told: as it chose, else the defaults (not saved)."""
    kept = MailSettings.objects.filter(user=user_id).first()
    return kept or MailSettings(user_id=user_id)
