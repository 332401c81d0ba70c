"""WSGI: what granian serves. Names no settings module; the environment does."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
