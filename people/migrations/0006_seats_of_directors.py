"""A small index of who directs a college, so that nobody walks through everybody's seats to find them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0005_sessions_name_their_person")]
    operations = [
        migrations.AddIndex(
            model_name="seat",
            index=models.Index(
                name="seats_of_directors",
                fields=["user", "college"],
                condition=models.Q(kind="DIRECTOR", ended_at__isnull=True),
            ),
        ),
    ]
