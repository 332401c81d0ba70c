"""Certificates and proofs of the person who is signed in."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from credits import access, certificates
from learning import papers
from learning.accounts.http import SignedInRequest
from learning.web import whole_number


@require_safe
@login_required
def own_certificates(request: SignedInRequest) -> HttpResponse:
    """Show what the person can show to others."""
    record = access.own_record(request.user)
    on_the_way = list(certificates.on_the_way(record.ids))
    if on_the_way and asked_again(request):
        return HttpResponse(status=204)
    context = {
        "certificates": certificates.of_person(record.ids),
        "on_the_way": on_the_way,
        "held_back": certificates.held_back(record.ids),
        "replacing": certificates.being_replaced(record.ids),
    }
    return render(request, "credits/certificates.html", context)


@require_safe
@login_required
def own_certificate(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one own certificate, as a picture that can be kept, and what can be done with it."""
    record = access.own_record(request.user)
    certificate = access.certificate(record=record, pk=pk)
    replacing = certificates.being_replaced(record.ids)
    pages = range(1, certificates.count_pages(certificate.stated) + 1)
    context = {"certificate": certificate, "replacing": replacing, "pages": pages}
    return render(request, "credits/certificate.html", context)


@require_safe
@login_required
def certificate_picture(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a page of an own certificate as a picture, for whoever cannot take a file."""
    certificate = access.certificate(record=access.own_record(request.user), pk=pk)
    page = whole_number(request.GET.get("page")) or 1
    try:
        answer = HttpResponse(certificates.draw_picture(certificate.stated, page=page), content_type="image/png")
    except certificates.NoSuchPage as refusal:
        raise Http404 from refusal
    # The statement never changes, and drawing takes a moment.
    answer["Cache-Control"] = "private, max-age=86400"
    name = f"{certificate.number}-{page}.png" if page > 1 else f"{certificate.number}.png"
    answer["Content-Disposition"] = _named(name, as_attachment=False)
    return answer


@require_safe
@login_required
def certificate_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand out the file of an own certificate, byte for byte as it was issued."""
    certificate = access.certificate(record=access.own_record(request.user), pk=pk)
    answer = HttpResponse(papers.read(certificate.file_digest, ending="pdf"), content_type="application/pdf")
    answer["Content-Disposition"] = _named(f"{certificate.number}.pdf", as_attachment=True)
    return answer


def asked_again(request: SignedInRequest) -> bool:
    """Say whether a page that shows what is on the way asks for itself: until all of it is there it is left as it is."""
    return "HX-Request" in request.headers


def _named(name: str, *, as_attachment: bool) -> str:
    # The check letter of a number may be Ω.
    return content_disposition_header(as_attachment=as_attachment, filename=name) or "attachment"


urlpatterns = [
    path("certificates/", own_certificates, name="certificates"),
    path("certificates/<int:pk>/", own_certificate, name="certificate"),
    path("certificates/<int:pk>/picture/", certificate_picture, name="certificate-picture"),
    path("certificates/<int:pk>/file/", certificate_file, name="certificate-file"),
]
