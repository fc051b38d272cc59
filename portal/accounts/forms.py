"""Forms of accounts: django-allauth's in the house's words, a new account's, and the settings'."""

from typing import Any
from uuid import uuid4

from allauth.account import forms as allauth_forms
from allauth.account.internal.flows import signup
from allauth.account.internal.templatekit import get_entrance_context_data
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from comments.name_folding import fold
from portal.accounts.addresses import AddressField
from portal.accounts.display_names import clean_display_name, is_taken, taken
from portal.accounts.preferences import language_choices, time_zone_choices, time_zones
from portal.languages import known
from portal.models import User

LABELS = {
    "email": _("E-mail"),
    "login": _("E-mail"),
    "password": _("Password"),
    "password1": _("Password"),
    "oldpassword": _("Your password until now"),
    "code": _("Code"),
}
REQUIRED = {
    "password": _("Please write your password."),
    "password1": _("Please choose a password."),
    "oldpassword": _("Please write the password that you have had until now."),
    "code": _("Please write the code."),
}


class HouseForm:
    """What the house changes at each of django-allauth's forms: addresses, labels, sentences."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, completed_with in (("email", "email"), ("login", "username")):
            if name in self.fields:
                self.fields[name] = AddressField(max_length=254)
                self.fields[name].widget.attrs |= {"autocomplete": completed_with, "dir": "ltr"}
        if "password1" in self.fields:
            self.fields["password1"].help_text = _(
                "At least 8 characters, not only digits, and none that everybody chooses."
            )
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)
            if name in REQUIRED:
                field.error_messages["required"] = REQUIRED[name]


class SignInForm(HouseForm, allauth_forms.LoginForm):
    """Address and password."""


class ChangeAddressForm(HouseForm, allauth_forms.AddEmailForm):
    """Another address, which takes the place of the old one when it is confirmed."""


class ChangePasswordForm(HouseForm, allauth_forms.ChangePasswordForm):
    """Another password, by somebody who knows the old one."""


class SetPasswordForm(HouseForm, allauth_forms.SetPasswordForm):
    """The first password of an account without one."""


class ForgottenPasswordForm(HouseForm, allauth_forms.ResetPasswordForm):
    """The address to which a code is sent."""


class NewPasswordForm(HouseForm, allauth_forms.ResetPasswordKeyForm):
    """Another password, by somebody who has the code."""


class PasswordAgainForm(HouseForm, allauth_forms.ReauthenticateForm):
    """The password once more, before something that matters."""


class AddressCodeForm(HouseForm, allauth_forms.ConfirmEmailVerificationCodeForm):
    """The code that was sent to a new address."""


class PasswordCodeForm(HouseForm, allauth_forms.ConfirmPasswordResetCodeForm):
    """The code that was sent to somebody who forgot their password."""


class SetUpAppForm(HouseForm, totp_forms.ActivateTOTPForm):
    """The first code that an authenticator app shows."""


class SecondStepForm(HouseForm, factor_forms.AuthenticateForm):
    """A code of the app, or a recovery code, after the password."""


class CodeAgainForm(HouseForm, factor_forms.ReauthenticateForm):
    """A code once more, before something that matters."""


class AddPasskeyForm(webauthn_forms.AddWebAuthnForm):
    """A passkey by default; without the tick it is a second factor only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("A name to know it by")
        self.fields["passwordless"].label = _("Sign in with this passkey alone")
        self.fields["passwordless"].help_text = _(
            "Without the tick it is asked for after the password."
        )
        self.fields["passwordless"].initial = True


class SignUpForm(HouseForm, allauth_forms.SignupForm):
    """A new account. Language and time zone are those of the page and of the browser."""

    display_name = forms.CharField(
        label=_("Display name"),
        help_text=_("Stands beside what you write. It need not be your own name."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "dir": "auto"}),
        error_messages={"required": _("Please choose a name to go by.")},
    )
    time_zone = forms.CharField(
        required=False, widget=forms.HiddenInput(attrs={"data-time-zone": ""})
    )
    field_order = ("email", "display_name", "password1", "time_zone")

    def clean_display_name(self) -> str:
        """Return a name that a reader may take."""
        return clean_display_name(self.cleaned_data["display_name"])

    def clean_time_zone(self) -> str:
        """Return the browser's time zone, "" for one that we do not know."""
        name = self.cleaned_data["time_zone"]
        return name if name in time_zones() else ""

    def clean(self) -> dict[str, Any]:
        """Add the language of the page."""
        cleaned: dict[str, Any] = super().clean()
        cleaned["language"] = known(translation.get_language()) or ""
        return cleaned

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Make the account, or answer a known address just as an unknown one.

        Two who take the same name or address at the same moment: the later one is told of the
        name, and gets the same answer as for a known address otherwise.
        """
        if self.account_already_exists:
            self._take_as_long(request)
            return super().try_save(request)
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            if is_taken(fold(self.cleaned_data["display_name"])):
                self.add_error("display_name", taken())
                return None, self._shown_again(request)
            return None, signup.prevent_enumeration(request, email=self.cleaned_data["email"])

    def _take_as_long(self, request: HttpRequest) -> None:
        """Make an account for nobody and forget it: a known address costs what a new one does."""
        real = self.cleaned_data["email"]
        self.cleaned_data["email"], self.account_already_exists = f"{uuid4().hex}@invalid", False
        with transaction.atomic():
            self.save(request)
            transaction.set_rollback(True)
        self.cleaned_data["email"], self.account_already_exists = real, True

    def _shown_again(self, request: HttpRequest) -> HttpResponse:
        context = {"form": self} | get_entrance_context_data(request)
        return render(request, "account/signup.html", context)


class SettingsForm(forms.ModelForm):
    """Name, language and time zone of an account."""

    language = forms.ChoiceField(
        label=_("Language"), help_text=_("These pages and our mail speak it.")
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)

    class Meta:
        model = User
        fields = ("display_name", "language", "time_zone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["display_name"]
        name.widget.attrs |= {"autocomplete": "nickname", "dir": "auto"}
        name.help_text = _("Stands beside what you write. It need not be your own name.")
        name.error_messages["required"] = _("Please choose a name to go by.")
        self._shown_now = self.instance.display_name
        self.fields["language"].choices = language_choices()  # type: ignore[attr-defined]
        self.initial["language"] = known(self.instance.language) or translation.get_language()
        self.fields["time_zone"].choices = [  # type: ignore[attr-defined]
            ("", _("The newspaper's own")),
            *time_zone_choices(),
        ]

    def clean_display_name(self) -> str:
        """Return a name that this person may take."""
        return clean_display_name(self.cleaned_data["display_name"], of=self._as_stored())

    def take(self) -> bool:
        """Save the settings; whether that went well: somebody may have taken the name just now."""
        user = self.instance
        if user.display_name != self._shown_now:
            user.display_name_folded = fold(user.display_name)
        try:
            with transaction.atomic():
                user.save(
                    update_fields=["display_name", "display_name_folded", "language", "time_zone"]
                )
        except IntegrityError:
            self.add_error("display_name", taken())
            return False
        return True

    def _as_stored(self) -> User:
        return User(
            pk=self.instance.pk, display_name=self._shown_now, is_staff=self.instance.is_staff
        )
