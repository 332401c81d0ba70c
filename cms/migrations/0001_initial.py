"""Pages, their moderation, and search."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

from learning.migrating import MakeTogether


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("accounts", "0002_organisations_and_people"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("seminars", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        MakeTogether(
            [
                migrations.CreateModel(
                    name="CatalogueIndex",
                    fields=[
                        (
                            "page_ptr",
                            models.OneToOneField(
                                auto_created=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                serialize=False,
                                to=settings.WAGTAIL_PAGE_MODEL,
                            ),
                        )
                    ],
                    options={"verbose_name": "catalogue"},
                    bases=("wagtailcore.page",),
                ),
                migrations.CreateModel(
                    name="DemoFilling",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("seed", models.IntegerField(verbose_name="seed")),
                        ("scale", models.FloatField(default=1, verbose_name="scale")),
                        ("begun_at", models.DateTimeField(verbose_name="begun at")),
                        ("ended_at", models.DateTimeField(null=True, verbose_name="ended at")),
                    ],
                    options={"verbose_name": "filling of the demo province", "verbose_name_plural": "fillings of the demo province"},
                ),
                migrations.CreateModel(
                    name="HelpPage",
                    fields=[
                        (
                            "page_ptr",
                            models.OneToOneField(
                                auto_created=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                serialize=False,
                                to=settings.WAGTAIL_PAGE_MODEL,
                            ),
                        ),
                        (
                            "words",
                            wagtail.fields.StreamField(
                                [("text", 0), ("teachers", 5), ("files", 9), ("questions", 14), ("gallery", 19)],
                                blank=True,
                                block_lookup={
                                    0: (
                                        "wagtail.blocks.RichTextBlock",
                                        (),
                                        {
                                            "features": ["h2", "h3", "bold", "ol", "ul", "link", "document-link"],
                                            "icon": "pilcrow",
                                            "label": "Text",
                                            "template": "cms/blocks/text.html",
                                        },
                                    ),
                                    1: ("wagtail.blocks.CharBlock", (), {"label": "Name", "max_length": 50}),
                                    2: ("wagtail.blocks.CharBlock", (), {"label": "Title and employer", "max_length": 100, "required": False}),
                                    3: ("wagtail.blocks.TextBlock", (), {"label": "About", "max_length": 500, "required": False}),
                                    4: ("wagtail.blocks.StructBlock", [[("name", 1), ("position", 2), ("words", 3)]], {}),
                                    5: ("wagtail.blocks.ListBlock", (4,), {"icon": "group", "label": "Teachers", "template": "cms/blocks/teachers.html"}),
                                    6: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "File"}),
                                    7: ("wagtail.blocks.CharBlock", (), {"label": "What it is for", "max_length": 100, "required": False}),
                                    8: ("wagtail.blocks.StructBlock", [[("file", 6), ("note", 7)]], {}),
                                    9: ("wagtail.blocks.ListBlock", (8,), {"icon": "doc-full", "label": "Files", "template": "cms/blocks/files.html"}),
                                    10: (
                                        "wagtail.blocks.ChoiceBlock",
                                        [],
                                        {
                                            "choices": [
                                                ("PROFESSIONAL", "Professionals"),
                                                ("BASE", "Bases"),
                                                ("EMPLOYER", "Employers"),
                                                ("REGULATOR", "Regulators"),
                                            ],
                                            "label": "Asked by",
                                            "required": False,
                                        },
                                    ),
                                    11: ("wagtail.blocks.CharBlock", (), {"label": "Question", "max_length": 150}),
                                    12: (
                                        "wagtail.blocks.RichTextBlock",
                                        (),
                                        {"features": ["h2", "h3", "bold", "ol", "ul", "link", "document-link"], "label": "Answer"},
                                    ),
                                    13: ("wagtail.blocks.StructBlock", [[("asked_by", 10), ("question", 11), ("answer", 12)]], {}),
                                    14: (
                                        "wagtail.blocks.ListBlock",
                                        (13,),
                                        {"icon": "help", "label": "Questions and answers", "template": "cms/blocks/questions.html"},
                                    ),
                                    15: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "Picture"}),
                                    16: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {"help_text": "What is to be seen, for those who do not see it.", "label": "Alternative text", "max_length": 150},
                                    ),
                                    17: ("wagtail.blocks.CharBlock", (), {"label": "Caption", "max_length": 150, "required": False}),
                                    18: ("wagtail.blocks.StructBlock", [[("image", 15), ("alternative", 16), ("caption", 17)]], {}),
                                    19: ("wagtail.blocks.ListBlock", (18,), {"icon": "image", "label": "Gallery", "template": "cms/blocks/gallery.html"}),
                                },
                                verbose_name="words",
                            ),
                        ),
                        ("phone", models.CharField(default="96178", max_length=40, verbose_name="help line")),
                    ],
                    options={"verbose_name": "help page"},
                    bases=("wagtailcore.page",),
                ),
                migrations.CreateModel(
                    name="HomePage",
                    fields=[
                        (
                            "page_ptr",
                            models.OneToOneField(
                                auto_created=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                serialize=False,
                                to=settings.WAGTAIL_PAGE_MODEL,
                            ),
                        ),
                        ("introduction", wagtail.fields.RichTextField(blank=True, verbose_name="introduction")),
                    ],
                    options={"verbose_name": "home page"},
                    bases=("wagtailcore.page",),
                ),
                migrations.CreateModel(
                    name="NoticeIndex",
                    fields=[
                        (
                            "page_ptr",
                            models.OneToOneField(
                                auto_created=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                serialize=False,
                                to=settings.WAGTAIL_PAGE_MODEL,
                            ),
                        )
                    ],
                    options={"verbose_name": "list of notices"},
                    bases=("wagtailcore.page",),
                ),
                migrations.CreateModel(
                    name="PolicyIndex",
                    fields=[
                        (
                            "page_ptr",
                            models.OneToOneField(
                                auto_created=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                serialize=False,
                                to=settings.WAGTAIL_PAGE_MODEL,
                            ),
                        )
                    ],
                    options={"verbose_name": "list of policy documents"},
                    bases=("wagtailcore.page",),
                ),
                migrations.CreateModel(
                    name="SearchChange",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("programme_id", models.BigIntegerField()),
                        ("noted_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ],
                    options={"verbose_name": "change to search for", "verbose_name_plural": "changes to search for"},
                ),
                migrations.CreateModel(
                    name="BasePage",
                    fields=[
                        (
                            "page_ptr",
                            models.OneToOneField(
                                auto_created=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                serialize=False,
                                to=settings.WAGTAIL_PAGE_MODEL,
                            ),
                        ),
                        ("introduction", wagtail.fields.RichTextField(blank=True, verbose_name="introduction")),
                        (
                            "words",
                            wagtail.fields.StreamField(
                                [("text", 0), ("teachers", 5), ("files", 9), ("questions", 14), ("gallery", 19), ("venue", 24)],
                                blank=True,
                                block_lookup={
                                    0: (
                                        "wagtail.blocks.RichTextBlock",
                                        (),
                                        {
                                            "features": ["h2", "h3", "bold", "ol", "ul", "link", "document-link"],
                                            "icon": "pilcrow",
                                            "label": "Text",
                                            "template": "cms/blocks/text.html",
                                        },
                                    ),
                                    1: ("wagtail.blocks.CharBlock", (), {"label": "Name", "max_length": 50}),
                                    2: ("wagtail.blocks.CharBlock", (), {"label": "Title and employer", "max_length": 100, "required": False}),
                                    3: ("wagtail.blocks.TextBlock", (), {"label": "About", "max_length": 500, "required": False}),
                                    4: ("wagtail.blocks.StructBlock", [[("name", 1), ("position", 2), ("words", 3)]], {}),
                                    5: ("wagtail.blocks.ListBlock", (4,), {"icon": "group", "label": "Teachers", "template": "cms/blocks/teachers.html"}),
                                    6: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "File"}),
                                    7: ("wagtail.blocks.CharBlock", (), {"label": "What it is for", "max_length": 100, "required": False}),
                                    8: ("wagtail.blocks.StructBlock", [[("file", 6), ("note", 7)]], {}),
                                    9: ("wagtail.blocks.ListBlock", (8,), {"icon": "doc-full", "label": "Files", "template": "cms/blocks/files.html"}),
                                    10: (
                                        "wagtail.blocks.ChoiceBlock",
                                        [],
                                        {
                                            "choices": [
                                                ("PROFESSIONAL", "Professionals"),
                                                ("BASE", "Bases"),
                                                ("EMPLOYER", "Employers"),
                                                ("REGULATOR", "Regulators"),
                                            ],
                                            "label": "Asked by",
                                            "required": False,
                                        },
                                    ),
                                    11: ("wagtail.blocks.CharBlock", (), {"label": "Question", "max_length": 150}),
                                    12: (
                                        "wagtail.blocks.RichTextBlock",
                                        (),
                                        {"features": ["h2", "h3", "bold", "ol", "ul", "link", "document-link"], "label": "Answer"},
                                    ),
                                    13: ("wagtail.blocks.StructBlock", [[("asked_by", 10), ("question", 11), ("answer", 12)]], {}),
                                    14: (
                                        "wagtail.blocks.ListBlock",
                                        (13,),
                                        {"icon": "help", "label": "Questions and answers", "template": "cms/blocks/questions.html"},
                                    ),
                                    15: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "Picture"}),
                                    16: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {"help_text": "What is to be seen, for those who do not see it.", "label": "Alternative text", "max_length": 150},
                                    ),
                                    17: ("wagtail.blocks.CharBlock", (), {"label": "Caption", "max_length": 150, "required": False}),
                                    18: ("wagtail.blocks.StructBlock", [[("image", 15), ("alternative", 16), ("caption", 17)]], {}),
                                    19: ("wagtail.blocks.ListBlock", (18,), {"icon": "image", "label": "Gallery", "template": "cms/blocks/gallery.html"}),
                                    20: ("wagtail.blocks.CharBlock", (), {"label": "Name of the place", "max_length": 80}),
                                    21: ("wagtail.blocks.CharBlock", (), {"label": "Address", "max_length": 150}),
                                    22: ("wagtail.blocks.TextBlock", (), {"label": "How to get there", "max_length": 600, "required": False}),
                                    23: (
                                        "wagtail.blocks.TextBlock",
                                        (),
                                        {
                                            "help_text": "Ramps, lifts, parking, quiet rooms.",
                                            "label": "Barrier-free access",
                                            "max_length": 300,
                                            "required": False,
                                        },
                                    ),
                                    24: (
                                        "wagtail.blocks.StructBlock",
                                        [[("name", 20), ("address", 21), ("directions", 22), ("access", 23)]],
                                        {"icon": "site", "label": "Venue and directions", "template": "cms/blocks/venue.html"},
                                    ),
                                },
                                verbose_name="words",
                            ),
                        ),
                        (
                            "organisation",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="page", to="accounts.organisation", verbose_name="base"
                            ),
                        ),
                    ],
                    options={"verbose_name": "page of a base"},
                    bases=("wagtailcore.page",),
                ),
                migrations.CreateModel(
                    name="EditorialGroup",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "collection",
                            models.OneToOneField(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="editorial_group", to="wagtailcore.collection"
                            ),
                        ),
                        ("group", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="editorial_group", to="auth.group")),
                        (
                            "organisation",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="editorial_group",
                                to="accounts.organisation",
                                verbose_name="organisation",
                            ),
                        ),
                        (
                            "workflow",
                            models.OneToOneField(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="editorial_group", to="wagtailcore.workflow"
                            ),
                        ),
                    ],
                    options={"verbose_name": "editorial group", "verbose_name_plural": "editorial groups"},
                ),
                migrations.CreateModel(
                    name="Escalation",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("escalated_at", models.DateTimeField(verbose_name="handed on at")),
                        ("told_at", models.DateTimeField(null=True, verbose_name="told at")),
                        ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                        ("next_level", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cms.editorialgroup")),
                        (
                            "task_state",
                            models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="escalation", to="wagtailcore.taskstate"),
                        ),
                    ],
                    options={"verbose_name": "page that waited too long", "verbose_name_plural": "pages that waited too long"},
                ),
                migrations.CreateModel(
                    name="PageText",
                    fields=[
                        (
                            "page",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+", serialize=False, to=settings.WAGTAIL_PAGE_MODEL
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("POLICY", "Policy documents"), ("NOTICE", "Notices"), ("HELP", "Help"), ("BASE", "Bases")], max_length=10
                            ),
                        ),
                        ("title", models.TextField()),
                        ("body", models.TextField()),
                        ("vector", django.contrib.postgres.search.SearchVectorField()),
                        ("revision_id", models.BigIntegerField(null=True)),
                        ("indexed_at", models.DateTimeField(verbose_name="indexed at")),
                    ],
                    options={
                        "verbose_name": "text of a page",
                        "verbose_name_plural": "texts of pages",
                        "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["vector"], name="text_of_a_page_vector")],
                    },
                ),
                migrations.CreateModel(
                    name="ProgrammePage",
                    fields=[
                        (
                            "page_ptr",
                            models.OneToOneField(
                                auto_created=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                serialize=False,
                                to=settings.WAGTAIL_PAGE_MODEL,
                            ),
                        ),
                        ("introduction", wagtail.fields.RichTextField(blank=True, verbose_name="introduction")),
                        (
                            "words",
                            wagtail.fields.StreamField(
                                [("text", 0), ("teachers", 5), ("files", 9), ("questions", 14), ("gallery", 19), ("venue", 24), ("syllabus", 25)],
                                blank=True,
                                block_lookup={
                                    0: (
                                        "wagtail.blocks.RichTextBlock",
                                        (),
                                        {
                                            "features": ["h2", "h3", "bold", "ol", "ul", "link", "document-link"],
                                            "icon": "pilcrow",
                                            "label": "Text",
                                            "template": "cms/blocks/text.html",
                                        },
                                    ),
                                    1: ("wagtail.blocks.CharBlock", (), {"label": "Name", "max_length": 50}),
                                    2: ("wagtail.blocks.CharBlock", (), {"label": "Title and employer", "max_length": 100, "required": False}),
                                    3: ("wagtail.blocks.TextBlock", (), {"label": "About", "max_length": 500, "required": False}),
                                    4: ("wagtail.blocks.StructBlock", [[("name", 1), ("position", 2), ("words", 3)]], {}),
                                    5: ("wagtail.blocks.ListBlock", (4,), {"icon": "group", "label": "Teachers", "template": "cms/blocks/teachers.html"}),
                                    6: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "File"}),
                                    7: ("wagtail.blocks.CharBlock", (), {"label": "What it is for", "max_length": 100, "required": False}),
                                    8: ("wagtail.blocks.StructBlock", [[("file", 6), ("note", 7)]], {}),
                                    9: ("wagtail.blocks.ListBlock", (8,), {"icon": "doc-full", "label": "Files", "template": "cms/blocks/files.html"}),
                                    10: (
                                        "wagtail.blocks.ChoiceBlock",
                                        [],
                                        {
                                            "choices": [
                                                ("PROFESSIONAL", "Professionals"),
                                                ("BASE", "Bases"),
                                                ("EMPLOYER", "Employers"),
                                                ("REGULATOR", "Regulators"),
                                            ],
                                            "label": "Asked by",
                                            "required": False,
                                        },
                                    ),
                                    11: ("wagtail.blocks.CharBlock", (), {"label": "Question", "max_length": 150}),
                                    12: (
                                        "wagtail.blocks.RichTextBlock",
                                        (),
                                        {"features": ["h2", "h3", "bold", "ol", "ul", "link", "document-link"], "label": "Answer"},
                                    ),
                                    13: ("wagtail.blocks.StructBlock", [[("asked_by", 10), ("question", 11), ("answer", 12)]], {}),
                                    14: (
                                        "wagtail.blocks.ListBlock",
                                        (13,),
                                        {"icon": "help", "label": "Questions and answers", "template": "cms/blocks/questions.html"},
                                    ),
                                    15: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "Picture"}),
                                    16: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {"help_text": "What is to be seen, for those who do not see it.", "label": "Alternative text", "max_length": 150},
                                    ),
                                    17: ("wagtail.blocks.CharBlock", (), {"label": "Caption", "max_length": 150, "required": False}),
                                    18: ("wagtail.blocks.StructBlock", [[("image", 15), ("alternative", 16), ("caption", 17)]], {}),
                                    19: ("wagtail.blocks.ListBlock", (18,), {"icon": "image", "label": "Gallery", "template": "cms/blocks/gallery.html"}),
                                    20: ("wagtail.blocks.CharBlock", (), {"label": "Name of the place", "max_length": 80}),
                                    21: ("wagtail.blocks.CharBlock", (), {"label": "Address", "max_length": 150}),
                                    22: ("wagtail.blocks.TextBlock", (), {"label": "How to get there", "max_length": 600, "required": False}),
                                    23: (
                                        "wagtail.blocks.TextBlock",
                                        (),
                                        {
                                            "help_text": "Ramps, lifts, parking, quiet rooms.",
                                            "label": "Barrier-free access",
                                            "max_length": 300,
                                            "required": False,
                                        },
                                    ),
                                    24: (
                                        "wagtail.blocks.StructBlock",
                                        [[("name", 20), ("address", 21), ("directions", 22), ("access", 23)]],
                                        {"icon": "site", "label": "Venue and directions", "template": "cms/blocks/venue.html"},
                                    ),
                                    25: (
                                        "cms.blocks.SyllabusBlock",
                                        (),
                                        {"icon": "list-ol", "label": "Syllabus by session", "template": "cms/blocks/syllabus.html"},
                                    ),
                                },
                                verbose_name="words",
                            ),
                        ),
                        (
                            "programme",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="page", to="seminars.programme", verbose_name="programme"
                            ),
                        ),
                    ],
                    options={"verbose_name": "page of a programme"},
                    bases=("wagtailcore.page",),
                ),
                migrations.CreateModel(
                    name="RegulatorApproval",
                    fields=[
                        (
                            "task_ptr",
                            models.OneToOneField(
                                auto_created=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                serialize=False,
                                to="wagtailcore.task",
                            ),
                        ),
                        (
                            "groups",
                            models.ManyToManyField(
                                help_text="Pages/snippets at this step in a workflow will be moderated or approved by these groups of users",
                                to="auth.group",
                                verbose_name="groups",
                            ),
                        ),
                    ],
                    options={"verbose_name": "approval by a regulator", "verbose_name_plural": "approvals by a regulator"},
                    bases=("wagtailcore.task",),
                ),
                migrations.CreateModel(
                    name="SearchDocument",
                    fields=[
                        (
                            "programme",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="search_document",
                                serialize=False,
                                to="seminars.programme",
                            ),
                        ),
                        ("is_listed", models.BooleanField()),
                        ("vector", django.contrib.postgres.search.SearchVectorField()),
                        ("title", models.TextField()),
                        ("beside", models.TextField()),
                        ("body", models.TextField()),
                        ("codes", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None)),
                        ("facets", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None)),
                        ("combos", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None)),
                        ("start", models.IntegerField()),
                        ("hours", models.BigIntegerField()),
                        ("seats", models.IntegerField()),
                        ("open_end", models.IntegerField(null=True)),
                        ("stale_at", models.DateTimeField(null=True)),
                        ("digest", models.CharField(max_length=64)),
                        ("changed", models.BigIntegerField(unique=True)),
                        ("indexed_at", models.DateTimeField(verbose_name="indexed at")),
                    ],
                    options={
                        "verbose_name": "search document",
                        "verbose_name_plural": "search documents",
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(fields=["vector"], name="search_document_vector"),
                            django.contrib.postgres.indexes.GinIndex(fields=["facets"], name="search_document_facets"),
                            django.contrib.postgres.indexes.GinIndex(fields=["combos"], name="search_document_combos"),
                            django.contrib.postgres.indexes.GinIndex(fields=["codes"], name="search_document_codes"),
                            models.Index(condition=models.Q(("is_listed", True)), fields=["start", "programme"], name="search_document_start"),
                            models.Index(condition=models.Q(("stale_at__isnull", False)), fields=["stale_at"], name="search_document_stale"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SearchIndex",
                    fields=[
                        ("name", models.CharField(max_length=100, primary_key=True, serialize=False)),
                        ("made_at", models.DateTimeField()),
                        ("reached", models.BigIntegerField(default=0)),
                        ("is_serving", models.BooleanField(default=False)),
                        ("attempts", models.PositiveIntegerField(default=0)),
                        ("not_before", models.DateTimeField(null=True)),
                        ("last_error", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "verbose_name": "search index",
                        "verbose_name_plural": "search indexes",
                        "constraints": [models.UniqueConstraint(condition=models.Q(("is_serving", True)), fields=("is_serving",), name="one_index_serves")],
                    },
                ),
                migrations.CreateModel(
                    name="DemoStep",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                        ("stage", models.PositiveSmallIntegerField(verbose_name="stage")),
                        ("deed", models.CharField(max_length=20, verbose_name="deed")),
                        ("subject", models.CharField(blank=True, max_length=20, verbose_name="of what")),
                        ("part", models.PositiveSmallIntegerField(default=0, verbose_name="part")),
                        ("weight", models.PositiveSmallIntegerField(default=1, verbose_name="weight")),
                        ("done_at", models.DateTimeField(null=True, verbose_name="done at")),
                        ("seconds", models.FloatField(null=True, verbose_name="seconds")),
                        ("filling", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="cms.demofilling")),
                    ],
                    options={
                        "verbose_name": "step of a filling",
                        "verbose_name_plural": "steps of a filling",
                        "constraints": [models.UniqueConstraint(fields=("filling", "number"), name="one_step_a_number")],
                    },
                ),
                migrations.CreateModel(
                    name="Deputy",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("named_at", models.DateTimeField(verbose_name="named at")),
                        (
                            "deputy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="deputy"
                            ),
                        ),
                        (
                            "moderator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="moderator"
                            ),
                        ),
                        (
                            "named_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="named by"
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.organisation", verbose_name="organisation"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "deputy of a moderator",
                        "verbose_name_plural": "deputies of moderators",
                        "constraints": [
                            models.UniqueConstraint(fields=("organisation", "moderator"), name="one_deputy_a_moderator"),
                            models.CheckConstraint(condition=models.Q(("moderator", models.F("deputy")), _negated=True), name="nobody_is_their_own_deputy"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NoticePage",
                    fields=[
                        (
                            "page_ptr",
                            models.OneToOneField(
                                auto_created=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                serialize=False,
                                to=settings.WAGTAIL_PAGE_MODEL,
                            ),
                        ),
                        (
                            "words",
                            wagtail.fields.StreamField(
                                [("text", 0), ("teachers", 5), ("files", 9), ("questions", 14), ("gallery", 19)],
                                blank=True,
                                block_lookup={
                                    0: (
                                        "wagtail.blocks.RichTextBlock",
                                        (),
                                        {
                                            "features": ["h2", "h3", "bold", "ol", "ul", "link", "document-link"],
                                            "icon": "pilcrow",
                                            "label": "Text",
                                            "template": "cms/blocks/text.html",
                                        },
                                    ),
                                    1: ("wagtail.blocks.CharBlock", (), {"label": "Name", "max_length": 50}),
                                    2: ("wagtail.blocks.CharBlock", (), {"label": "Title and employer", "max_length": 100, "required": False}),
                                    3: ("wagtail.blocks.TextBlock", (), {"label": "About", "max_length": 500, "required": False}),
                                    4: ("wagtail.blocks.StructBlock", [[("name", 1), ("position", 2), ("words", 3)]], {}),
                                    5: ("wagtail.blocks.ListBlock", (4,), {"icon": "group", "label": "Teachers", "template": "cms/blocks/teachers.html"}),
                                    6: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "File"}),
                                    7: ("wagtail.blocks.CharBlock", (), {"label": "What it is for", "max_length": 100, "required": False}),
                                    8: ("wagtail.blocks.StructBlock", [[("file", 6), ("note", 7)]], {}),
                                    9: ("wagtail.blocks.ListBlock", (8,), {"icon": "doc-full", "label": "Files", "template": "cms/blocks/files.html"}),
                                    10: (
                                        "wagtail.blocks.ChoiceBlock",
                                        [],
                                        {
                                            "choices": [
                                                ("PROFESSIONAL", "Professionals"),
                                                ("BASE", "Bases"),
                                                ("EMPLOYER", "Employers"),
                                                ("REGULATOR", "Regulators"),
                                            ],
                                            "label": "Asked by",
                                            "required": False,
                                        },
                                    ),
                                    11: ("wagtail.blocks.CharBlock", (), {"label": "Question", "max_length": 150}),
                                    12: (
                                        "wagtail.blocks.RichTextBlock",
                                        (),
                                        {"features": ["h2", "h3", "bold", "ol", "ul", "link", "document-link"], "label": "Answer"},
                                    ),
                                    13: ("wagtail.blocks.StructBlock", [[("asked_by", 10), ("question", 11), ("answer", 12)]], {}),
                                    14: (
                                        "wagtail.blocks.ListBlock",
                                        (13,),
                                        {"icon": "help", "label": "Questions and answers", "template": "cms/blocks/questions.html"},
                                    ),
                                    15: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "Picture"}),
                                    16: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {"help_text": "What is to be seen, for those who do not see it.", "label": "Alternative text", "max_length": 150},
                                    ),
                                    17: ("wagtail.blocks.CharBlock", (), {"label": "Caption", "max_length": 150, "required": False}),
                                    18: ("wagtail.blocks.StructBlock", [[("image", 15), ("alternative", 16), ("caption", 17)]], {}),
                                    19: ("wagtail.blocks.ListBlock", (18,), {"icon": "image", "label": "Gallery", "template": "cms/blocks/gallery.html"}),
                                },
                                verbose_name="words",
                            ),
                        ),
                        ("issued_on", models.DateField(verbose_name="issued on")),
                        ("summary", models.CharField(blank=True, max_length=200, verbose_name="in one sentence")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("NOTICE", "Notice"), ("PUBLICITY", "Public notice before a decision")],
                                default="NOTICE",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("shown_from", models.DateField(blank=True, null=True, verbose_name="objections from")),
                        (
                            "shown_days",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="The first day counts if it is a working day. The last day follows from the state's calendar.",
                                null=True,
                                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)],
                                verbose_name="for how many working days",
                            ),
                        ),
                        (
                            "objections_to",
                            models.CharField(blank=True, help_text="Office, telephone, e-mail or address.", max_length=300, verbose_name="where to object"),
                        ),
                        (
                            "outcome",
                            models.ForeignKey(
                                blank=True,
                                help_text="The notice that says what came of it. It is linked once it is published.",
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="cms.noticepage",
                                verbose_name="outcome",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "notice",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "PUBLICITY"), _negated=True),
                                    models.Q(
                                        ("shown_from__isnull", False),
                                        ("shown_days__isnull", False),
                                        ("shown_days__gte", 1),
                                        models.Q(("objections_to", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="public_notice_says_when_and_where",
                            )
                        ],
                    },
                    bases=("wagtailcore.page",),
                ),
                migrations.CreateModel(
                    name="PolicyPage",
                    fields=[
                        (
                            "page_ptr",
                            models.OneToOneField(
                                auto_created=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                serialize=False,
                                to=settings.WAGTAIL_PAGE_MODEL,
                            ),
                        ),
                        (
                            "words",
                            wagtail.fields.StreamField(
                                [("text", 0), ("teachers", 5), ("files", 9), ("questions", 14), ("gallery", 19)],
                                blank=True,
                                block_lookup={
                                    0: (
                                        "wagtail.blocks.RichTextBlock",
                                        (),
                                        {
                                            "features": ["h2", "h3", "bold", "ol", "ul", "link", "document-link"],
                                            "icon": "pilcrow",
                                            "label": "Text",
                                            "template": "cms/blocks/text.html",
                                        },
                                    ),
                                    1: ("wagtail.blocks.CharBlock", (), {"label": "Name", "max_length": 50}),
                                    2: ("wagtail.blocks.CharBlock", (), {"label": "Title and employer", "max_length": 100, "required": False}),
                                    3: ("wagtail.blocks.TextBlock", (), {"label": "About", "max_length": 500, "required": False}),
                                    4: ("wagtail.blocks.StructBlock", [[("name", 1), ("position", 2), ("words", 3)]], {}),
                                    5: ("wagtail.blocks.ListBlock", (4,), {"icon": "group", "label": "Teachers", "template": "cms/blocks/teachers.html"}),
                                    6: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "File"}),
                                    7: ("wagtail.blocks.CharBlock", (), {"label": "What it is for", "max_length": 100, "required": False}),
                                    8: ("wagtail.blocks.StructBlock", [[("file", 6), ("note", 7)]], {}),
                                    9: ("wagtail.blocks.ListBlock", (8,), {"icon": "doc-full", "label": "Files", "template": "cms/blocks/files.html"}),
                                    10: (
                                        "wagtail.blocks.ChoiceBlock",
                                        [],
                                        {
                                            "choices": [
                                                ("PROFESSIONAL", "Professionals"),
                                                ("BASE", "Bases"),
                                                ("EMPLOYER", "Employers"),
                                                ("REGULATOR", "Regulators"),
                                            ],
                                            "label": "Asked by",
                                            "required": False,
                                        },
                                    ),
                                    11: ("wagtail.blocks.CharBlock", (), {"label": "Question", "max_length": 150}),
                                    12: (
                                        "wagtail.blocks.RichTextBlock",
                                        (),
                                        {"features": ["h2", "h3", "bold", "ol", "ul", "link", "document-link"], "label": "Answer"},
                                    ),
                                    13: ("wagtail.blocks.StructBlock", [[("asked_by", 10), ("question", 11), ("answer", 12)]], {}),
                                    14: (
                                        "wagtail.blocks.ListBlock",
                                        (13,),
                                        {"icon": "help", "label": "Questions and answers", "template": "cms/blocks/questions.html"},
                                    ),
                                    15: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "Picture"}),
                                    16: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {"help_text": "What is to be seen, for those who do not see it.", "label": "Alternative text", "max_length": 150},
                                    ),
                                    17: ("wagtail.blocks.CharBlock", (), {"label": "Caption", "max_length": 150, "required": False}),
                                    18: ("wagtail.blocks.StructBlock", [[("image", 15), ("alternative", 16), ("caption", 17)]], {}),
                                    19: ("wagtail.blocks.ListBlock", (18,), {"icon": "image", "label": "Gallery", "template": "cms/blocks/gallery.html"}),
                                },
                                verbose_name="words",
                            ),
                        ),
                        ("document_number", models.CharField(blank=True, max_length=60, verbose_name="document number")),
                        ("issued_by", models.CharField(max_length=100, verbose_name="issued by")),
                        ("in_force_from", models.DateField(blank=True, null=True, verbose_name="in force from")),
                        ("in_force_before", models.DateField(blank=True, null=True, verbose_name="in force until before")),
                        (
                            "replaces",
                            models.OneToOneField(
                                blank=True,
                                help_text="The version before this one. It ends on the day on which this one begins.",
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="replaced_by",
                                to="cms.policypage",
                                verbose_name="replaces",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "policy document",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("in_force_before", None), ("in_force_from__lt", models.F("in_force_before")), _connector="OR"),
                                name="policy_starts_before_it_ends",
                            )
                        ],
                    },
                    bases=("wagtailcore.page",),
                ),
                migrations.CreateModel(
                    name="SavedSearch",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        ("address", models.CharField(max_length=1000)),
                        ("saved_at", models.DateTimeField(verbose_name="saved at")),
                        ("known_until", models.DateTimeField()),
                        ("not_before", models.DateTimeField()),
                        ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person")),
                    ],
                    options={
                        "verbose_name": "saved search",
                        "verbose_name_plural": "saved searches",
                        "indexes": [models.Index(fields=["known_until", "id"], name="saved_searches_to_look_at")],
                        "constraints": [models.UniqueConstraint(fields=("person", "address"), name="a_search_is_saved_once")],
                    },
                ),
                migrations.CreateModel(
                    name="SynonymGroup",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "terms",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40), size=None, verbose_name="words that mean the same"
                            ),
                        ),
                        (
                            "narrower",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40), blank=True, default=list, size=None, verbose_name="words for parts of it"
                            ),
                        ),
                        ("is_used", models.BooleanField(default=True, verbose_name="used")),
                        ("changed_at", models.DateTimeField(verbose_name="changed at")),
                        ("changed_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        "verbose_name": "group of synonyms",
                        "verbose_name_plural": "groups of synonyms",
                        "constraints": [models.CheckConstraint(condition=models.Q(("terms__len__gte", 1)), name="synonyms_say_something")],
                    },
                ),
            ]
        )
    ]
