from django.db import migrations, models

import records.models.paper


def give_codes(apps, schema_editor):
    """Receipts given so far get a code of their own; what was printed before carries the code of its plan."""
    receipts = apps.get_model("records", "Receipt")
    while rows := list(receipts.objects.filter(code=None).only("pk")[:2000]):
        for row in rows:
            row.code = records.models.paper.new_code()
        receipts.objects.bulk_update(rows, ["code"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("records", "0004_signature_pictures")]

    operations = [
        migrations.AddField("receipt", "code", models.CharField(max_length=12, null=True)),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
        migrations.AlterField(
            "receipt", "code", models.CharField(default=records.models.paper.new_code, max_length=12, unique=True)
        ),
    ]
