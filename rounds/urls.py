"""Doors of the rounds room: the calendar, more time, and who works at a college."""

from django.urls import path

from rounds.views import college, extensions, feed, now, office, person, stranger, unasked

app_name = "rounds"
urlpatterns = [
    path("staff/", college.staff, name="staff"),
    path("staff/invite/", college.invite, name="invite"),
    path("staff/<int:pk>/invite-again/", college.invite_again, name="invite_again"),
    path("staff/<int:pk>/end/", college.end_seat, name="end_seat"),
    path("staff/never-signed-in/", college.never_signed_in, name="never_signed_in"),
    path("staff/requests/", college.requests, name="requests"),
    path("staff/requests/<int:pk>/confirm/", college.confirm_join, name="confirm_join"),
    path("staff/requests/<int:pk>/decline/", college.decline_join, name="decline_join"),
    path("staff/signers/", college.name_signer, name="name_signer"),
    path("staff/signers/<int:pk>/drop/", college.drop_signer, name="drop_signer"),
    path("join/", stranger.join, name="join"),
    path("welcome/", stranger.set_password, name="set_password"),
    path("welcome/<str:token>/", stranger.welcome, name="welcome"),
    path("profile/", person.profile, name="profile"),
    path("extensions/", extensions.extensions, name="extensions"),
    path("extensions/grant-many/", extensions.grant_many, name="grant_many"),
    path("extensions/sheet/", extensions.extensions_sheet, name="extensions_sheet"),
    path("extensions/<int:pk>/memo/", extensions.memo, name="memo"),
    path("extensions/<int:pk>/", person.extension, name="extension"),
    path("extensions/<int:pk>/grant/", office.grant, name="grant"),
    path("extensions/<int:pk>/decline/", office.decline, name="decline"),
    path("extensions/<int:pk>/withdraw/", person.withdraw, name="withdraw"),
    path("now/", now.now, name="now"),
    path("feed/", feed.feed, name="feed"),
    path("feed/make/", feed.make_feed, name="make_feed"),
    path("feed/revoke/", feed.revoke_feed, name="revoke_feed"),
    path("feed/<str:token>.ics", feed.feed_file, name="feed_file"),
    path("<int:year>/", now.calendar, name="calendar"),
    path("<int:year>/calendar.pdf", now.calendar_file, name="calendar_file"),
    path("<int:year>/extensions/ask/", person.ask, name="ask"),
    path("<int:year>/extensions/extend/", unasked.extend, name="extend"),
    path("<int:year>/extensions/extend-many/", unasked.extend_many, name="extend_many"),
    path("<int:year>/extensions/concerned/", unasked.lengthened, name="lengthened"),
    path("<int:year>/coordinator/", college.name_coordinator, name="name_coordinator"),
    path("<int:year>/receipt/", college.register_receipt, name="register_receipt"),
    path("<int:year>/line/", college.join_line, name="join_line"),
    path("<int:year>/signers/", office.set_signers, name="set_signers"),
    path("<int:year>/publish/", office.publish, name="publish"),
    path("<int:year>/colleges/", office.colleges, name="colleges"),
]
