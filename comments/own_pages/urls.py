"""Addresses of an account's pages about its words, below /account/."""

from django.urls import path

from comments.appeals import pages as appeal_pages
from comments.own_pages import followed, ignored, mail, recommended, reported, told, written
from comments.reasons import pages as reasons_pages

urlpatterns = [
    path("comments/", written.written, name="own_comments_list"),
    path("notices/", told.notices, name="notices"),
    path("following/", followed.following, name="following"),
    path("recommended/", recommended.recommended, name="recommended"),
    path("reports/", reported.reported, name="own_reports"),
    path("ignored/", ignored.ignored, name="ignore_commenter"),
    path("ignored/here/", ignored.ignored_here, name="ignored_here"),
    path("ignored/take-back/", ignored.take_back, name="take_back_ignoring"),
    path("reasons/<uuid:number>/", reasons_pages.sanction_reasons, name="sanction_reasons"),
    path("appeals/<uuid:number>/", appeal_pages.sanction_appeal, name="sanction_appeal"),
    path("mail/", mail.mail_settings, name="mail_settings"),
]
