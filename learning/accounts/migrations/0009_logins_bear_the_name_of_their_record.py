"""A login that is joined to a record shows the person's present name."""

from django.db import migrations

FILL = """
UPDATE accounts_user SET name = newest.name FROM (
    SELECT DISTINCT ON (l.user_id) l.user_id, n.name FROM accounts_personlogin l
    JOIN accounts_personname n ON n.person_id = l.person_id
    WHERE l.ended_at IS NULL ORDER BY l.user_id, n.since DESC, n.id DESC
) newest WHERE newest.user_id = accounts_user.id AND accounts_user.name = ''
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_changes_are_stated_with_proof")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
