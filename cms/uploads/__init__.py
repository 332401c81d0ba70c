"""Uploads: what may come in as a picture or a file of a page. The content decides, never the name."""

from cms.uploads._forms import FileForm, PictureForm
from learning.contents import UPLOAD_BYTES_MAX, WrongContent, check

__all__ = ["UPLOAD_BYTES_MAX", "FileForm", "PictureForm", "WrongContent", "check"]
