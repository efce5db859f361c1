"""The WSGI application, for waitress (`manage.py up`) or any other server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings.prod")
application = get_wsgi_application()
