"""The in-site inbox: what the person was told, on which channels it went out, and on which it may."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from credits import access, reminders
from credits.enums import Channel
from learning.accounts.http import SignedInRequest
from learning.web import page_after, whole_number

PAGE = 25
CHANNELS = {"sms": Channel.SMS, "email": Channel.EMAIL}


class ChannelsForm(forms.Form):
    """On which channels reminders may travel; the inbox is always there."""

    sms = forms.BooleanField(label=gettext_lazy("Text message to my mobile"), required=False)
    email = forms.BooleanField(label=gettext_lazy("E-mail, where I have given an address"), required=False)


@require_safe
@login_required
def inbox(request: SignedInRequest) -> HttpResponse:
    """Show the reminders, the newest first."""
    record = access.own_record(request.user)
    page, next_key = page_after(reminders.inbox(record.ids), after=whole_number(request.GET.get("after")), size=PAGE)
    context = {
        "lines": [reminders.line(row) for row in page],
        "next_key": next_key,
        "newest": page[0].pk if page else None,
        "unread": reminders.unread(record.ids),
    }
    return render(request, "credits/inbox.html", context)


@require_POST
@login_required
def mark_read(request: SignedInRequest) -> HttpResponse:
    """Mark what was shown as read."""
    record = access.own_record(request.user)
    up_to = whole_number(request.POST.get("up_to"), most=2**62) or 0
    reminders.mark_read(person_ids=record.ids, up_to=up_to, at=timezone.now())

    return redirect("credits:inbox")


@require_http_methods(["GET", "POST"])
@login_required
def channels(request: SignedInRequest) -> HttpResponse:
    """Let the person choose the channels."""
    record = access.own_record(request.user)
    held_back = reminders.unwanted_channels([record.person.pk])[record.person.pk]
    wanted = {name: channel not in held_back for name, channel in CHANNELS.items()}
    form = ChannelsForm(request.POST or None, initial=wanted)
    if request.method == "POST" and form.is_valid():
        for name, channel in CHANNELS.items():
            reminders.set_wanted(person_id=record.person.pk, channel=channel, is_wanted=form.cleaned_data[name])
        messages.success(request, _("Your choice is kept. It holds for reminders planned from now on."))
        return redirect("credits:inbox")

    return render(request, "credits/channels.html", {"form": form})


urlpatterns = [
    path("inbox/", inbox, name="inbox"),
    path("inbox/read/", mark_read, name="mark-read"),
    path("inbox/channels/", channels, name="channels"),
]
