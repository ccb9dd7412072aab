"""The calendar as other calendars read it (RFC 5545): what a person may see on the calendar page, and no more.

Instants are in UTC, so that no client has to know Thailand's clock; days have no clock at all. Alarms ring at nine in
the morning. Nobody's reason for more time leaves the house: whose it is says enough on a telephone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, Max, Q
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Alarm, Event
from icalendar import Calendar as File

from people.actor import Actor
from people.clock import local
from records.models import Entry
from records.register import label_of
from rounds.enums import ExtensionLevel, Mode, RoundState
from rounds.models import DayOff, Extension, Milestone, Round, Whom
from rounds.shown import BINDS, is_own, whom_of
from rounds.window import Calendar, Window

# A person may follow the round that runs and the one whose last step is still open.
_MOST_ROUNDS = 3
_MORNING = dt.time(9)
_ALARM_DAYS = (7, 1, 0)
_REFRESH = dt.timedelta(hours=6)


@dataclass(frozen=True)
class Change:
    """How often a date was touched, and when last: SEQUENCE and time stamp of its events."""

    count: int
    at: dt.datetime

    def after(self, acts: int, last: dt.datetime) -> Change:
        return Change(self.count + acts, max(self.at, last))


def feed(actor: Actor, language: str) -> bytes:
    """The file for one person, in "th" or "en"; at most three rounds, four queries for each, one for the holidays."""
    rounds = Round.objects.visible_to(actor).exclude(state=RoundState.DRAFT).order_by("-year")[:_MOST_ROUNDS]
    with translation.override(language):
        file = _file(_("Training with establishments"))
        for round_ in rounds:
            whom = whom_of(actor)
            calendar = Calendar.of(round_, whom)
            for event in events(calendar, whom, actor, changes(calendar, whom)):
                file.add_component(event)
        return bytes(file.to_ical())


def _file(name: str) -> File:
    file = File()
    file.add("prodid", "-//TeacherSync//calendar//TH")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add("calscale", "GREGORIAN")
    file.add("name", name)
    file.add("x-wr-calname", name)
    file.add("x-wr-timezone", settings.TIME_ZONE)
    file.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    file.add("x-published-ttl", "PT6H")
    return file


def changes(calendar: Calendar, whom: Whom) -> dict[str, Change]:
    """By kind of milestone, counted in the register, which only grows: a date never goes back to a lower number.

    Counted are acts upon the milestone, upon extensions that concern this person, whatever became of them, and upon
    holidays: one more or less may move any closing.
    """
    kinds = {str(row.pk): kind for kind, row in calendar.milestones.items()}
    extensions = {str(pk): kind for pk, kind in _extensions(calendar.round, whom)}
    subjects = Q(subject_label=label_of(Milestone()), subject_pk__in=kinds) | Q(subject_label=label_of(DayOff()))
    if extensions:
        subjects |= Q(subject_label=label_of(Extension()), subject_pk__in=extensions)
    counted = Entry.objects.filter(subjects).values("subject_label", "subject_pk")
    since = calendar.round.published_at or min(row.opens_at for row in calendar.milestones.values())
    found = dict.fromkeys(calendar.milestones, Change(0, since))
    for row in counted.annotate(n=Count("pk"), last=Max("at")).order_by():
        label, key = row["subject_label"], row["subject_pk"]
        if label == label_of(DayOff()):
            touched = list(found)
        else:
            touched = [(kinds if label == label_of(Milestone()) else extensions)[key]]
        for kind in touched:
            found[kind] = found[kind].after(row["n"], row["last"])
    return found


def _extensions(round_: Round, whom: Whom) -> Iterable[tuple[int, str]]:
    concerns = Q(level=ExtensionLevel.ROUND)
    concerns |= Q(level=ExtensionLevel.REGION, region=whom.region)
    concerns |= Q(level=ExtensionLevel.COLLEGE, college_id=whom.college_id)
    concerns |= Q(level=ExtensionLevel.PERSON, person_id=whom.user_id)
    return Extension.objects.filter(concerns, round=round_).values_list("pk", "kind")


def events(calendar: Calendar, whom: Whom, actor: Actor, changed: Mapping[str, Change]) -> Iterable[Event]:
    """Every closing; of the reader's own dates the opening too, and alarms before the closing."""
    gone = calendar.round.state == RoundState.CANCELLED
    for kind, milestone in calendar.milestones.items():
        window, own = calendar.window(kind, whom), is_own(milestone, actor)
        closing = _event(calendar.round, window, "closes", changed[kind])
        closing.add("summary", _("Until today: %(what)s") % {"what": milestone.label})
        closing.add("dtstart", window.closes_at.astimezone(dt.UTC))
        closing.add("transp", "OPAQUE" if own else "TRANSPARENT")
        if own and not gone:
            for alarm in _alarms(window, milestone.label):
                closing.add_component(alarm)
        yield closing
        if own:
            opening, day = _event(calendar.round, window, "opens", changed[kind]), local(window.opens_at).date()
            opening.add("summary", _("From today: %(what)s") % {"what": milestone.label})
            opening.add("dtstart", day)
            opening.add("dtend", day + dt.timedelta(days=1))
            opening.add("transp", "TRANSPARENT")
            yield opening


def _event(round_: Round, window: Window, which: str, changed: Change) -> Event:
    milestone = window.milestone
    year, page = round_.year, f"{settings.PUBLIC_URL}/calendar/{round_.year}/"
    event = Event()
    event.add("uid", f"{year}-{milestone.kind}-{which}@{urlsplit(settings.PUBLIC_URL).hostname}".lower())
    event.add("sequence", changed.count)
    event.add("dtstamp", changed.at.astimezone(dt.UTC))
    event.add("last-modified", changed.at.astimezone(dt.UTC))
    event.add("url", f"{page}#m-{milestone.kind}")
    event.add("status", "CANCELLED" if round_.state == RoundState.CANCELLED else "CONFIRMED")
    words = [f"{milestone.shown} {milestone.label}", str(BINDS[Mode(milestone.mode)])]
    if window.extension:
        words.append(_("more time: %(because)s") % {"because": window.extension.reach})
    event.add("description", "\n".join([*words, page]))
    return event


def _alarms(window: Window, label: str) -> Iterable[Alarm]:
    """Nine in the morning of a week before, of the day before, and of the day; a closing before nine rings earlier."""
    closing = local(window.closes_at)
    for days in _ALARM_DAYS:
        morning = dt.datetime.combine(closing.date() - dt.timedelta(days=days), _MORNING, tzinfo=closing.tzinfo)
        if morning < closing:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", label)
            alarm.add("trigger", morning - closing)
            yield alarm
