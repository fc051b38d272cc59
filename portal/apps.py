"""App configurations of the portal: the app itself, and the newsroom's admin site."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.db.models.signals import post_migrate


class PortalConfig(AppConfig):
    """Composes the newspaper; after each migration it sets up the roles."""

    name = "portal"
    default = True

    def ready(self) -> None:
        """Register the system checks and the step that follows each migration."""
        from portal import checks  # noqa: F401 (importing registers them)
        from portal.database_roles import grant_after_migrate
        from portal.staff_roles import ensure_after_migrate

        post_migrate.connect(grant_after_migrate, sender=self)
        post_migrate.connect(ensure_after_migrate, sender=self)


class NewsroomAdminConfig(admin_apps.AdminConfig):
    """The stock Django admin with the newsroom's name on it."""

    default = False
    default_site = "portal.admin_site.NewsroomAdminSite"
