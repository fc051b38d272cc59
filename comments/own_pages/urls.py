"""Addresses of an account's pages about its words, below /account/."""

from django.urls import path

from comments.own_pages import followed, ignored, mail, recommended, reported, told, written

urlpatterns = [
    path("comments/", written.written, name="own_comments_list"),
    path("notices/", told.notices, name="notices"),
    path("following/", followed.following, name="following"),
    path("recommended/", recommended.recommended, name="recommended"),
    path("reports/", reported.reported, name="own_reports"),
    path("ignored/", ignored.ignored, name="ignore_commenter"),
    path("ignored/here/", ignored.ignored_here, name="ignored_here"),
    path("ignored/take-back/", ignored.take_back, name="take_back_ignoring"),
    path("mail/", mail.mail_settings, name="mail_settings"),
]
