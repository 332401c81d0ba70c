"""Pictures and documents of bases, as they lie there once they were uploaded."""

from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image as Pillow
from wagtail.documents.models import Document
from wagtail.images.models import Image


def image(title, base):
    """Return a picture of `base`."""
    drawn = BytesIO()
    Pillow.new("RGB", (4, 4), "white").save(drawn, "PNG")
    # No tags: Wagtail offers the ten most used ones to every editor as a filter.
    return Image.objects.create(
        title=title, file=ImageFile(drawn, name="x.png"), collection=base.editorial_group.collection
    )


def document(title, base):
    """Return a document of `base`."""
    return Document.objects.create(
        title=title, file=ContentFile(b"x", name="x.txt"), collection=base.editorial_group.collection
    )
