"""Addresses of the conversation that belong to no article."""

from django.urls import path

from articles.public_page import public_page
from comments import mail_views, own_comment_views, views

urlpatterns = [
    path("<lang:language>/policy/", public_page(views.policy), name="policy"),
    path("your-comment/open/<str:token>/", own_comment_views.open_link, name="open_guest_link"),
    path("your-comment/<int:pk>/", own_comment_views.your_comment, name="your_comment"),
    path("mail/stop/<str:token>/", mail_views.stop_mail, name="stop_mail"),
    path("mail/bounces/", mail_views.bounces, name="mail_bounces"),
]
