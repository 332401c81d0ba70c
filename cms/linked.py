"""Facts of pages in the words of schema.org, so that machines can read them: Course with its CourseInstances, EducationalOrganization."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from cms.models import address_below_home
from seminars.enums import Mode, RunState

_CONTEXT = "https://schema.org"
_MODES = {Mode.ON_SITE: "Onsite", Mode.LIVE: "Online", Mode.RECORDED: "Online"}
_STATES = {RunState.CANCELLED: "https://schema.org/EventCancelled"}


def course(page: Any, runs: list[Any], *, is_offered: bool = True) -> dict[str, Any]:
    """Return a programme with its runs. Where it is not offered any more, the words stay, and nobody is led to a price or a date."""
    version = page.programme.current
    instances = [_own_pace(version)] if version.is_self_paced else [_instance(run, version) for run in runs]
    offered = {"offers": _offer(version), "hasCourseInstance": instances} if is_offered else {}
    return {
        "@context": _CONTEXT,
        "@type": "Course",
        "@id": _address(page),
        "url": _address(page),
        "name": version.title,
        "description": version.summary,
        "inLanguage": "zh-CN",
        "courseCode": page.programme.code,
        "provider": _provider(page.programme.base),
        **offered,
    }


def organisation(page: Any) -> dict[str, Any]:
    """Return a base."""
    base = page.organisation
    told = {"address": base.address, "telephone": base.phone}
    return {
        "@context": _CONTEXT,
        "@type": "EducationalOrganization",
        "@id": _address(page),
        "url": _address(page),
        "name": base.name,
        "areaServed": base.region.name,
        **{name: value for name, value in told.items() if value},
    }


def _provider(base: Any) -> dict[str, Any]:
    return {"@type": "EducationalOrganization", "name": base.name}


def _offer(version: Any) -> dict[str, Any]:
    category = "Paid" if version.fee else "Free"
    return {"@type": "Offer", "price": str(version.fee), "priceCurrency": "CNY", "category": category}


def _own_pace(version: Any) -> dict[str, Any]:
    """Return a programme that everybody learns at an own pace, as the one instance that it is."""
    return {
        "@type": "CourseInstance",
        "courseMode": "Online",
        "startDate": version.window_from.isoformat(),
        "endDate": version.window_until.isoformat(),
        "courseWorkload": _workload(version),
    }


def _workload(version: Any) -> str:
    # Hours of instruction, as ISO 8601 says durations.
    minutes = version.hours * 60 // 100
    return f"PT{minutes // 60}H{minutes % 60}M" if minutes % 60 else f"PT{minutes // 60}H"


def _instance(run: Any, version: Any) -> dict[str, Any]:
    return {
        "@type": "CourseInstance",
        "courseMode": _MODES[run.mode],
        "startDate": run.starts_on.isoformat(),
        "endDate": run.ends_on.isoformat(),
        "eventStatus": _STATES.get(run.state, "https://schema.org/EventScheduled"),
        "location": {"@type": "Place", "name": run.place or run.region.name, "address": run.region.name},
        "maximumAttendeeCapacity": run.places,
        "courseWorkload": _workload(version),
        "url": settings.PUBLIC_URL + reverse("seminars:run", args=[run.pk]),
    }


def _address(page: Any) -> str:
    return settings.PUBLIC_URL + address_below_home(page.url_path)
