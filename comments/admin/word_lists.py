"""Word lists in the admin: no list counts before its editor has seen what it would have done."""

from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.models import WordList
from comments.words.entries import EntryRefused, read_line
from comments.words.patterns import marked
from comments.words.trial import Trial, try_list

FAULTS = 10  # lines that are told of at a time
COUNTS = ("entries", "language", "says", "in_force")  # what changes what a list does


class WordListForm(forms.ModelForm):
    """A list; `tried` names what was tried on past comments: anything else is tried first."""

    tried = forms.CharField(required=False, widget=forms.HiddenInput)
    trial: Trial | None = None

    class Meta:
        model = WordList
        fields = ("name", "language", "says", "in_force", "entries")
        widgets = {
            "entries": forms.Textarea(
                {"rows": 20, "dir": "auto", "spellcheck": "false", "class": "vLargeTextField"}
            )
        }
        help_texts = {
            "entries": gettext_lazy(
                "One a line: a word, a word* or *word with any letters there, a phrase, or a"
                " /pattern/ of RE2. “!word” never counts; “# ” begins a note. Disguises are seen"
                " through: never list them."
            )
        }

    @property
    def refuses(self) -> bool:
        """Whether the list, as it stands in the form, refuses what it finds."""
        return self.cleaned_data.get("says") == WordList.Says.REFUSE

    def clean_entries(self) -> str:
        """Refuse what cannot be compiled, each line with its place marked."""
        entries = self.cleaned_data["entries"].replace("\r\n", "\n")
        faults, found = [], 0
        for number, line in enumerate(entries.split("\n"), 1):
            try:
                found += read_line(line) is not None
            except EntryRefused as refused:
                faults.append(_fault(number, line, refused))
        if faults:
            raise ValidationError(faults[:FAULTS])
        if not found:
            raise ValidationError(_("No line of it is an entry."))
        return entries

    def clean(self) -> dict[str, Any]:
        """Try what changed on past comments, and let it be saved once that was seen."""
        cleaned = super().clean() or self.cleaned_data
        wanted = "_try" in self.data or bool({*COUNTS} & {*self.changed_data})
        if self.errors or not wanted:
            return cleaned
        mark = self._mark(cleaned)
        if "_try" not in self.data and cleaned.get("tried") == mark:
            return cleaned
        self.trial = try_list(cleaned["entries"], cleaned["language"])
        self.data = {**self.data.dict(), "tried": mark}  # type: ignore[attr-defined]
        raise ValidationError(
            _("Not saved yet. See above what this list would have done, then save it.")
        )

    def _mark(self, cleaned: dict[str, Any]) -> str:
        return sha256(repr([cleaned.get(name) for name in COUNTS]).encode()).hexdigest()


def _fault(number: int, line: str, refused: EntryRefused) -> str:
    line = " ".join(line.split())
    return _("Line %(number)d, at the mark: %(line)s – %(reason)s") % {
        "number": number,
        "line": marked(line, refused.place),
        "reason": refused,
    }


@admin.register(WordList)
class WordListAdmin(admin.ModelAdmin):
    """The lists: what they hold, in which version, and who has changed them last."""

    form = WordListForm
    change_form_template = "admin/comments/wordlist/change_form.html"
    list_display = ("name", "language", "says", "in_force", "version", "changed_at", "changed_by")
    list_filter = ("in_force", "says", "language")
    list_select_related = ("changed_by",)
    search_fields = ("name", "entries")
    fields = (
        "name",
        ("language", "says", "in_force"),
        "entries",
        ("version", "changed_at", "changed_by"),
    )
    readonly_fields = ("version", "changed_at", "changed_by")
    actions = None

    class Media:
        css = {"all": ["css/admin-words.css"]}

    def save_model(self, request: HttpRequest, obj: WordList, form: Any, change: bool) -> None:
        """Save a list as its next version."""
        if change:
            stands = WordList.objects.select_for_update().get(pk=obj.pk)
            obj.version = stands.version + bool({*COUNTS} & {*form.changed_data})
        obj.changed_by = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)
