from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "rounds"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rounds import owing, reminding  # noqa: F401 (say what is owed, and whether a reminder still holds)
