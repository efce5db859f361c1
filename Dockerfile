# Builds the one image that every process of the site runs in; see docker-compose.yml.

FROM python:3.11-slim AS packages

# Address of an index that has torch without CUDA, which makes the image some gigabytes smaller;
# empty takes the usual build.
ARG TORCH_INDEX=""
ENV PIP_EXTRA_INDEX_URL=${TORCH_INDEX} \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
# Every package is installed by hash; only a changed lock file makes this layer anew.
COPY requirements.lock ./
COPY scripts/setup.py scripts/
RUN python scripts/setup.py


FROM python:3.11-slim

RUN groupadd --gid 10001 atelier \
    && useradd --uid 10001 --gid 10001 --home-dir /tmp --no-create-home \
        --shell /usr/sbin/nologin atelier \
    && install --directory --owner atelier --group atelier --mode 0750 /var/lib/atelier

WORKDIR /app
COPY --from=packages /app/.venv .venv
ENV PATH=/app/.venv/bin:$PATH \
    HOME=/tmp \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=webapp.settings.prod \
    ATELIER_VAR=/var/lib/atelier
COPY manage.py LICENSE ./
COPY ml ml
COPY recommender recommender
COPY generator generator
COPY templates templates
COPY static static
COPY webapp webapp
RUN python -m compileall -q manage.py ml recommender generator webapp

USER 10001:10001
VOLUME /var/lib/atelier
EXPOSE 8000
CMD ["python", "manage.py", "up", "--host", "0.0.0.0", "--port", "8000"]
