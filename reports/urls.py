from django.urls import path

from reports.demo_urls import urlpatterns as demo
from reports.views import calendar, home, house

app_name = "reports"
urlpatterns = [
    path("", home.home, name="home"),
    path("calendar/<int:year>/", calendar.calendar, name="calendar"),
    path("help/", house.help_page, name="help"),
    path("privacy/", house.privacy, name="privacy"),
    path("accessibility/", house.accessibility, name="accessibility"),
    path("kit/", house.kit, name="kit"),
    *demo,
]
