from applications.forms.desk import AnnouncementForm, CommentForm, DecideForm, ListFilter, ScanForm, SignForm
from applications.forms.sections import SECTIONS, SectionKind, section_form

__all__ = [
    "SECTIONS",
    "AnnouncementForm",
    "CommentForm",
    "DecideForm",
    "ListFilter",
    "ScanForm",
    "SectionKind",
    "SignForm",
    "section_form",
]
