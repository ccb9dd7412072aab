"""The gate's sentences: what is wrong with the file, and what to do now."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from records.gate.report import Reason, Report

SENTENCES = {
    Reason.EMPTY: _("The file is empty. Choose the file again; if it stays empty, scan the pages again."),
    Reason.TOO_LARGE: _("The file is too large. Scan it again in grey at 200 dpi, or save it as a smaller PDF."),
    Reason.NOT_A_PDF: _("This is not a PDF. Save or scan the document as a PDF and choose that file."),
    Reason.PHOTO_NOT_PDF: _(
        "This is a photograph, not a PDF. Add it under photographs of the pages, or scan the document as a PDF."
    ),
    Reason.NOT_A_PHOTO: _("This is not a photograph we can read. Choose a JPEG, PNG or WEBP picture."),
    Reason.HEIC: _(
        "This is an HEIC photograph, which not every computer can read. On the phone choose the camera format"
        " “Most compatible” and take it again, or send a JPEG."
    ),
    Reason.DAMAGED: _(
        "The file is damaged and cannot be read. Scan or save the document again and choose the new file."
    ),
    Reason.CUT_OFF: _(
        "The end of the file is missing, so pages may be lost. Copy it again from where it came, or scan it again."
    ),
    Reason.ENCRYPTED: _("The file opens only with a password. Save it without a password and choose that file."),
    Reason.NO_PAGES: _("The file has no pages. Scan or save the document again and choose the new file."),
    Reason.NO_SUCH_PAGE: _("The file has no such page."),
    Reason.TOO_MANY_PAGES: _("The file has too many pages. Send only the pages of this document."),
    Reason.TOO_COSTLY: _(
        "The file takes too much time or memory to open. Print it to a new PDF, or scan it, and choose the new file."
    ),
    Reason.LAUNCHES: _("The file tries to start another program. Print it to a new PDF and choose the new file."),
    Reason.EMBEDDED: _("Other files are hidden inside this PDF. Print it to a new PDF and choose that file."),
    Reason.XFA: _("This is a form (XFA) that not every computer shows. Print it to a PDF and choose that file."),
    Reason.UNREADABLE_PICTURE: _("The picture cannot be read. Take or save it again and choose the new picture."),
    Reason.PICTURE_TOO_LARGE: _("The picture has too many pixels. Take it with fewer megapixels, or scan at 200 dpi."),
    Reason.UNAVAILABLE: _("Files cannot be checked at this moment. Nothing was lost: try again in a minute."),
    Reason.ACTIVE_CONTENT: _("The file has a script or a form button inside. It does not run here."),
    Reason.RESTRICTED: _("The file forbids some uses, such as copying. It is kept as it is."),
    Reason.REPAIRED: _("The file has faults that we could read around. Look at every page before you go on."),
    Reason.BLANK: _("All pages seem to be empty. Look at the pages before you go on."),
    Reason.SMALL_PICTURE: _("The picture is small and may be hard to read. Look at it before you go on."),
}


def general(reason: Reason) -> str:
    """The sentence alone, in the language of now."""
    return str(SENTENCES[reason])


def of(report: Report) -> str:
    """The refusal of this report with its figures, in the language of now; "" when the file was accepted."""
    if report.reason is None:
        return ""
    if report.limits is not None and report.reason is Reason.TOO_LARGE:
        return gettext(
            "The file is larger than %(megabytes)s MB. Scan it again in grey at 200 dpi, or save it as a smaller PDF."
        ) % {"megabytes": f"{report.limits.max_bytes / 2**20:.3g}"}
    if report.limits is not None and report.reason is Reason.TOO_MANY_PAGES:
        return gettext("The file has more than %(pages)s pages. Send only the pages of this document.") % {
            "pages": report.limits.max_pages
        }
    if report.at is not None:
        return gettext("Page %(page)s:") % {"page": report.at} + " " + general(report.reason)
    return general(report.reason)
