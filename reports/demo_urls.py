"""The demo's doors; every one of them is a 404 where the demo is not open."""

from django.urls import URLPattern, path

from reports.views import demo

urlpatterns: list[URLPattern] = [
    path("demo/", demo.people, name="demo_people"),
    path("demo/sign-in/", demo.sign_in, name="demo_sign_in"),
    path("demo/jump/", demo.jump, name="demo_jump"),
    path("demo/restart/", demo.restart, name="demo_restart"),
]
