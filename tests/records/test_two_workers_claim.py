"""Two workers want the same delivery: one has it, by day and by night."""

import pytest

from records import delivery, outbox
from records.models import Delivery
from tests.cast import at
from tests.journeys.racing import at_once

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("when", ["2025-02-20 10:00", "2025-02-20 23:00"])
def test_one_of_four_workers_has_it(cast, when):
    for number in range(8):
        outbox.post(
            [
                outbox.notice(
                    f"k{number}",
                    "applications/withdraw",
                    to_id=cast.teacher.user.pk,
                    at=at(when),
                    topic="NEWS",
                    name="x",
                )
            ]
        )
    while outbox.join(at(when)):
        pass

    for row in Delivery.objects.all():
        answers = at_once([lambda pk=row.pk: delivery.claim(pk, at(when))] * 4)
        assert sorted(answers) == [False, False, False, True]
    assert list(Delivery.objects.values_list("tries", flat=True)) == [1] * 8
