"""Loading the demo: the same people each time, on a database of its own or not at all."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from pytest_django import Settings

from applications import actions
from applications.content import content_of, unfinished
from applications.criteria import Facts, judge
from applications.enums import ApplicationState, PlanState, SignatureProof
from applications.lapsed import has_lapsed
from applications.models import Announcement, Application, Plan, Signature
from people.models import College, DemoMark, Seat, User
from people.thai import provinces
from placements.models import Placement
from records import sealing, tasks
from records.documents import read
from records.models import Document, Receipt, Ring
from records.sealing import Mark
from reports.demo.door import NotHere
from reports.demo.load import OPENS, OPENS_ANNOUNCED, load
from reports.demo.people import CAST, cast
from reports.demo.sizes import size_of
from rounds.enums import MilestoneKind
from rounds.models import Participation, Round
from rounds.window import Calendar
from tests.cast import Cast
from tests.reports.demo_ground import digest

pytestmark = pytest.mark.django_db
SMALL = size_of("small")
COUNTRY = size_of("national", colleges=40)


def states(year: int) -> Counter[str]:
    return Counter(Application.objects.of_round(year).values_list("state", flat=True))


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("demo", *arguments, stdout=out)
    return out.getvalue()


def test_two_loads_give_the_same_rows() -> None:
    load(SMALL, real=False)
    first = digest()
    load(SMALL, real=False)
    assert digest() == first


def test_the_small_demo_shows_every_stage_of_a_plan() -> None:
    load(SMALL, real=False)
    assert College.objects.count() == 6
    assert states(2568) == {"DRAFT": 11, "SUBMITTED": 7, "SENT_BACK": 2, "ENDORSED": 4, "WITHDRAWN": 1}
    assert states(2567) == {
        "ELIGIBLE": 5, "RESERVE": 1, "NOT_ELIGIBLE": 1, "WAIVED": 1, "ENDORSED": 1, "WITHDRAWN": 1, "DRAFT": 1,
    }  # fmt: skip
    stages = Counter(
        (plan.state, plan.signed_id is not None)
        for plan in Plan.objects.filter(application__round__year=2568, application__state="DRAFT")
    )
    assert stages == {("DRAFT", False): 5, ("FROZEN", False): 5, ("FROZEN", True): 1}


def test_three_plans_wait_for_the_director_alone() -> None:
    """With real papers: the seals follow by the bell, and the director signs them all at once."""
    load(SMALL)
    director = next(known.seat for known in cast() if known.member.kind == "DIRECTOR")

    waiting = list(Signature.objects.waiting())

    assert [(row.role, row.seat, row.plan.application.college) for row in waiting] == [
        ("director", director, director.college)
    ] * 3
    for ring in Ring.objects.filter(task="applications.seal_plan"):
        tasks.answer(ring.pk)
    mark = Mark("typed", director.user.full_name.encode())
    for row in waiting:
        actions.open_document(row, by=director, at=OPENS)
    done = actions.sign_many(waiting, by=director, at=OPENS, mark=mark, proof=SignatureProof.DEMO).done
    assert len(done) == 3
    sealed = actions.seal_plan(
        Plan.objects.select_related("paper", "prepared").get(pk=done[0].plan_id), by=director, at=OPENS
    )
    verdict = sealing.verify(
        read(sealed), code=done[0].plan.paper.code, roles=[row.role for row in done[0].plan.signatures.all()]
    )
    assert (verdict.problems, len(verdict.seals)) == ([], 4)


def test_everybody_of_the_cast_is_there_with_her_seat() -> None:
    load(SMALL, real=False)
    assert [known.member for known in cast()] == list(CAST)
    assert all(known.seat.kind == known.member.kind for known in cast())


def test_each_college_has_its_people_and_one_has_no_coordinator_yet() -> None:
    load(SMALL, real=False)
    for kind in ("DIRECTOR", "COORDINATOR", "REGISTRY"):
        assert Seat.objects.filter(kind=kind).values("college").distinct().count() == 6
    taking_part = Participation.objects.filter(round__year=2568)
    assert taking_part.count() == 6
    assert taking_part.filter(coordinator=None).count() == 1
    assert taking_part.filter(receipt_registered_at=None).count() == 1


def test_nobody_in_the_demo_has_a_password() -> None:
    load(SMALL, real=False)
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_the_round_is_open_and_last_years_is_closed() -> None:
    load(SMALL, real=False)
    assert list(Round.objects.order_by("year").values_list("year", "state")) == [(2567, "CLOSED"), (2568, "PUBLISHED")]
    assert Announcement.objects.published().get().round.year == 2567


def test_a_frozen_plan_says_what_the_forms_would_have_made_of_its_answers() -> None:
    load(SMALL, real=False)
    plans = Plan.objects.exclude(state=PlanState.DRAFT).select_related("application__round", "establishment")
    assert plans.count() > 20
    for plan in plans.filter(application__plan__pk__isnull=False):
        application = plan.application
        application.plan = plan
        assert unfinished(application) == []
        assert plan.content == content_of(application, OPENS)


def test_a_draft_notes_as_done_what_stands_up_to_checking() -> None:
    load(SMALL, real=False)
    for plan in Plan.objects.filter(state=PlanState.DRAFT).select_related("application"):
        done = [name for name, mark in plan.progress.items() if mark == "done"]
        plan.application.plan = plan
        open_sections = unfinished(plan.application)
        assert not set(done) & set(open_sections)
        assert len(done) + len(open_sections) == 8


def test_the_criteria_are_noted_as_the_gate_judges_them() -> None:
    load(SMALL, real=False)
    for round_ in Round.objects.all():
        criteria = list(round_.criteria.all())
        training = round_.milestones.get(kind=MilestoneKind.TRAINING)
        for application in Application.objects.filter(round=round_, plan__content__isnull=False):
            assert application.plan is not None
            facts = Facts(application.plan.establishment, application.college_id, training)
            assert application.criteria == judge(criteria, application.plan.content or {}, facts)
            assert application.criteria_met == sum(application.criteria.values())


def test_nothing_in_the_story_happens_after_the_demo_opens() -> None:
    load(SMALL, real=False)
    for name in ("started_at", "submitted_at", "sent_back_at", "endorsed_at", "withdrawn_at", "announced_at"):
        assert not Application.objects.filter(**{f"{name}__gt": OPENS}).exists()
    assert not Receipt.objects.filter(accepted_at__gt=OPENS).exists()


def test_what_lapsed_last_year_is_stamped_and_nothing_has_lapsed_this_year() -> None:
    load(SMALL, real=False)
    for application in Application.objects.select_related("round"):
        calendar = Calendar.of(application.round, application.whom)
        window = calendar.window(MilestoneKind.PLANS_DUE, application.whom)
        late = has_lapsed(application, window, window.longer(3), OPENS)
        assert (application.lapsed_at is not None) is late


def test_every_document_has_its_bytes_and_their_hash() -> None:
    load(SMALL, real=False)
    documents = list(Document.objects.all())
    assert len(documents) > 20
    for document in documents:
        data = read(document)
        assert hashlib.sha256(data).hexdigest() == document.sha256
        assert len(data) == document.size


def test_the_cast_has_real_papers_and_the_others_ring_for_theirs() -> None:
    load(SMALL)
    known = Plan.objects.filter(application__user__email__endswith="@thanthong.example", frozen_at__isnull=False)
    assert known.count() == 4
    assert all(plan.printed and plan.printed.pages >= 2 and plan.printed.facts["boxes"] for plan in known)
    scans = [plan.signed.sha256 for plan in known if plan.signed]
    assert len(scans) == len(set(scans)) == 3
    waiting = Plan.objects.filter(application__round__year=2568, printed=None, frozen_at__isnull=False).values_list(
        "pk", flat=True
    )
    assert sorted(Ring.objects.filter(task="applications.print_plan").values_list("about", flat=True)) == sorted(
        str(pk) for pk in waiting
    )


def test_loading_again_leaves_no_file_behind(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    load(SMALL, real=False)
    load(SMALL, real=False)
    files = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert files == set(Document.objects.values_list("file", flat=True))


def test_with_announced_this_years_list_is_out_and_all_states_are_in_one_round() -> None:
    mark = load(size_of("small", announced=True), real=False)
    assert mark.made_at + dt.timedelta(seconds=mark.shift_seconds) - OPENS_ANNOUNCED < dt.timedelta(seconds=1)
    announcement = Announcement.objects.published().get(round__year=2568)
    listed = announcement.lines.filter(outcome="ELIGIBLE").count()
    assert listed == states(2568)["ELIGIBLE"] == Placement.objects.filter(round__year=2568).count()
    assert states(2568).keys() >= {"ELIGIBLE", "RESERVE", "NOT_ELIGIBLE", "DRAFT", "SENT_BACK", "WITHDRAWN"}


def test_a_reduced_country_has_its_share_of_applications_in_all_states() -> None:
    load(COUNTRY, real=False)
    assert College.objects.count() == 40
    assert College.objects.values("kind").distinct().count() == 12
    assert Application.objects.count() == 465
    assert set(Application.objects.values_list("state", flat=True)) == set(ApplicationState.values)
    assert Application.objects.of_round(2568).count() == 391


@pytest.mark.slow
def test_the_national_demo_has_430_colleges_in_77_provinces_and_5000_applications() -> None:
    load(size_of("national"), real=False)
    assert College.objects.count() == 430
    assert set(College.objects.values_list("province_code", flat=True)) == {row.code for row in provinces()}
    assert Application.objects.count() == 5000
    assert set(Application.objects.values_list("state", flat=True)) == set(ApplicationState.values)


def test_a_database_that_the_demo_did_not_make_is_refused(cast: Cast) -> None:
    before = digest()
    with pytest.raises(NotHere, match="was not made by the demo and is not empty"):
        load(SMALL, real=False)
    assert digest() == before


def test_production_settings_are_refused(settings: Settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(NotHere, match="never runs with production settings"):
        load(SMALL, real=False)
    assert User.objects.count() == 0


def test_a_demo_that_is_here_stays_as_it_is() -> None:
    load(SMALL, real=False)
    before = digest()
    assert said() == "The demo (small) is here already; nothing was changed. --again loads it anew.\n"
    assert digest() == before


def test_the_command_names_whom_one_can_be() -> None:
    load(SMALL, real=False)
    lines = said("--people").splitlines()
    assert len(lines) == len(CAST)
    assert all(member.email in line for member, line in zip(CAST, lines, strict=True))
    assert lines[0].split() == ["ครู", "นางสาวพิมพ์ลดา", "ธารากรณ์", "วิทยาลัยเทคนิคธารทอง", "pimlada@thanthong.example"]


def test_without_a_demo_there_is_nobody_to_be() -> None:
    with pytest.raises(CommandError, match="There are no demo people here"):
        said("--people")
    assert not DemoMark.objects.exists()


@pytest.mark.parametrize(("demo", "production", "found"), [(True, True, 1), (True, False, 0), (False, True, 0)])
def test_demo_and_production_exclude_each_other(settings: Settings, demo: bool, production: bool, found: int) -> None:
    settings.DEMO, settings.PRODUCTION = demo, production
    assert sum(message.id == "reports.E001" for message in run_checks()) == found
