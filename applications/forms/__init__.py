from applications.forms.desk import AnnouncementForm, CommentForm, NameSearch, ScanForm, SignForm
from applications.forms.office import DecideForm, ListFilter, ScreenForm
from applications.forms.sections import SECTIONS, SectionKind, section_form
from applications.forms.signing import CirculateForm, DeclineForm, HandOverForm, LinkForm, SignatureForm

__all__ = [
    "SECTIONS",
    "AnnouncementForm",
    "CirculateForm",
    "CommentForm",
    "DecideForm",
    "DeclineForm",
    "HandOverForm",
    "LinkForm",
    "ListFilter",
    "NameSearch",
    "ScanForm",
    "ScreenForm",
    "SectionKind",
    "SignForm",
    "SignatureForm",
    "section_form",
]
