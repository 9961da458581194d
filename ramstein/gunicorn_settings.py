"""How gunicorn serves the site, under `make run` and in the image: https://docs.gunicorn.org/en/stable/settings.html"""

wsgi_app = "ramstein.wsgi:application"
workers = 2
worker_class = "gthread"
threads = 4
# Loaded once, so that a worker that died is back at once and shares memory. New code needs a new start, not a HUP.
preload_app = True
# The front keeps connections of readers open; between it and us a closing one could swallow a write.
keepalive = 0
# A stopping worker answers what it has taken before it goes.
graceful_timeout = 30
limit_request_line = 8190
limit_request_fields = 60
# Whether a request came by https is for BEHIND_PROXY to say, not for whoever sends a header.
secure_scheme_headers: dict[str, str] = {}
control_socket_disable = True
