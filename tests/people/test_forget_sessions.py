"""Sessions that nobody can use any more leave no rows behind."""

import datetime as dt

import pytest
from django.utils import timezone

from people.models import Session
from people.tasks import forget_sessions


@pytest.mark.django_db
def test_only_expired_sessions_are_forgotten():
    now = timezone.now()
    for key, days in (("running", 1), ("expired", -1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now + dt.timedelta(days=days))

    forget_sessions()

    assert [row.session_key for row in Session.objects.all()] == ["running"]
