from applications.forms.desk import AnnouncementForm, CommentForm, NameSearch, ScanForm, SignForm
from applications.forms.office import DecideForm, ListFilter, ScreenForm
from applications.forms.sections import SECTIONS, SectionKind, section_form

__all__ = [
    "SECTIONS",
    "AnnouncementForm",
    "CommentForm",
    "DecideForm",
    "ListFilter",
    "NameSearch",
    "ScanForm",
    "ScreenForm",
    "SectionKind",
    "SignForm",
    "section_form",
]
