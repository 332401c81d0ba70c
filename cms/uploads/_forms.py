"""Wagtail's forms of pictures and documents, which look into what comes in."""

from typing import Any

from django.core.exceptions import ValidationError
from PIL import Image as Pillow
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from learning.contents import WrongContent, check


class PictureField(WagtailImageField):
    """A picture that can be drawn. Wagtail looks at the first bytes and at the size that the file states."""

    def check_image_pixel_size(self, f: Any) -> None:
        """Refuse what has too many pixels, and then what cannot be drawn after all."""
        try:
            super().check_image_pixel_size(f)
            # The size is known to be bearable by now.
            f.seek(0)
            with Pillow.open(f) as picture:
                picture.load()
        except ValidationError:
            raise
        except Exception as fault:
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from fault
        finally:
            f.seek(0)


class PictureForm(BaseImageForm):
    """A picture of a page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The form that names many pictures at once has no field for the file.
        if stock := self.fields.get("file"):
            self.fields["file"] = PictureField(label=stock.label, widget=stock.widget, required=stock.required)


class FileForm(BaseDocumentForm):
    """A file of a page."""

    def clean_file(self) -> Any:
        """Look into a new file."""
        file = self.cleaned_data["file"]
        if "file" in self.changed_data and file:
            try:
                check(file, name=file.name)
            except WrongContent as refusal:
                raise ValidationError(str(refusal)) from refusal
        return file
