"""A short round of generated years; `make years` lives five hundred."""

import datetime as dt

from django.db.models import F

from records import delivery, preferences
from records.models import Delivery
from tests.years import ground
from tests.years.runner import years


def lived(cast, seeds):
    """What went against the rules, by year."""
    found = {}
    years(cast, ground.people(cast), seeds, lambda seed, _year, wrong: found.update({seed: wrong}))
    return {seed: wrong for seed, wrong in found.items() if wrong}


def test_everybody_is_told_exactly_what_and_when_the_rules_say(cast):
    assert lived(cast, range(4)) == {}


def test_years_have_what_they_are_to_try(cast):
    faults, messages = set(), []

    def look(_seed, year, _wrong):
        messages.append(len(year.model.messages))
        faults.update(year.faults)

    years(cast, ground.people(cast), range(4, 7), look)

    assert min(messages) > 0
    assert faults >= {"tell", "told", "bind", "begin", "claim", "try", "killed"}


def test_a_claim_that_does_not_ask_again_is_noticed(cast, monkeypatch):
    def careless(pk, at):
        rows = Delivery.objects.filter(pk=pk)
        return bool(rows.update(claimed_until=at + dt.timedelta(minutes=5), tries=F("tries") + 1))

    monkeypatch.setattr(delivery, "claim", careless)

    (wrong,) = lived(cast, range(1)).values()

    assert any("mailed 2 times" in line for line in wrong)


def test_a_choice_that_is_not_asked_for_is_noticed(cast, monkeypatch):
    monkeypatch.setattr(preferences, "silent", lambda user_id, channel, at: lambda row: False)

    (wrong,) = lived(cast, range(1)).values()

    assert any("was to leave" in line for line in wrong)
