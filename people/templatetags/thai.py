"""Thai for templates; a built-in, so no page has to load it. Of nothing (None, "") every filter makes nothing."""

import re
import unicodedata
from datetime import date, datetime
from decimal import ROUND_CEILING, Decimal

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from people import thai
from people.enums import CollegeKind

register = template.Library()

# In columns: marks above and below take none. A longer word wraps where the browser likes, because on a phone a
# torn name is better than a page that slides sideways.
LONGEST_UNBROKEN = 30
_KINDS = sorted(CollegeKind.labels, key=len, reverse=True)
_ICON = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@register.filter
def long_date(day: date | None) -> str:
    return thai.long_date(day) if day else ""


@register.filter
def short_date(day: date | None) -> str:
    return thai.short_date(day) if day else ""


@register.filter
def weekday_date(day: date | None) -> str:
    return thai.weekday_date(day) if day else ""


@register.filter
def month_year(day: date | None) -> str:
    return thai.month_year(day) if day else ""


@register.filter
def official_date(day: date | None, form: str = "") -> str:
    """{{ day|official_date }} or {{ day|official_date:"era" }}, with พ.ศ. before the year."""
    return thai.official_date(day, era=form == "era") if day else ""


@register.filter
def clock_time(moment: datetime | None, form: str = "") -> str:
    """{{ moment|clock_time }} or {{ moment|clock_time:"seconds" }}."""
    return thai.clock_time(moment, seconds=form == "seconds") if moment else ""


@register.filter
def instant(moment: datetime | None, form: str = "") -> str:
    """{{ moment|instant }} or {{ moment|instant:"seconds" }}."""
    return thai.instant(moment, seconds=form == "seconds") if moment else ""


@register.filter
def days_left(closes: date | None, at: date) -> str:
    """How far `closes` is from `at` ({{ milestone.closes_at|days_left:request.at }}), in days as Bangkok counts them.

    Between two instants of one day it says whether the hour has passed.
    """
    if not closes:
        return ""
    days = (_day(closes) - _day(at)).days
    if days == 0:
        passed = isinstance(closes, datetime) and isinstance(at, datetime) and closes < at
        return _("earlier today") if passed else _("today")
    if days == 1:
        return _("tomorrow")
    if days == -1:
        return _("yesterday")
    if days > 0:
        return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}
    return ngettext("%(days)s day ago", "%(days)s days ago", -days) % {"days": -days}


def _day(when: date) -> date:
    return when.astimezone(thai.BANGKOK).date() if isinstance(when, datetime) else when


@register.filter
def thai_digits(value: object) -> str:
    """Arabic digits become Thai ones. The result is escaped again, whatever the value was."""
    return "" if value is None else thai.thai_digits(value)


@register.filter
def baht(amount: Decimal | int | str | None) -> str:
    """12500 -> 12,500 and 12500.5 -> 12,500.50: satang are written when there are some."""
    if amount is None or amount == "":
        return ""
    exact = Decimal(amount)
    return f"{exact:,.0f}" if exact == exact.to_integral_value() else f"{exact:,.2f}"


@register.filter
def baht_text(amount: Decimal | int | str | None) -> str:
    return "" if amount is None or amount == "" else thai.baht_text(Decimal(amount))


@register.filter
def file_size(size: int | str | None) -> str:
    """A number of bytes in the unit that reads best, 1 MB = 1,048,576 bytes as in our limits.

    Rounded up to one decimal, so that a file just over a limit never reads as if it were within it.
    """
    if size is None or size == "":
        return ""
    number = Decimal(size)
    if number < 1024:
        return ngettext("%(size)s byte", "%(size)s bytes", int(number)) % {"size": f"{number:,}"}
    units = [_("%(size)s KB"), _("%(size)s MB"), _("%(size)s GB")]
    number /= 1024
    while len(units) > 1 and _one_decimal(number) >= 1024:
        number /= 1024
        units.pop(0)
    return units[0] % {"size": f"{_one_decimal(number):,f}".removesuffix(".0")}


def _one_decimal(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.1"), rounding=ROUND_CEILING)


@register.filter
def nowrap_name(name: str | None) -> SafeString:
    """Each part of a name stays on one line; between the parts the line may break."""
    return format_html_join(" ", "{}", ((_unbroken(part),) for part in (name or "").split()))


@register.filter
def province_name(name: str | None) -> str:
    return thai.province_name(name or "")


@register.filter
def college_name(name: str | None) -> SafeString:
    """วิทยาลัยเทคนิค and the place each stay on one line, and the line may break between them."""
    text = " ".join((name or "").split())
    kind = next((kind for kind in _KINDS if text.startswith(kind) and text != kind), "")
    if not kind:
        return nowrap_name(text)
    joint = SafeString(" " if text[len(kind)] == " " else "<wbr>")
    return format_html("{}{}{}", _unbroken(kind), joint, nowrap_name(text[len(kind) :]))


def _unbroken(word: str) -> SafeString:
    if sum(unicodedata.category(letter) != "Mn" for letter in word) > LONGEST_UNBROKEN:
        return format_html("{}", word)
    return format_html('<span class="nowrap">{}</span>', word)


def of_this_process() -> tuple[object, ...]:
    """What a piece drawn once may differ by: the reader's language, and the addresses of static files."""
    return get_language(), getattr(staticfiles_storage, "_wrapped", None)


_icons: dict[tuple[object, ...], SafeString] = {}


@register.simple_tag
def icon(name: str) -> SafeString:
    """A picture from the sprite, for the eye only: the words beside it must say the same."""
    key = (name, *of_this_process())
    drawn = _icons.get(key)
    if drawn is None:
        if not _ICON.fullmatch(name):
            raise template.TemplateSyntaxError(f"No icon can be called {name!r}.")
        drawn = _icons[key] = format_html(
            '<svg class="ico" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><use href="{}#i-{}"/></svg>',
            static("icons.svg"),
            name,
        )
    return drawn


_BADGES = {"done": "check", "wait": "", "go": "", "ok": "check", "bad": "circle-alert", "shut": "lock", "line": "clock"}


@register.simple_tag
def badge(kind: str | None, label: object) -> SafeString:
    """A status in words. Kinds: wait (waits for the reader), go (under way), ok, bad, shut (cannot start yet), line (a
    remark), done (plain green text); anything else is grey. A tag, not a part, because lists draw dozens."""
    name = _BADGES.get(kind or "")
    look = "plain" if kind == "done" else "badge" if name is None else f"badge badge-{kind}"
    return format_html('<span class="{}">{}{}</span>', look, icon(name) if name else "", label)


@register.tag
def once(parser: template.base.Parser, token: template.base.Token) -> template.Node:
    """{% once %}…{% endonce %}: drawn once a process for each language. What differs between readers is not there:
    the piece sees none of the page's variables, so it can keep nothing of them."""
    nodes = parser.parse(("endonce",))
    parser.delete_first_token()
    return _Once(nodes)


class _Once(template.Node):
    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist
        self.drawn: dict[tuple[object, ...], SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        key = of_this_process()
        if key not in self.drawn:
            self.drawn[key] = self.nodelist.render(context.new({}))
        return self.drawn[key]
