"""
The transcript 学时登记表: looked at, printed and fetched as a sealed register by the person; looked at by whoever states a purpose.

The page, the PDF and the JSON show one statement (`transcripts.make`); each request makes it anew. What the person hands to others is the
register, a certificate that holds that statement (`certificates.ask_for_register`): one button, one paper.
"""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from credits import access, certificates, ledger, transcripts
from credits.web.tries import count_try
from learning.accounts.http import SignedInRequest
from learning.errors import Refusal
from learning.web import whole_number

# Each is sealed and kept for good.
ASKED_MOST = 10
ASKED_SECONDS = 3600


@require_safe
@login_required
def own(request: SignedInRequest) -> HttpResponse:
    """Show the own transcript, to print and to download."""
    return _page(request, access.own_record(request.user), at=timezone.now())


@require_POST
@login_required
def ask(request: SignedInRequest) -> HttpResponse:
    """Order the register of the own hours over the years that are shown; what was made already is shown at once."""
    at, record = timezone.now(), access.own_record(request.user)
    since, until = _years(request.POST, record, at)
    back = f"{reverse('credits:transcript')}?since={since}&until={until}"
    if count_try(f"register:{request.user.pk}", seconds=ASKED_SECONDS, at=at) > ASKED_MOST:
        messages.error(request, _("You asked too often within an hour. Nothing was ordered; ask again later."))
        return redirect(back)
    try:
        order = certificates.ask_for_register(record=record, since=since, until=until, by=request.user, at=at)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    made = getattr(order, "certificate", None)
    return redirect("credits:certificate", made.pk) if made else redirect("credits:certificates")


@require_safe
@login_required
def own_file(request: SignedInRequest, kind: str) -> HttpResponse:
    """Hand out the own transcript as a file."""
    return _file(request, access.own_record(request.user), kind, at=timezone.now(), back=reverse("credits:transcript"))


@require_safe
@login_required
def looked_at(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the transcript of a record that is being looked at."""
    at = timezone.now()
    record = _opened(request, pk, at=at)
    return _page(request, record, at=at, pk=pk) if record else redirect("credits:register-record", pk)


@require_safe
@login_required
def looked_at_file(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """Hand out the transcript of a record that is being looked at."""
    at = timezone.now()
    record = _opened(request, pk, at=at)
    if record is None:
        return redirect("credits:register-record", pk)
    return _file(request, record, kind, at=at, back=reverse("credits:register-transcript", args=[pk]))


def _opened(request: SignedInRequest, pk: int, *, at: datetime) -> access.Record | None:
    """Return the record of `pk` if its purpose was stated a short time ago; 404 for whoever may not look at it at all."""
    record, _organisation = access.regulated_record(user=request.user, pk=pk, on=timezone.localdate(at))
    return record if access.look_in_force(user=request.user, record=record, at=at) else None


def _page(request: HttpRequest, record: access.Record, *, at: datetime, pk: int | None = None) -> HttpResponse:
    since, until = _years(request.GET, record, at)
    stated = transcripts.make(record, since=since, until=until, at=at)
    rows = transcripts.rows(stated)
    context: dict[str, Any] = {
        "person": pk,
        "stated": stated,
        "since": since,
        "until": until,
        "years": range(timezone.localdate(at).year, _first_year(record, at) - 1, -1),
        "head": ledger.head_from(stated["head"]) if stated["head"] else None,
        "rows": rows,
        "standings": transcripts.standings(stated),
        "uncovered": sum(not row.is_covered for row in rows),
        "at": at,
    }
    return render(request, "credits/transcript.html", context)


def _file(request: HttpRequest, record: access.Record, kind: str, *, at: datetime, back: str) -> HttpResponse:
    since, until = _years(request.GET, record, at)
    stated = transcripts.make(record, since=since, until=until, at=at)
    try:
        content = ledger.encoding(stated) if kind == "json" else transcripts.draw(stated)
    except Refusal as refusal:  # a name that no font can write
        messages.error(request, str(refusal))
        return redirect(back)
    answer = HttpResponse(content, content_type=f"application/{kind}")
    name = f"学时登记表-{stated['holder']['name']}-{since}-{until}.{kind}"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _years(asked: QueryDict, record: access.Record, at: datetime) -> tuple[int, int]:
    """Return the span that was asked for, the whole record by default."""
    this_year = timezone.localdate(at).year
    first, last = (whole_number(asked.get(name), most=this_year) for name in ("since", "until"))
    since, until = first or _first_year(record, at), last or this_year
    return max(transcripts.EARLIEST, min(since, until)), max(transcripts.EARLIEST, since, until)


def _first_year(record: access.Record, at: datetime) -> int:
    earliest = access.entries(record).aggregate(earliest=Min("claim__ends_on"))["earliest"]
    this_year = timezone.localdate(at).year
    return max(transcripts.EARLIEST, min(earliest.year, this_year)) if earliest else this_year


urlpatterns = [
    path("hours/transcript/", own, name="transcript"),
    path("hours/transcript/ask/", ask, name="ask-register"),
    path("hours/transcript.pdf", own_file, {"kind": "pdf"}, name="transcript-pdf"),
    path("hours/transcript.json", own_file, {"kind": "json"}, name="transcript-json"),
    path("register/<int:pk>/transcript/", looked_at, name="register-transcript"),
    path("register/<int:pk>/transcript.pdf", looked_at_file, {"kind": "pdf"}, name="register-transcript-pdf"),
    path("register/<int:pk>/transcript.json", looked_at_file, {"kind": "json"}, name="register-transcript-json"),
]
