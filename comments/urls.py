"""Addresses of the conversation that belong to no article."""

from django.urls import path

from articles.public_page import public_page
from comments import (
    link_pages,
    mail_views,
    own_comment_views,
    own_report_views,
    own_words_views,
    views,
)

urlpatterns = [
    path("<lang:language>/policy/", public_page(views.policy), name="policy"),
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
    path("reports/<str:token>/", own_report_views.own_report, name="own_report"),
    path("mail/stop/<str:token>/", mail_views.stop_mail, name="stop_mail"),
    path("mail/bounces/", mail_views.bounces, name="mail_bounces"),
]
