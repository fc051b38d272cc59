"""People and their roles: users signed in by e-mail, and the groups that say what each may do."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from comments.names import clean_name
from portal.accounts.addresses import canonical, take_as_confirmed
from portal.accounts.display_names import folded_if_free
from portal.models import User
from portal.staff_roles import ROLES

admin.site.unregister(Group)
admin.site.unregister(EmailAddress)  # a person's page has the address


class NewPersonForm(AdminUserCreationForm):
    """Somebody new: address, name, roles and a password."""

    class Meta:
        model = User
        fields = ("email", "display_name", "is_staff", "groups")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_staff"].initial = True

    def clean_email(self) -> str:
        """Keep addresses as they are compared: in small letters, domains in ASCII."""
        return canonical(self.cleaned_data["email"])

    def clean_display_name(self) -> str:
        """Return the name on one line. The newsroom may have namesakes, readers may not."""
        return clean_name(self.cleaned_data["display_name"])


class PersonForm(UserChangeForm):
    """Somebody's record. `editor` is whoever changes it."""

    editor: User

    class Meta:
        model = User
        fields = "__all__"

    def clean_email(self) -> str:
        """Keep addresses as they are compared: in small letters, domains in ASCII."""
        return canonical(self.cleaned_data["email"])

    def clean_display_name(self) -> str:
        """Return the name on one line. The newsroom may have namesakes, readers may not."""
        return clean_name(self.cleaned_data["display_name"])

    def clean(self) -> dict[str, Any]:
        """Keep administrators from locking themselves out."""
        cleaned = super().clean() or self.cleaned_data
        if self.instance == self.editor:
            for name in ("is_active", "is_staff", "is_superuser"):
                if name in self.fields and self.initial.get(name) and not cleaned.get(name):
                    self.add_error(name, _("You cannot take this away from yourself."))
        return cleaned


@admin.register(User)
class PersonAdmin(UserAdmin):
    """Users. They are never deleted, since what they wrote and decided keeps their name."""

    form = PersonForm
    add_form = NewPersonForm
    add_form_template = None
    fieldsets = (
        (None, {"fields": ("email", "display_name", "password")}),
        (
            _("Roles"),
            {
                "fields": ("is_active", "is_staff", "groups", "is_superuser"),
                "description": _(
                    "Somebody who leaves is made inactive, not deleted. An administrator has"
                    " superuser status and needs no other role."
                ),
            },
        ),
        (_("Important dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": (
                    "email",
                    "display_name",
                    "is_staff",
                    "groups",
                    "usable_password",
                    "password1",
                    "password2",
                ),
            },
        ),
    )
    readonly_fields = ("last_login", "date_joined")
    list_display = ("display_name", "email", "roles", "is_active", "is_staff", "is_superuser")
    list_filter = ("groups", "is_active", "is_staff", "is_superuser")
    search_fields = ("display_name", "email")
    ordering = ("display_name", "pk")
    filter_horizontal = ("groups",)
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Users with their roles."""
        return super().get_queryset(request).prefetch_related("groups")

    def save_model(self, request: HttpRequest, person: User, form: Any, change: bool) -> None:
        """Save somebody, whose name and address the newsroom vouches for."""
        if "display_name" in form.changed_data:
            person.display_name_folded = folded_if_free(person)
        super().save_model(request, person, form, change)
        if "email" in form.changed_data:
            take_as_confirmed(person)

    @admin.display(description=_("roles"))
    def roles(self, person: User) -> str:
        """The names of somebody's roles."""
        return ", ".join(group.name for group in person.groups.all())

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Return the form, which knows who fills it in."""
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.editor = request.user
        return form

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody."""
        return False


admin.site.unregister(Authenticator)


@admin.register(Authenticator)
class SecondFactorAdmin(admin.ModelAdmin):
    """Passkeys and apps: an administrator takes away those that somebody has lost, no more."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    list_select_related = ("user",)
    search_fields = ("user__display_name", "user__email")
    fields = readonly_fields = ("user", "type", "created_at", "last_used_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: whoever it belongs to adds it."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Authenticator | None = None) -> bool:
        """Nobody."""
        return False


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    """Roles. Those that portal.staff_roles writes are only shown; others may be made."""

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        """Whether a role may be changed: the house's own are put right after each migration."""
        return super().has_change_permission(request, obj) and not _is_of_the_house(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        """Whether a role may be deleted."""
        return super().has_delete_permission(request, obj) and not _is_of_the_house(obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Offer no deletion of many at once: it would ask for each role's own right too late."""
        return {}


def _is_of_the_house(group: Group | None) -> bool:
    return group is not None and group.name in ROLES
