"""Addresses of the conversation that belong to no article."""

from django.urls import path

from articles.public_page import public_page
from comments import views

urlpatterns = [path("<lang:language>/policy/", public_page(views.policy), name="policy")]
