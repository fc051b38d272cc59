"""The forms of a sanction: from a comment's card, of anybody whom one types, and of lifting one."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext_lazy
from django.utils.translation import gettext as _

from comments.mail_addresses import folded
from comments.models import Comment, Rule, Sanction, SanctionKind
from comments.networks import BadNetwork, is_too_wide, read_network
from comments.sanctions import Target, why_not

REASON_CHARACTERS = Sanction._meta.get_field("reason").max_length
NEVER, UNTIL = "never", "until"
DAYS = (1, 3, 7, 30, 90, 365)
LASTS: list[tuple[str, Any]] = [
    *((str(days), ngettext_lazy("%d day", "%d days") % days) for days in DAYS),
    (UNTIL, gettext_lazy("until the time below")),
    (NEVER, gettext_lazy("without an end")),
]
TYPED = "typed"


class SanctionForm(forms.Form):
    """Which sanction, how long, why. Whom it is on is said by a form made of this one."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Sanction"),
        choices=SanctionKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose a sanction.")},
    )
    lasts = forms.ChoiceField(label=gettext_lazy("How long"), choices=LASTS, initial="7")
    ends_at = forms.DateTimeField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )
    rule = forms.ModelChoiceField(
        label=gettext_lazy("Rule"), queryset=Rule.objects.none(), required=False
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Whoever is under the sanction reads it. It quotes no one else."),
        max_length=REASON_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    is_wide_meant = forms.BooleanField(
        label=gettext_lazy("Yes, all of this network is meant"), required=False
    )

    field_order = ("kind", "on", "who", "is_wide_meant", "lasts", "ends_at", "rule", "reason")

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        language, rules = get_language() or "", self.fields["rule"]
        rules.queryset = Rule.objects.in_force().with_texts()  # type: ignore[attr-defined]
        rules.label_from_instance = lambda rule: f"{rule.code}. {rule.title_in(language)}"  # type: ignore[attr-defined]
        self.target, self.is_wide = Target(), False

    def clean(self) -> dict[str, Any]:
        """Work out whom it is on and when it ends; say where that makes no sense."""
        sent = self.cleaned_data
        try:
            self.target = self.read_target()
        except ValidationError as refusal:
            self.add_error("who", refusal)
        sent["ends_at"] = self._end()
        if not self.errors:
            self._refuse_nonsense()
        return sent

    def read_target(self) -> Target:
        """Return the account of an address, a guest by it, or a network. Raises ValidationError."""
        typed = self.cleaned_data.get("who", "")
        return target_typed(typed) if typed else Target()

    def _end(self) -> Any:
        sent = self.cleaned_data
        lasts = sent.get("lasts")
        if lasts in {None, NEVER} or sent.get("kind") == SanctionKind.WARNING:
            return None
        if lasts != UNTIL:
            return timezone.now() + timedelta(days=int(lasts))
        if sent.get("ends_at") is None and "ends_at" not in self.errors:
            self.add_error("ends_at", _("Please say until when."))
        return sent.get("ends_at")

    def _refuse_nonsense(self) -> None:
        sent = self.cleaned_data
        kind, ends_at = SanctionKind(sent["kind"]), sent["ends_at"]
        refused = why_not(
            self.target, kind, reason=sent["reason"], ends_at=ends_at, now=timezone.now()
        )
        if refused:
            self.add_error(None, refused)
        elif self.target.network and is_too_wide(read_network(self.target.network)):
            self.is_wide = True
            if not sent["is_wide_meant"]:
                self.add_error(
                    "is_wide_meant",
                    _("A great many people come from this network: confirm that all are meant."),
                )


class TypedSanctionForm(SanctionForm):
    """A sanction on somebody whom the moderator types."""

    who = forms.CharField(
        label=gettext_lazy("On whom"),
        help_text=gettext_lazy(
            "The e-mail address of an account or a guest, or a network: 192.0.2.7, 192.0.2.0/24, "
            "2001:db8::/48."
        ),
        max_length=254,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )


class CommentSanctionForm(SanctionForm):
    """A sanction because of a comment, on one of those by whom or from where it came."""

    on = forms.ChoiceField(
        label=gettext_lazy("On whom"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose whom the sanction is on.")},
    )
    who = forms.CharField(
        label=gettext_lazy("A network"),
        help_text=gettext_lazy("For example 192.0.2.0/24 or 2001:db8::/48."),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )

    def __init__(self, data: QueryDict | None = None, *, comment: Comment, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.targets = targets_of(comment)
        choices = [(key, label) for key, (label, _target) in self.targets.items()]
        self.fields["on"].choices = [*choices, (TYPED, _("a network that is written below"))]  # type: ignore[attr-defined]
        self.fields["on"].initial = choices[0][0] if choices else TYPED

    def read_target(self) -> Target:
        """Return what was chosen, or the network that was typed."""
        chosen, typed = self.cleaned_data.get("on", ""), self.cleaned_data.get("who", "")
        if chosen in self.targets:
            return self.targets[chosen][1]
        if chosen == TYPED and not typed:
            raise ValidationError(_("Please write the network."))
        return network_typed(typed) if typed else Target()


class LiftForm(forms.Form):
    """Why a sanction is lifted."""

    because = forms.CharField(
        label=gettext_lazy("Why it is lifted"),
        max_length=Sanction._meta.get_field("lifted_because").max_length,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


def targets_of(comment: Comment) -> dict[str, tuple[str, Target]]:
    """Return whom a sanction because of a comment could be on, each with its words, by a key."""
    found: dict[str, tuple[str, Target]] = {}
    author: Any = comment.author
    if author and not author.closed_at:
        found["account"] = (_("the account of %(name)s") % {"name": comment.name}, Target(author))
    elif comment.author is None and comment.guest_email:
        target = Target(email=comment.guest_email, name=comment.guest_name)
        found["guest"] = (_("the guest %(email)s") % {"email": comment.guest_email}, target)
    if comment.address:
        words = _("the address that it came from (a household; IPv6: 64 bits)")
        found["address"] = (words, Target(network_hash=comment.address))
    if comment.network:
        words = _("the network around it (IPv4: 24 bits; IPv6: 48 bits)")
        found["network"] = (words, Target(network_hash=comment.network))
    return found


def target_typed(typed: str) -> Target:
    """Return whom a text names: an address of mail or a network. Raises ValidationError."""
    if "@" not in typed:
        return network_typed(typed)
    validate_email(typed.strip())
    address = folded(typed)
    account = get_user_model()._default_manager.filter(email__iexact=address).first()
    if account is not None:
        return Target(account)
    newest = Comment.objects.of_guest(address).order_by("-pk").first()
    return Target(email=address, name=newest.guest_name if newest else "")


def network_typed(typed: str) -> Target:
    """Return the network that a text names. Raises ValidationError where it names none."""
    try:
        return Target(network=str(read_network(typed)))
    except BadNetwork as refusal:
        raise ValidationError(str(refusal)) from None
