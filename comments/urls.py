"""Addresses of the conversation that belong to no article."""

from django.urls import path

from articles.public_page import public_page
from comments import own_comment_views, own_words_views, views

urlpatterns = [
    path("<lang:language>/policy/", public_page(views.policy), name="policy"),
    path("your-comment/open/<str:token>/", own_comment_views.open_link, name="open_guest_link"),
    path("your-comment/<int:pk>/", own_comment_views.your_comment, name="your_comment"),
    path("your-comment/<int:pk>/edit/", own_words_views.edit_comment, name="edit_comment"),
    path("your-comment/<int:pk>/delete/", own_words_views.delete_comment, name="delete_comment"),
]
