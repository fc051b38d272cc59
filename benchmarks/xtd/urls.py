"""Addresses of the project with django-comments-xtd."""

from django.urls import include, path

from benchmarks.xtd import views

urlpatterns = [
    path("article/<int:pk>/", views.article),
    path("comments/", include("django_comments_xtd.urls")),
]
