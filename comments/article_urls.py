"""Addresses below an article's own, for its discussion and its vote."""

from django.urls import path

from articles.public_page import public_page
from articles.voting_views import vote_page
from comments import posting_views, views

urlpatterns = [
    path(
        "comments/",
        public_page(views.discussion, reads=["order", "after"]),
        name="discussion",
    ),
    path("comments/news/", public_page(views.discussion_news), name="discussion_news"),
    path("comments/<int:pk>/", public_page(views.comment, reads=["after"]), name="comment"),
    path("reply/", posting_views.post_comment, name="post_comment"),
    path("waiting/", posting_views.own_comments, name="own_comments"),
    path("waiting/<int:pk>/", posting_views.waiting, name="waiting"),
    path("vote/", vote_page, name="vote"),
]
