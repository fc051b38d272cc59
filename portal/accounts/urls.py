"""Addresses of accounts: our own pages, then django-allauth's."""

from django.urls import include, path

from portal.accounts import views

urlpatterns = [
    path("", views.account, name="account"),
    path("settings/", views.preferences, name="account_settings"),
    path("sign-out-everywhere/", views.sign_out_everywhere, name="account_sign_out_everywhere"),
    path("", include("allauth.account.urls")),
    path("2fa/", include("allauth.mfa.urls")),
]
