# One image for web, worker, beat and the preparing step; docker-compose.yml gives each its command.
FROM python:3.11-slim-bookworm AS packages
COPY requirements.lock /
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --only-binary :all: --require-hashes -r /requirements.lock

FROM python:3.11-slim-bookworm
# Pango, HarfBuzz and libthai set the PDFs. The fonts are the project's own.
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libthai0 \
 && rm -rf /var/lib/apt/lists/*
# The number is fixed, because the front server runs under it too: documents are readable to their owner alone.
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin teachersync \
 && install -d -o teachersync -g teachersync -m 700 /data \
 && install -d -o teachersync -g teachersync -m 755 /static
COPY --from=packages /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=teachersync.settings TEACHERSYNC_DATA=/data STATIC_ROOT=/static XDG_CACHE_HOME=/tmp/cache
WORKDIR /app
COPY . /app
RUN python -m deploy.messages && python -m compileall -q /app
USER teachersync
EXPOSE 8000
CMD ["gunicorn", "-c", "deploy/gunicorn.conf.py", "teachersync.wsgi"]
