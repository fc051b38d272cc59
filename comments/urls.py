"""Addresses of the conversation that belong to no article."""

from django.urls import include, path

from articles.public_page import public_page
from comments import (
    link_pages,
    mail_views,
    own_comment_views,
    own_report_views,
    own_words_views,
    policy_views,
)
from comments.appeals import pages as appeal_pages
from comments.public_figures import views as figure_pages
from comments.reasons import pages as reasons_pages

urlpatterns = [
    path("", include("comments.public_log.urls")),
    path(
        "<lang:language>/moderation/figures/",
        public_page(figure_pages.moderation_figures, reads=figure_pages.READS),
        name="moderation_figures",
    ),
    path(
        "<lang:language>/moderation/report/<int:year>/",
        public_page(figure_pages.moderation_report),
        name="moderation_report",
    ),
    path("<lang:language>/policy/", public_page(policy_views.policy), name="policy"),
    path(
        "<lang:language>/policy/versions/<int:number>/",
        public_page(policy_views.policy_version),
        name="policy_version",
    ),
    path("your-comment/open/<str:token>/", own_comment_views.open_link, name="open_guest_link"),
    path("your-comment/link/", link_pages.send_guest_link, name="send_guest_link"),
    path("your-comment/<int:pk>/", own_comment_views.your_comment, name="your_comment"),
    path("your-comment/<int:pk>/edit/", own_words_views.edit_comment, name="edit_comment"),
    path("your-comment/<int:pk>/delete/", own_words_views.delete_comment, name="delete_comment"),
    path(
        "your-comment/<int:pk>/confirm/", own_comment_views.confirm_comment, name="confirm_comment"
    ),
    path(
        "your-comment/<int:pk>/answers/",
        own_comment_views.answers_to_comment,
        name="answers_to_comment",
    ),
    path("your-comment/<int:pk>/not-me/", own_comment_views.not_me, name="not_me"),
    path(
        "your-comment/<int:pk>/reasons/<uuid:number>/",
        reasons_pages.statement_of_reasons,
        name="statement_of_reasons",
    ),
    path(
        "your-comment/<int:pk>/appeal/<uuid:number>/",
        appeal_pages.comment_appeal,
        name="comment_appeal",
    ),
    path("reports/<str:token>/appeal/", appeal_pages.report_appeal, name="report_appeal"),
    path("reports/<str:token>/", own_report_views.own_report, name="own_report"),
    path("mail/stop/<str:token>/", mail_views.stop_mail, name="stop_mail"),
    path("mail/bounces/", mail_views.bounces, name="mail_bounces"),
]
