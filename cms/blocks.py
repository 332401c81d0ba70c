"""Blocks of which the words of a page are made. Facts of a programme are no block: they come live from `seminars`."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    ListBlock,
    RichTextBlock,
    StaticBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
)
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

# What an editor may do to a text. Pictures have a block of their own, because it asks for their alternative text.
TEXT_FEATURES = ["h2", "h3", "bold", "ol", "ul", "link", "document-link"]


class Asker(TextChoices):
    """Who asks a question; nobody stated: everybody."""

    PROFESSIONAL = "PROFESSIONAL", _("Professionals")
    BASE = "BASE", _("Bases")
    EMPLOYER = "EMPLOYER", _("Employers")
    REGULATOR = "REGULATOR", _("Regulators")


class TeacherBlock(StructBlock):
    """Who somebody is, beyond the name that was approved."""

    name = CharBlock(label=_("Name"), max_length=50)
    position = CharBlock(label=_("Title and employer"), max_length=100, required=False)
    words = TextBlock(label=_("About"), max_length=500, required=False)


class FileBlock(StructBlock):
    """A file to take along."""

    file = DocumentChooserBlock(label=_("File"))
    note = CharBlock(label=_("What it is for"), max_length=100, required=False)


class QuestionBlock(StructBlock):
    """A question, who asks it, and its answer."""

    asked_by = ChoiceBlock(label=_("Asked by"), choices=Asker.choices, required=False)
    question = CharBlock(label=_("Question"), max_length=150)
    answer = RichTextBlock(label=pgettext_lazy("to a question", "Answer"), features=TEXT_FEATURES)


class PictureBlock(StructBlock):
    """A picture, with words for those who do not see it."""

    image = ImageChooserBlock(label=_("Picture"))
    alternative = CharBlock(
        label=_("Alternative text"), max_length=150, help_text=_("What is to be seen, for those who do not see it.")
    )
    caption = CharBlock(label=_("Caption"), max_length=150, required=False)


class VenueBlock(StructBlock):
    """Where it is, and how to get there. The place and room of a run are facts; this is the way to them."""

    name = CharBlock(label=_("Name of the place"), max_length=80)
    address = CharBlock(label=_("Address"), max_length=150)
    directions = TextBlock(label=_("How to get there"), max_length=600, required=False)
    access = TextBlock(
        label=_("Barrier-free access"),
        max_length=300,
        required=False,
        help_text=_("Ramps, lifts, parking, quiet rooms."),
    )


class SyllabusBlock(StaticBlock):
    """The sessions of the next run, as filed; the editor chooses where on the page they stand."""

    class Meta:
        admin_text = _("The sessions of the next run are shown here as they are filed. Nothing is typed.")


class WordsBlock(StreamBlock):
    """The words of a page, in the order that its editor gave them."""

    text = RichTextBlock(label=_("Text"), features=TEXT_FEATURES, icon="pilcrow", template="cms/blocks/text.html")
    teachers = ListBlock(TeacherBlock(), label=_("Teachers"), icon="group", template="cms/blocks/teachers.html")
    files = ListBlock(FileBlock(), label=_("Files"), icon="doc-full", template="cms/blocks/files.html")
    questions = ListBlock(
        QuestionBlock(), label=_("Questions and answers"), icon="help", template="cms/blocks/questions.html"
    )
    gallery = ListBlock(PictureBlock(), label=_("Gallery"), icon="image", template="cms/blocks/gallery.html")


class PlacedWordsBlock(WordsBlock):
    """The words of a base."""

    venue = VenueBlock(label=_("Venue and directions"), icon="site", template="cms/blocks/venue.html")


class ProgrammeWordsBlock(PlacedWordsBlock):
    """The words of a programme."""

    syllabus = SyllabusBlock(label=_("Syllabus by session"), icon="list-ol", template="cms/blocks/syllabus.html")
