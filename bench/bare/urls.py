from django.urls import path

from bench.bare import submit, views

urlpatterns = [
    path("accounts/login/", views.login),
    path("applications/office/", views.office),
    path("applications/<int:pk>/", views.own),
    path("applications/<int:pk>/submit/", submit.submit),
]
