# syntax=docker/dockerfile:1
# One image for every process of Deskwire: docker-compose.yml says which of them a container is.

# ---- what is built: dependencies by their hashes, catalogues, static files ------------------------------
FROM python:3.12-slim-bookworm AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH

# Nothing that is not in the lock file with its hash is installed, and nothing is fetched to build with:
# setuptools is in the lock file too, and comes first, for the packages that exist as source alone.
WORKDIR /app
COPY requirements/run.lock requirements/run.lock
RUN awk '/^[^ ]/ { ours = /^setuptools==/ } ours' requirements/run.lock > /tmp/setuptools.lock \
    && pip install --require-hashes -r /tmp/setuptools.lock \
    && pip install --require-hashes --no-build-isolation -r requirements/run.lock

COPY pyproject.toml ./
COPY locales locales
COPY templates templates
COPY service service
RUN pybabel --quiet compile -d locales -D deskwire \
    && python -m compileall -q service \
    && SECRET_KEY=for-this-step-alone DESKWIRE_VAR=/var/lib/deskwire \
       python -m service collectstatic --no-input --verbosity 0

# ---- what runs ------------------------------------------------------------------------------------------
FROM python:3.12-slim-bookworm

ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=service.app.settings \
    DESKWIRE_VAR=/var/lib/deskwire \
    DESKWIRE_FEEDS=/srv/feeds
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin deskwire \
    && install -d -o deskwire -g deskwire /srv/feeds /var/lib/deskwire /var/lib/deskwire/partners \
       /var/lib/deskwire/journals
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
COPY --from=build /var/lib/deskwire/static /var/lib/deskwire/static
WORKDIR /app
USER deskwire
ENTRYPOINT ["python", "-m", "service"]
CMD ["web", "--address", "0.0.0.0"]
EXPOSE 8000
