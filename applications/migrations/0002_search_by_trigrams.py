"""On PostgreSQL the office's search uses trigrams: full text takes a run of Thai for one word and finds nothing.

The database's locale has to be a UTF-8 one (C.UTF-8 will do); under C there are no Thai trigrams.
"""

from django.db import migrations


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        schema_editor.execute(
            "CREATE INDEX application_search ON applications_application USING gin (search gin_trgm_ops)"
        )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX application_search")


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
