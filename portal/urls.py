"""Every address of the house. Order matters: an article's address is the most general one."""

from django.contrib import admin
from django.urls import include, path, register_converter

from articles.address_keys import PARAMETERS
from articles.public_page import public_page
from portal import adopting_views, closing_views, kept_mail, own_data_views, pages
from portal.languages import LanguageConverter
from portal.media_files import media_file

register_converter(LanguageConverter, "lang")

ARTICLE = "<lang:language>/<slug:section>/<str:slug>/"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("account/", include("portal.accounts.urls")),
    path("media/<path:name>", media_file, name="media"),
    path("", public_page(pages.home, reads=PARAMETERS), name="home"),
    path("<lang:language>/", public_page(pages.home, reads=PARAMETERS), name="edition"),
    path("session/", pages.session, name="session"),
    path("account/adopt/", adopting_views.adopt_comments, name="adopt_comments"),
    path("mail/", kept_mail.mail_list, name="kept_mail"),
    path("mail/<slug:name>/<int:number>/", kept_mail.one_mail, name="one_mail"),
    path("mail/<slug:name>/<int:number>/html/", kept_mail.mail_html, name="mail_html"),
    path("account/", include("comments.own_pages.urls")),
    path("account/export/", own_data_views.export, name="export_own_data"),
    path("account/close/", closing_views.close_account, name="close_account"),
    path("", include("articles.urls")),
    path(ARTICLE, include("comments.article_urls")),
    path("", include("comments.urls")),
    path(ARTICLE, public_page(pages.article), name="article"),
]
handler404 = "portal.pages.not_found"
handler500 = "portal.pages.server_error"
