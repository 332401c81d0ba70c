"""The in-site inbox: what the person was told, on which channels it went out, and on which it may."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from credits import access, reminders
from credits.enums import Channel, Weight
from learning.accounts import people
from learning.accounts.http import SignedInRequest
from learning.web import page_after, refusals_shown, whole_number

PAGE = 25
CHANNELS = {"sms": Channel.SMS, "email": Channel.EMAIL}
EVENINGS, MORNINGS = range(19, 24), range(6, 11)


class ChannelsForm(forms.Form):
    """On which channels reminders may travel, and when no text message does; the inbox is always there."""

    sms = forms.BooleanField(label=gettext_lazy("Text message to my mobile"), required=False)
    email = forms.BooleanField(label=gettext_lazy("E-mail, where I have given an address"), required=False)
    extent = forms.ChoiceField(
        label=gettext_lazy("What is sent to me"),
        choices=[
            ("ALL", gettext_lazy("All reminders")),
            ("IMPORTANT", gettext_lazy("Only what is important")),
        ],
        widget=forms.RadioSelect,
        required=False,
        help_text=gettext_lazy("What the law requires us to tell you is sent in any case; see the list below."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of reminders"),
        required=False,
        choices=[("", gettext_lazy("as on the site")), ("zh-hans", gettext_lazy("Chinese")), ("en", "English")],
    )
    quiet_from = forms.TypedChoiceField(
        label=gettext_lazy("No text messages from"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", gettext_lazy("at any hour, do not wait")), *((hour, f"{hour}:00") for hour in EVENINGS)],
        help_text=gettext_lazy(
            "What falls into these hours is sent when they end. Codes that you ask for always come at once."
        ),
    )
    quiet_until = forms.TypedChoiceField(
        label=gettext_lazy("until, in the morning"), coerce=int, choices=[(hour, f"{hour}:00") for hour in MORNINGS]
    )

    def __init__(self, *args: Any, addresses: people.Addresses, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, address in (("sms", addresses.mobile), ("email", addresses.email)):
            shown = reminders.masked(CHANNELS[name], address) if address else _("no address is known")
            self.fields[name].help_text = _("Goes to: %(address)s") % {"address": shown}

    @property
    def quiet(self) -> reminders.Quiet:
        """Return the quiet hours that were chosen."""
        first = self.cleaned_data["quiet_from"]
        if first is None:
            return reminders.Quiet(from_hour=0, until_hour=0)
        return reminders.Quiet(from_hour=first, until_hour=self.cleaned_data["quiet_until"])


@require_safe
@login_required
def inbox(request: SignedInRequest) -> HttpResponse:
    """Show the reminders, the newest first."""
    record = access.own_record(request.user)
    page, next_key = page_after(
        reminders.inbox(record.ids, user_id=request.user.pk), after=whole_number(request.GET.get("after")), size=PAGE
    )
    context = {
        "lines": [reminders.line(row) for row in page],
        "next_key": next_key,
        "newest": page[0].pk if page else None,
        "refused": reminders.refused_of([record.person.pk]),
        "unread": reminders.unread(record.ids, user_id=request.user.pk),
    }
    return render(request, "credits/inbox.html", context)


@require_POST
@login_required
def mark_read(request: SignedInRequest) -> HttpResponse:
    """Mark what was shown as read."""
    record = access.own_record(request.user)
    up_to = whole_number(request.POST.get("up_to"), most=2**62) or 0
    reminders.mark_read(person_ids=record.ids, user_id=request.user.pk, up_to=up_to, at=timezone.now())

    return redirect("credits:inbox")


@require_http_methods(["GET", "POST"])
@login_required
def channels(request: SignedInRequest) -> HttpResponse:
    """Let the person choose the channels and the quiet hours."""
    person = access.own_record(request.user).person
    addresses = people.addresses([person.pk])[person.pk]
    form = ChannelsForm(request.POST or None, initial=_chosen(person.pk), addresses=addresses)
    if request.method == "POST" and form.is_valid():
        for name, channel in CHANNELS.items():
            reminders.set_wanted(
                person_id=person.pk, channel=channel, is_wanted=form.cleaned_data[name], at=timezone.now()
            )
        reminders.set_quiet_hours(person_id=person.pk, quiet=form.quiet)
        reminders.choose(
            person_id=person.pk,
            only_important=form.cleaned_data["extent"] == "IMPORTANT",
            language=form.cleaned_data["language"],
        )
        messages.success(
            request, _("Your choice is kept. Channels hold for reminders from now on, quiet hours at once.")
        )
        return redirect("credits:inbox")

    context = {"form": form, "refused": _refused(person.pk), "calendar": _calendar(person.pk), "kinds": _kinds()}
    return render(request, "credits/channels.html", context)


@require_POST
@login_required
def try_address(request: SignedInRequest, channel: str) -> HttpResponse:
    """Send a code to a refused address, or use the address again where the code that was sent is typed in."""
    person, code = access.own_record(request.user).person, request.POST.get("code", "").strip()[:20]
    if channel not in CHANNELS:
        raise Http404
    at = timezone.now()
    with refusals_shown(request):
        if code:
            reminders.confirm_address(person_id=person.pk, channel=CHANNELS[channel], code=code, at=at)
            messages.success(request, _("Messages go to this address again."))
        else:
            reminders.send_address_code(person_id=person.pk, channel=CHANNELS[channel], at=at)
            messages.success(request, _("A code is on its way to this address. Type it in when it has arrived."))
    return redirect("credits:channels")


@require_POST
@login_required
def change_calendar(request: SignedInRequest) -> HttpResponse:
    """Give the own calendar an address, another one, or none."""
    person = access.own_record(request.user).person
    if request.POST.get("deed") == "close":
        reminders.close_feed(person_id=person.pk)
        messages.success(request, _("Nobody can read your calendar any more."))
    else:
        reminders.open_feed(person_id=person.pk, at=timezone.now())
        messages.success(request, _("Your calendar has an address of its own. Whoever knows it can read the calendar."))
    return redirect("credits:channels")


def _refused(person_id: int) -> list[dict[str, Any]]:
    """Return what is to be said of the own addresses that refuse messages."""
    names = {channel: name for name, channel in CHANNELS.items()}
    return [
        {
            "name": names[Channel(row.channel)],
            "address": reminders.masked(row.channel, row.address),
            "answer": row.answer,
            "since": row.since,
            "is_tried": bool(row.code_digest),
        }
        for row in reminders.refused_of([person_id])
    ]


def _calendar(person_id: int) -> str:
    """Return the address of the own calendar, "" where there is none."""
    token = reminders.feed_token(person_id)
    return f"{settings.PUBLIC_URL}{reverse('own-calendar', args=[token])}" if token else ""


def _kinds() -> list[tuple[Any, list[str]]]:
    """Return which kinds of reminders there are, what the law requires first."""
    found = reminders.names_by_weight("zh" if (get_language() or "").startswith("zh") else "en")
    return [(Weight(weight).label, names) for weight, names in found.items() if names]


def _chosen(person_id: int) -> dict[str, Any]:
    held_back = reminders.unwanted_channels([person_id])[person_id]
    quiet = reminders.quiet_hours([person_id])[person_id]
    is_none = quiet.from_hour == quiet.until_hour
    chosen = reminders.choice(person_id)
    return {
        "extent": "IMPORTANT" if chosen.only_important else "ALL",
        "language": chosen.language,
        **{name: channel not in held_back for name, channel in CHANNELS.items()},
        "quiet_from": None if is_none else quiet.from_hour,
        "quiet_until": reminders.Quiet().until_hour if is_none else quiet.until_hour,
    }


urlpatterns = [
    path("inbox/", inbox, name="inbox"),
    path("inbox/read/", mark_read, name="mark-read"),
    path("inbox/channels/", channels, name="channels"),
    path("inbox/channels/calendar/", change_calendar, name="change-calendar"),
    path("inbox/channels/<str:channel>/try/", try_address, name="try-address"),
]
