import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


_BATCH = 2000


def copy(apps, schema_editor):
    """What was known of the one way by e-mail goes to the rows of deliveries."""
    messages, deliveries = apps.get_model("records", "Message"), apps.get_model("records", "Delivery")
    last = 0
    while rows := list(messages.objects.filter(pk__gt=last).order_by("pk").select_related("to")[:_BATCH]):
        deliveries.objects.bulk_create(
            [
                deliveries(
                    message=row, channel="EMAIL",
                    state="SENT" if row.sent_at else "GIVEN_UP" if row.given_up_at else "WAITING",
                    address=row.to.email if row.tries else "", begun_at=row.written_at, next_try_at=row.next_try_at,
                    claimed_until=row.claimed_until, sent_at=row.sent_at, tries=row.tries, last_error=row.last_error,
                )
                for row in rows
            ],
            batch_size=500,
        )
        last = rows[-1].pk


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0008_readings_of_scans'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('EMAIL', 'e-mail')], max_length=6)),
                ('state', models.CharField(choices=[('WAITING', 'waits to be sent'), ('SENT', 'sent'), ('REFUSED', 'refused by the address'), ('GIVEN_UP', 'given up after many tries'), ('OVERTAKEN', 'not needed any more')], default='WAITING', max_length=10)),
                ('address', models.CharField(blank=True, max_length=254)),
                ('begun_at', models.DateTimeField()),
                ('next_try_at', models.DateTimeField()),
                ('claimed_until', models.DateTimeField(blank=True, null=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('resent', models.PositiveSmallIntegerField(default=0)),
                ('last_error', models.CharField(blank=True, max_length=500)),
            ],
            options={
                'verbose_name_plural': 'deliveries',
            },
        ),
        migrations.AddField(
            model_name='delivery',
            name='message',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='records.message'),
        ),
        migrations.RunPython(copy, migrations.RunPython.noop),
        migrations.RemoveIndex(
            model_name='message',
            name='message_to_send',
        ),
        migrations.RemoveField(
            model_name='message',
            name='channel',
        ),
        migrations.RemoveField(
            model_name='message',
            name='claimed_until',
        ),
        migrations.RemoveField(
            model_name='message',
            name='given_up_at',
        ),
        migrations.RemoveField(
            model_name='message',
            name='last_error',
        ),
        migrations.RemoveField(
            model_name='message',
            name='next_try_at',
        ),
        migrations.RemoveField(
            model_name='message',
            name='sent_at',
        ),
        migrations.RemoveField(
            model_name='message',
            name='tries',
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tried_at', models.DateTimeField()),
                ('address', models.CharField(blank=True, max_length=254)),
                ('error', models.CharField(blank=True, max_length=500)),
            ],
            options={
                'ordering': ['delivery', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='message',
            name='by_day',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='notice',
            name='reminds_of',
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('reminds_of', ''), _negated=True), fields=['to', 'year'], name='reminders_of_a_person'),
        ),
        migrations.AddField(
            model_name='attempt',
            name='delivery',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='records.delivery'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state', 'WAITING')), fields=['next_try_at'], name='delivery_to_send'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['state', '-begun_at'], name='records_del_state_642ae5_idx'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(fields=('message', 'channel'), name='one_delivery_of_a_message_by_a_channel'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'SENT')), models.Q(models.Q(('state', 'SENT'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='delivery_is_sent_at_an_instant'),
        ),
    ]
