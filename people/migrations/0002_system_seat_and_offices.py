"""The portal's own seat, in whose name sweeps act, and the three offices."""

import datetime as dt

from django.db import migrations

OFFICES = {
    "BUREAU": "สำนักพัฒนาสมรรถนะครูและบุคลากรอาชีวศึกษา",
    "POLICY": "สำนักนโยบายและแผนการอาชีวศึกษา",
    "OVEC": "สำนักงานคณะกรรมการการอาชีวศึกษา",
}


def make(apps, schema_editor):
    apps.get_model("people", "Seat").objects.get_or_create(
        kind="SYSTEM", defaults={"opened_at": dt.datetime(2024, 10, 1, tzinfo=dt.timezone.utc)}
    )
    for code, name in OFFICES.items():
        apps.get_model("people", "Office").objects.get_or_create(code=code, defaults={"name": name})


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
