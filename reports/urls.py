from django.urls import path

from reports.demo_urls import urlpatterns as demo
from reports.views import calendar, digest, director, home, house, milestone, rehearsal

app_name = "reports"
urlpatterns = [
    path("", home.home, name="home"),
    path("digest/", digest.show, name="digest"),
    path("director/", director.show, name="director"),
    path("director/file/", director.file, name="director_file"),
    path("calendar/<int:year>/", calendar.calendar, name="calendar"),
    path("calendar/<int:year>/milestones/<str:kind>/", milestone.move_milestone, name="move_milestone"),
    path("calendar/<int:year>/milestones/<str:kind>/concerned/", milestone.concerned, name="concerned"),
    path("rehearsal/<int:year>/", rehearsal.rehearsal, name="rehearsal"),
    path("rehearsal/<int:year>/rehearse/", rehearsal.rehearse, name="rehearse"),
    path("rehearsal/<int:year>/letters/<int:place>/", rehearsal.rehearsed_letters, name="rehearsed_letters"),
    path("rehearsal/<int:year>/sheet/", rehearsal.rehearsal_sheet, name="rehearsal_sheet"),
    path("rehearsal/<int:year>/calendar/", rehearsal.rehearsal_calendar, name="rehearsal_calendar"),
    path("help/", house.help_page, name="help"),
    path("privacy/", house.privacy, name="privacy"),
    path("accessibility/", house.accessibility, name="accessibility"),
    path("kit/", house.kit, name="kit"),
    *demo,
]
