"""Settings of the site that page benches ask: the demo's, and one empty page more."""

from learning.settings.dev import *  # noqa: F403

ROOT_URLCONF = "deploy.bench.tools.site_urls"
