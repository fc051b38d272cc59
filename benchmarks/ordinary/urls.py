"""Addresses of the ordinary project."""

from django.urls import path

from benchmarks.ordinary import views

urlpatterns = [
    path("ready/", views.ready),
    path("article/<int:pk>/", views.article),
    path("article/<int:pk>/post/", views.post),
]
