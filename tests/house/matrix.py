"""Who gets what at every door: one row a route, and no route without a row.

A row says, for GET and POST, which positions get which answer; `ELSE` is everybody not named. Nobody signed in is
sent to the sign-in page unless the row is public. Positions are the cast's: the teacher is the one whose matter it
is, her colleague is at the same college, the neighbours are next door, `revoked` had a seat until last month.
POST goes out with `data`, and where that is empty an allowed position gets the form back with its errors (422) or
the sentence that something is missing (302).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from applications.actions import base_of

ELSE = "everybody else"
Access = dict[int, str] | dict[int | str, Any]

ALL = (
    "teacher colleague coordinator deputy director registry supervisor revoked neighbour neighbour_teacher"
    " neighbour_director bureau admin policy finance auditor"
)
TEACHERS = "teacher colleague neighbour_teacher"
CHECKERS = "coordinator deputy director"
NEXT_DOOR = "neighbour neighbour_director"
BUREAU = "bureau admin"
# Who reads all of a round; finance works with results and sums, the auditor with the register.
OFFICES = f"{BUREAU} policy"
RESULTS = f"{OFFICES} finance"
COLLEGE = "teacher colleague coordinator deputy director registry supervisor"
READERS = f"teacher {CHECKERS} {OFFICES}"
SEATED = " ".join(name for name in ALL.split() if name != "revoked")

ANYBODY: Access = {ELSE: 200}
NOT_THIS_WAY: Access = {ELSE: 405}
READ: Access = {200: READERS, ELSE: 404}
SHUT: Access = {ELSE: 404}


def readers_but(status: int, who: str) -> Access:
    """`who` may; other readers hear 403; strangers 404."""
    others = " ".join(name for name in READERS.split() if name not in who.split())
    return {status: who, 403: others, ELSE: 404}


# Who sees a line of a plan's list of signers: the readers of the plan, and the colleague with whom it lies.
SIGNERS: Access = {200: f"colleague {READERS}", ELSE: 404}


NO_LINK = " ".join(name for name in READERS.split() if name not in ("coordinator", "deputy"))


def signer_but(status: int, also: str = "") -> Access:
    """The colleague may (and `also`); the plan's readers hear 403; strangers 404."""
    others = " ".join(name for name in READERS.split() if name not in also.split())
    return {status: f"colleague {also}".strip(), 403: others, ELSE: 404}


@dataclass(frozen=True)
class Row:
    get: Access = field(default_factory=lambda: NOT_THIS_WAY)
    post: Access = field(default_factory=lambda: NOT_THIS_WAY)
    # Verbs that only some doors know: head, patch, delete.
    other: dict[str, Access] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    public: bool = False
    args: dict[str, Any] = field(default_factory=dict)
    query: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    # What the teacher's application and the newest edition have come to.
    stage: str = "submitted"
    edition: str = ""


APPLICATION = {"pk": "application"}
SIGNATURE = {"pk": "signature"}
EDITION = {"pk": "announcement"}
YEAR = {"year": 2568}
# The bureau's own room: nobody else may even know which numbers exist.
BUREAUS = {200: BUREAU, ELSE: 403}
BUREAUS_ACT = {302: BUREAU, ELSE: 403}

# Nobody uploads for somebody else: whoever is signed in may begin, and what becomes of it the other doors decide.
BEGINS = {
    "Tus-Resumable": "1.0.0", "Upload-Length": "10",
    "Upload-Metadata": "kind cGxhbg==,about cGxhbjox,batch Yg==,filename YS5wZGY=",
}  # fmt: skip
GOES_ON = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}

ROWS: dict[str, Row] = {
    # The house -----------------------------------------------------------------------------
    "healthz": Row(ANYBODY, public=True),
    # No worker and no broker stand behind the tests.
    "readyz": Row({ELSE: 503}, public=True),
    "set_language": Row({ELSE: 302}, {ELSE: 302}, public=True),
    "reports:home": Row(ANYBODY),
    "reports:move_milestone": Row(
        BUREAUS, {422: BUREAU, ELSE: 403}, args={**YEAR, "kind": "PLANS_DUE"}, data={"opens": "x"},
    ),
    "reports:concerned": Row(
        BUREAUS, args={**YEAR, "kind": "PLANS_DUE"}, query="opens=1/2/2568&closes=10/3/2568&mode=ENFORCED",
    ),
    # The messages of everybody stand in it.
    "reports:rehearsal": Row({200: OFFICES, ELSE: 403}, args=YEAR),
    "reports:rehearse": Row(post=BUREAUS_ACT, args=YEAR),
    "reports:rehearsed_letters": Row({200: OFFICES, ELSE: 403}, args={**YEAR, "place": 0}),
    "reports:rehearsal_sheet": Row({200: OFFICES, ELSE: 403}, args=YEAR),
    "reports:rehearsal_calendar": Row({200: OFFICES, ELSE: 403}, args=YEAR),
    "reports:digest": Row({200: f"{CHECKERS} {NEXT_DOOR} {OFFICES}", ELSE: 403}),
    "reports:director": Row({200: "director neighbour_director", ELSE: 403}),
    "reports:director_file": Row({200: "director neighbour_director", ELSE: 403}),
    # Not there where LINE is not configured, as in these tests.
    "records:line_account": Row(SHUT),
    "records:make_line_code": Row(post=SHUT),
    "records:unlink_line": Row(post=SHUT),
    "records:line_webhook": Row(post=SHUT, public=True),
    "reports:help": Row(ANYBODY, public=True),
    "reports:privacy": Row(ANYBODY, public=True),
    "reports:accessibility": Row(ANYBODY, public=True),
    "reports:kit": Row({200: BUREAU, ELSE: 404}),
    # Shut outside the demo, for everybody and every method.
    "reports:demo_people": Row(SHUT, SHUT, public=True),
    "reports:demo_sign_in": Row(SHUT, SHUT, public=True),
    "reports:demo_jump": Row(SHUT, SHUT, public=True),
    "reports:demo_restart": Row(SHUT, SHUT, public=True),
    # Signing in ----------------------------------------------------------------------------
    "account_login": Row({200: "anonymous", ELSE: 302}, {200: "anonymous", ELSE: 302}, public=True),
    "account_logout": Row({302: "anonymous", ELSE: 200}, {ELSE: 302}, public=True),
    "account_inactive": Row(ANYBODY, public=True),
    "account_change_password": Row(ANYBODY, ANYBODY),
    "account_set_password": Row({ELSE: 302}, {ELSE: 302}),
    "account_reset_password": Row(ANYBODY, ANYBODY, public=True),
    "account_reset_password_done": Row(ANYBODY, public=True),
    # A made-up key: the page says that the link is no longer good.
    "account_reset_password_from_key": Row(ANYBODY, ANYBODY, public=True, args={"uidb36": "1", "key": "set-x"}),
    "account_reset_password_from_key_done": Row(ANYBODY, public=True),
    "account_reauthenticate": Row(ANYBODY, ANYBODY),
    "mfa_index": Row(ANYBODY),
    "mfa_authenticate": Row({ELSE: 302}, {ELSE: 302}),
    "mfa_reauthenticate": Row({ELSE: 302}, {ELSE: 302}),
    # Who set it up has to say the password again first.
    "mfa_activate_totp": Row({ELSE: 302}, {ELSE: 302}),
    "mfa_deactivate_totp": Row(SHUT, SHUT),
    "mfa_view_recovery_codes": Row(SHUT),
    "mfa_generate_recovery_codes": Row({ELSE: 302}, {ELSE: 302}),
    "mfa_download_recovery_codes": Row(SHUT, SHUT),
    # People of a college -------------------------------------------------------------------
    "rounds:staff": Row({200: f"{CHECKERS} {NEXT_DOOR} {BUREAU}", ELSE: 403}),
    "rounds:invite": Row(
        {200: f"{CHECKERS} {NEXT_DOOR}", 302: BUREAU, ELSE: 403},
        {422: f"{CHECKERS} {NEXT_DOOR}", 302: BUREAU, ELSE: 403}, data={"email": "not an address"},
    ),
    "rounds:invite_again": Row(
        post={302: f"{CHECKERS} {BUREAU}", ELSE: 404}, args={"pk": "seat"},
    ),
    "rounds:end_seat": Row(
        post={302: f"director {BUREAU}", 403: "coordinator deputy", ELSE: 404}, args={"pk": "seat"},
    ),
    "rounds:never_signed_in": Row({200: f"{CHECKERS} {NEXT_DOOR} {BUREAU}", ELSE: 403}),
    "rounds:requests": Row({200: f"{CHECKERS} {NEXT_DOOR}", ELSE: 403}),
    "rounds:confirm_join": Row(post={302: CHECKERS, ELSE: 404}, args={"pk": "wish"}),
    "rounds:decline_join": Row(post={302: CHECKERS, ELSE: 404}, args={"pk": "wish"}),
    "rounds:name_signer": Row(
        {200: f"{CHECKERS} {NEXT_DOOR}", ELSE: 403}, {422: f"{CHECKERS} {NEXT_DOOR}", ELSE: 403}, data={"role": "x"},
    ),
    "rounds:drop_signer": Row(post={302: CHECKERS, 403: OFFICES, ELSE: 404}, args={"pk": "signer"}),
    "rounds:join": Row(ANYBODY, ANYBODY, public=True),
    # No invitation in hand, or a made-up one.
    "rounds:set_password": Row(SHUT, SHUT, public=True),
    "rounds:welcome": Row(SHUT, public=True, args={"token": "x-y"}),
    "rounds:profile": Row({200: TEACHERS, ELSE: 403}, {200: TEACHERS, ELSE: 403}),
    # The calendar --------------------------------------------------------------------------
    "rounds:holidays": Row(BUREAUS),
    "rounds:add_holiday": Row(BUREAUS, {422: BUREAU, ELSE: 403}, data={"day": "x"}),
    # Without the mark of what was shown nothing is done.
    "rounds:remove_holiday": Row(BUREAUS, {422: BUREAU, ELSE: 403}, args={"pk": "day_off"}),
    "rounds:now": Row({ELSE: 302}),
    "rounds:calendar_file": Row({404: "revoked", ELSE: 200}, args=YEAR),
    "rounds:feed": Row({404: "revoked", ELSE: 200}),
    "rounds:make_feed": Row(post={404: "revoked", ELSE: 302}),
    "rounds:revoke_feed": Row(post={302: "teacher", ELSE: 404}),
    # The secret address opens for whoever has it, signed in or not; a made-up one for nobody.
    "rounds:feed_file": Row(ANYBODY, args={"token": "feed"}, other={"head": ANYBODY}, public=True),
    # Leads to the page of reports, which says whether there is one.
    "rounds:calendar": Row({ELSE: 302}, args=YEAR),
    "reports:calendar": Row({404: "revoked", ELSE: 200}, args=YEAR),
    "rounds:extensions": Row(ANYBODY),
    "rounds:extension": Row(READ, args={"pk": "extension"}),
    "rounds:grant": Row(
        post=readers_but(302, BUREAU), args={"pk": "extension"},
        data={"grant-until": "2025-03-05", "grant-answer": "ได้"},
    ),
    "rounds:decline": Row(post=readers_but(302, BUREAU), args={"pk": "extension"}, data={"decline-answer": "เกินปฏิทิน"}),
    # Nobody is ticked: back to the question.
    "rounds:grant_many": Row(BUREAUS, BUREAUS_ACT),
    "rounds:extensions_sheet": Row(ANYBODY),
    # It is not granted yet.
    "rounds:memo": Row(SHUT, args={"pk": "extension"}),
    "rounds:withdraw": Row(post=readers_but(302, "teacher"), args={"pk": "extension"}),
    "rounds:ask": Row(
        {200: TEACHERS, 404: "revoked", ELSE: 403}, {422: TEACHERS, 404: "revoked", ELSE: 403}, args=YEAR,
        query="kind=PLANS_DUE", data={"until": "never"},
    ),
    # Names no teacher: on to the page for many.
    "rounds:extend": Row({302: BUREAU, ELSE: 403}, BUREAUS_ACT, args=YEAR, data={"until": "never"}),
    "rounds:extend_many": Row(BUREAUS, {422: BUREAU, ELSE: 403}, args=YEAR, data={"until": "never"}),
    "rounds:lengthened": Row(BUREAUS, args=YEAR, query="kind=PLANS_DUE&until=10/3/2568&reach=ALL"),
    "rounds:name_coordinator": Row(
        {200: "director neighbour_director", 404: "revoked", ELSE: 403},
        {422: "director neighbour_director", 404: "revoked", ELSE: 403}, args=YEAR, data={"seat": "0"},
    ),
    "rounds:register_receipt": Row(
        {200: "director registry neighbour_director", 404: "revoked", ELSE: 403},
        {302: "director registry neighbour_director", 404: "revoked", ELSE: 403}, args=YEAR,
        data={"number": "๒๓๑/๒๕๖๘"},
    ),
    "rounds:join_line": Row(post={302: "coordinator neighbour", 404: "revoked", ELSE: 403}, args=YEAR),
    "rounds:set_signers": Row(BUREAUS, {422: BUREAU, ELSE: 403}, args=YEAR, data={"director": "1"}),
    # The round is out already: even the bureau hears 403.
    "rounds:publish": Row(post={ELSE: 403}, args=YEAR),
    "rounds:colleges": Row({200: OFFICES, ELSE: 403}, args=YEAR),
    # Establishments ------------------------------------------------------------------------
    "placements:establishments": Row(ANYBODY),
    "placements:propose": Row(
        {200: f"{TEACHERS} {CHECKERS} {NEXT_DOOR}", ELSE: 403}, {422: f"{TEACHERS} {CHECKERS} {NEXT_DOOR}", ELSE: 403},
        data={"name": ""},
    ),
    "placements:establishment": Row({200: SEATED, ELSE: 404}, args={"pk": "establishment"}),
    "placements:agree": Row(
        {200: f"{CHECKERS} {NEXT_DOOR}", 404: "revoked", ELSE: 403},
        {422: f"{CHECKERS} {NEXT_DOOR}", 404: "revoked", ELSE: 403}, args={"pk": "establishment"}, data={"basis": "x"},
    ),
    # The neighbours see the establishment, and confirm nothing where they have no agreement.
    "placements:confirm": Row(
        post={302: f"{CHECKERS} {BUREAU}", 404: "revoked", ELSE: 403}, args={"pk": "establishment"},
    ),
    "placements:agreement_file": Row({200: f"{COLLEGE} {OFFICES}", ELSE: 404}, args={"pk": "agreement"}),
    # The gate: the teacher ------------------------------------------------------------------
    "applications:mine": Row({ELSE: 302}),
    "applications:start": Row(post={302: TEACHERS, ELSE: 403}, data={"year": "2568"}),
    "applications:show": Row(READ, args=APPLICATION),
    "applications:section": Row(
        {200: "teacher coordinator deputy", 302: f"director {OFFICES}", ELSE: 404},
        readers_but(422, "teacher coordinator deputy"), args={**APPLICATION, "name": "need"}, stage="started",
        data={"version": base_of(None)},
    ),
    "applications:check": Row(READ, args=APPLICATION),
    "applications:freeze": Row(post=readers_but(302, "teacher coordinator deputy"), args=APPLICATION, stage="ready"),
    "applications:revise": Row(post=readers_but(302, "teacher coordinator deputy"), args=APPLICATION, stage="ready"),
    "applications:sign": Row(READ, args=APPLICATION),
    "applications:print_plan": Row(
        post=readers_but(302, "teacher coordinator deputy"), args=APPLICATION, stage="ready",
    ),
    "applications:attach": Row(post=readers_but(422, "teacher coordinator deputy"), args=APPLICATION, stage="ready"),
    # The page was drawn for another copy.
    "applications:insist": Row(post=readers_but(403, ""), args=APPLICATION, stage="ready"),
    # Nothing was read in it, so there is no picture of the box.
    "applications:box_picture": Row(SHUT, args={**APPLICATION, "version": 1, "role": "director"}),
    "applications:plan_page": Row(READ, args={**APPLICATION, "version": 1, "page": 1}),
    "applications:plan_file": Row(READ, args={**APPLICATION, "version": 1, "which": "signed"}),
    "applications:paper_page": Row(READ, args={**APPLICATION, "version": 1, "which": "signed", "page": 1}),
    "applications:compare": Row(READ, args=APPLICATION),
    "applications:submit": Row(post=readers_but(302, "teacher"), args=APPLICATION, stage="ready", data={"turn": "0"}),
    # Signing in the portal: the line of the head of department lies with the colleague, and it is her turn.
    "applications:circulate": Row(
        post=readers_but(422, "teacher coordinator deputy"), args=APPLICATION, stage="frozen", data={},
    ),
    "applications:prepare_signing": Row(
        post=readers_but(302, "teacher coordinator deputy"), args=APPLICATION, stage="frozen",
    ),
    "applications:signatures": Row(ANYBODY),
    "applications:sign_many": Row(post={ELSE: 302}),
    "applications:picture": Row({403: "revoked", ELSE: 200}),
    "applications:keep_picture": Row(post={403: "revoked", ELSE: 422}),
    "applications:delete_picture": Row(post={403: "revoked", ELSE: 302}),
    # The colleague sees her line, and makes no link for the establishment.
    "applications:signer_link": Row(
        {200: "coordinator deputy", 403: f"colleague {NO_LINK}", ELSE: 404}, args=SIGNATURE, stage="circulated",
    ),
    "applications:send_link": Row(
        post={422: "coordinator deputy", 403: f"colleague {NO_LINK}", ELSE: 404}, args=SIGNATURE, stage="circulated",
        data={"name": ""},
    ),
    # No link in hand, or a made-up one.
    "applications:link": Row(SHUT, public=True, args={"token": "x-y"}),
    "applications:guest": Row(SHUT, public=True),
    "applications:guest_open": Row(post=SHUT, public=True),
    "applications:guest_page": Row(SHUT, public=True, args={"page": 1}),
    "applications:guest_file": Row(SHUT, public=True),
    "applications:guest_sign": Row(post=SHUT, public=True),
    "applications:guest_decline": Row(post=SHUT, public=True),
    "applications:signature": Row(SIGNERS, args=SIGNATURE, stage="circulated"),
    "applications:open_document": Row(post=signer_but(302), args=SIGNATURE, stage="circulated"),
    "applications:signature_page": Row(SIGNERS, args={**SIGNATURE, "page": 1}, stage="circulated"),
    "applications:signature_file": Row(SIGNERS, args=SIGNATURE, stage="circulated"),
    "applications:sign_plan": Row(post=signer_but(422), args=SIGNATURE, stage="circulated"),
    "applications:decline": Row(
        post=signer_but(302), args=SIGNATURE, stage="circulated", data={"reason": "ชั่วโมงไม่ครบ"},
    ),
    "applications:hand_over": Row(
        post=signer_but(302, "teacher coordinator deputy"), args=SIGNATURE, stage="circulated", data={"to": "registry"},
    ),
    "applications:withdraw": Row(post=readers_but(302, "teacher"), args=APPLICATION),
    "applications:waive": Row(post=readers_but(302, "teacher"), args=APPLICATION, stage="eligible"),
    # The gate: the college -------------------------------------------------------------------
    "applications:desk": Row({200: f"{CHECKERS} {NEXT_DOOR}", ELSE: 403}),
    # Nobody is ticked: back to the desk.
    "applications:endorse_many": Row(
        {302: f"{CHECKERS} {NEXT_DOOR}", ELSE: 403}, {302: f"{CHECKERS} {NEXT_DOOR}", ELSE: 403},
    ),
    # A coordinator is named: the director comes after her.
    "applications:endorse": Row(post=readers_but(302, "coordinator deputy"), args=APPLICATION, data={"attested": "on"}),
    "applications:send_back": Row(
        post=readers_but(302, "coordinator deputy"), args=APPLICATION, data={"comment": "โปรดแก้ไขตารางฝึก"},
    ),
    # The list of names: with the college's checkers alone. The coordinator is named: the director comes after her.
    "applications:name_list": Row({200: f"{CHECKERS} {NEXT_DOOR}", ELSE: 403}),
    "applications:prepare_list": Row(
        post={302: "coordinator deputy", ELSE: 403}, stage="endorsed",
    ),
    "applications:print_list": Row(
        post={302: CHECKERS, 403: OFFICES, ELSE: 404}, args={"pk": "name_list"}, stage="endorsed",
    ),
    # Without a file the page comes back with the sentence.
    "applications:attach_list": Row(
        post={422: CHECKERS, 403: OFFICES, ELSE: 404}, args={"pk": "name_list"}, stage="endorsed",
    ),
    "applications:send_list": Row(
        post={302: "coordinator deputy", 403: f"director {OFFICES}", ELSE: 404}, args={"pk": "name_list"},
        stage="endorsed",
    ),
    "applications:name_list_file": Row(
        {200: f"{CHECKERS} {OFFICES}", ELSE: 404}, args={"pk": "name_list", "which_one": "signed"},
        stage="endorsed",
    ),
    "applications:name_lists": Row({200: OFFICES, ELSE: 403}),
    # The gate: the bureau --------------------------------------------------------------------
    "applications:office": Row({200: OFFICES, ELSE: 403}),
    "applications:decide": Row(BUREAUS, BUREAUS_ACT, query="scope=all"),
    "applications:screen_many": Row(post=BUREAUS_ACT),
    "applications:simulate": Row(BUREAUS),
    "applications:screen": Row(
        post=readers_but(302, BUREAU), args=APPLICATION, stage="endorsed", data={"passed": "1", "note": "แผนชัด"},
    ),
    "applications:promote": Row(post=readers_but(302, BUREAU), args=APPLICATION, stage="reserve"),
    "applications:announcements": Row({200: RESULTS, ELSE: 403}),
    "applications:results": Row({200: RESULTS, ELSE: 403}),
    "applications:draft": Row(BUREAUS, {422: BUREAU, ELSE: 403}, data={"number": ""}),
    "applications:announcement": Row({200: BUREAU, ELSE: 404}, args=EDITION, stage="decided", edition="edition"),
    "applications:draft_again": Row(
        BUREAUS, {422: BUREAU, ELSE: 403}, args=EDITION, stage="decided", edition="edition", data={"number": ""},
    ),
    "applications:prepare": Row(post=BUREAUS_ACT, args=EDITION, stage="decided", edition="edition"),
    "applications:print_announcement": Row(post=BUREAUS_ACT, args=EDITION, stage="decided", edition="edition"),
    # A draft is not signed, and what is not signed is not published.
    "applications:sign_announcement": Row({ELSE: 403}, {ELSE: 403}, args=EDITION, stage="decided", edition="edition"),
    "applications:publish": Row(BUREAUS, BUREAUS_ACT, args=EDITION, stage="decided", edition="signed"),
    "applications:announcement_file": Row({200: BUREAU, ELSE: 404}, args=EDITION, stage="decided", edition="signed"),
    "applications:public_list": Row(ANYBODY, public=True),
    # What is not published is not there, not even for the bureau: its own page is another.
    "applications:public": Row(SHUT, public=True, args={**YEAR, "edition": 1}, stage="decided", edition="signed"),
    "applications:public_file": Row(SHUT, public=True, args={**YEAR, "edition": 1}, stage="decided", edition="signed"),
    # What is kept ----------------------------------------------------------------------------
    "records:messages": Row(ANYBODY),
    # Everybody's own; what one chooses concerns nobody else.
    "records:choose_messages": Row(ANYBODY, {ELSE: 302}),
    "records:message": Row({200: "teacher", ELSE: 404}, args={"pk": "message"}),
    "records:mark_read": Row(post={302: "teacher", ELSE: 404}, args={"pk": "message"}),
    # What reached whom is the bureau's to look after; what was written is not shown there.
    "records:deliveries": Row(BUREAUS),
    "records:show_delivery": Row(BUREAUS, args={"pk": "delivery"}),
    "records:resend": Row(post=BUREAUS_ACT, args={"pk": "delivery"}),
    "records:receipts": Row(ANYBODY),
    "records:receipt": Row(READ, args={"pk": "receipt"}),
    "records:receipt_pdf": Row(READ, args={"pk": "receipt"}),
    # Not even the bureau: who acts does not audit.
    "records:register": Row({200: "auditor", ELSE: 403}),
    "records:receipt_picture": Row(READ, args={"pk": "receipt"}),
    "records:layouts": Row(BUREAUS),
    "records:layout_file": Row(BUREAUS, args={"name": "memo"}),
    "records:layout_page": Row(BUREAUS, args={"name": "memo", "page": 1}),
    "records:store": Row({200: "admin", ELSE: 403}),
    "records:begin_upload": Row(post={201: SEATED + " revoked"}, headers=BEGINS),
    # A file on its way is its sender's alone.
    "records:upload": Row(
        other={
            "head": {200: "teacher", ELSE: 404},
            "patch": {204: "teacher", ELSE: 404},
            "delete": {204: "teacher", ELSE: 404},
        },
        args={"pk": "upload"}, headers=GOES_ON,
    ),
    "records:verify_form": Row(ANYBODY, public=True),
    "records:verify": Row(ANYBODY, public=True, args={"code": "paper"}),
}  # fmt: skip

# The same doors at another time: once the list is out, everybody reads it.
LATER: dict[str, Row] = {
    "applications:public_list": Row(ANYBODY, public=True, stage="eligible"),
    "applications:public": Row(ANYBODY, public=True, args={**YEAR, "edition": 1}, stage="eligible"),
    "applications:public_file": Row(ANYBODY, public=True, args={**YEAR, "edition": 1}, stage="eligible"),
    "applications:announcement": Row({200: BUREAU, ELSE: 302}, args=EDITION, stage="eligible"),
    "applications:announcement_file": Row(ANYBODY, args=EDITION, stage="eligible"),
    "applications:withdraw": Row(post={403: READERS, ELSE: 404}, args=APPLICATION, stage="eligible"),
    # Being on the list opens no plan to finance, and nothing to the auditor.
    "applications:show": Row(READ, args=APPLICATION, stage="eligible"),
    "applications:check": Row(READ, args=APPLICATION, stage="eligible"),
    "applications:plan_file": Row(READ, args={**APPLICATION, "version": 1, "which": "signed"}, stage="eligible"),
    "applications:plan_page": Row(READ, args={**APPLICATION, "version": 1, "page": 1}, stage="eligible"),
    "applications:office": Row({200: OFFICES, ELSE: 403}, stage="eligible"),
    "applications:results": Row({200: RESULTS, ELSE: 403}, stage="eligible"),
    "records:receipt": Row(READ, args={"pk": "receipt"}, stage="eligible"),
    "records:receipt_pdf": Row(READ, args={"pk": "receipt"}, stage="eligible"),
    "applications:send_back": Row(
        post=readers_but(302, BUREAU), args=APPLICATION, stage="endorsed", data={"comment": "ตรวจใหม่"},
    ),
    "applications:submit": Row(post={403: READERS, ELSE: 404}, args=APPLICATION, stage="endorsed"),
    "applications:endorse": Row(
        post={403: READERS, ELSE: 404}, args=APPLICATION, stage="endorsed", data={"attested": "on"},
    ),
}  # fmt: skip

# The same plan where its teacher is the director, no coordinator is named, and deputy and director before are gone:
# nobody at the college may check it, so the bureau does.
_STILL_THERE = "teacher coordinator policy"
LEFT: dict[str, Row] = {
    "applications:endorse": Row(
        post={302: BUREAU, 403: _STILL_THERE, ELSE: 404}, args=APPLICATION, stage="left", data={"attested": "on"},
    ),
    "applications:send_back": Row(
        post={302: BUREAU, 403: _STILL_THERE, ELSE: 404}, args=APPLICATION, stage="left",
        data={"comment": "โปรดแก้ไขตารางฝึก"},
    ),
}  # fmt: skip
