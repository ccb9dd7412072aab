from django.urls import path

from reports.demo_urls import urlpatterns as demo
from reports.views import home

app_name = "reports"
urlpatterns = [path("", home.home, name="home"), *demo]
