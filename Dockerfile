# The image of web, workers and beat. Builds wheels in one stage, so that the other carries no compiler or cache.
FROM python:3.11-slim AS wheels
WORKDIR /build
COPY requirements.txt .
RUN pip wheel --no-cache-dir --wheel-dir /wheels -r requirements.txt

FROM python:3.11-slim
ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=ramstein.settings \
    STATIC_ROOT=/app/staticfiles \
    VAR_DIR=/data \
    PROMETHEUS_MULTIPROC_DIR=/dev/shm
RUN groupadd --system --gid 10001 ramstein \
    && useradd --system --uid 10001 --gid ramstein --home-dir /app ramstein \
    && install --directory --owner=ramstein --group=ramstein \
        /data /data/api_examples /data/backups /data/kept_copies
WORKDIR /app
RUN --mount=type=bind,from=wheels,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index --find-links=/wheels /wheels/*.whl
COPY . .
RUN python -m ramstein.translations
# The key signs nothing here: collecting static files only needs the settings to load.
RUN SECRET_KEY=build-only VAR_DIR=/tmp/build python manage.py collectstatic --noinput --verbosity 0 \
    && rm -rf /tmp/build
USER ramstein
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://localhost:8000/readyz', timeout=4)"]
CMD ["gunicorn", "--config=python:ramstein.gunicorn_settings", "--bind=0.0.0.0:8000", \
     "--worker-tmp-dir=/dev/shm", "--access-logfile=-"]
