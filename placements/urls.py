"""Doors of the placements room: establishments, and the college's agreements with them."""

from django.urls import path

from placements import views

app_name = "placements"
urlpatterns = [
    path("establishments/", views.establishments, name="establishments"),
    path("establishments/propose/", views.propose, name="propose"),
    path("establishments/<int:pk>/", views.establishment, name="establishment"),
    path("establishments/<int:pk>/agree/", views.agree, name="agree"),
    path("establishments/<int:pk>/confirm/", views.confirm, name="confirm"),
    path("agreements/<int:pk>/file/", views.agreement_file, name="agreement_file"),
]
