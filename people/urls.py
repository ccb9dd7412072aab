"""People have no pages of their own: what is done with them is registered and told, so its pages stand in rounds."""

from django.urls import URLPattern

app_name = "people"
urlpatterns: list[URLPattern] = []
