"""Addresses below an article's own, for its discussion, acts on its comments and its vote."""

from django.urls import path

from articles.public_page import public_page
from articles.voting_views import vote_page
from comments import (
    act_views,
    following_views,
    posting_views,
    reporting_views,
    translating_views,
    views,
)

urlpatterns = [
    path(
        "comments/",
        public_page(views.discussion, reads=["order", "after"]),
        name="discussion",
    ),
    path("comments/news/", public_page(views.discussion_news), name="discussion_news"),
    path("comments/<int:pk>/", public_page(views.comment, reads=["after"]), name="comment"),
    path("comments/<int:pk>/changes/", public_page(views.changes), name="comment_changes"),
    path("comments/recommended/", act_views.recommended_here, name="recommended_here"),
    path("comments/<int:pk>/act/", act_views.comment_acts, name="comment_acts"),
    path("comments/<int:pk>/recommend/", act_views.recommend_comment, name="recommend_comment"),
    path("comments/<int:pk>/report/", reporting_views.report_comment, name="report_comment"),
    path("comments/<int:pk>/feature/", act_views.feature_comment, name="feature_comment"),
    path(
        "comments/<int:pk>/translate/",
        translating_views.translate_comment,
        name="translate_comment",
    ),
    path("reply/", posting_views.post_comment, name="post_comment"),
    path("waiting/", posting_views.own_comments, name="own_comments"),
    path("waiting/<int:pk>/", posting_views.waiting, name="waiting"),
    path("follow/", following_views.follow_story, name="follow_story"),
    path("vote/", vote_page, name="vote"),
]
