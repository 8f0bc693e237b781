# syntax=docker/dockerfile:1
FROM python:3.13-slim-bookworm AS build
WORKDIR /opt/maillage
COPY requirements-run.lock pyproject.toml LICENSE ./
RUN python -m venv .venv \
    && .venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements-run.lock
COPY app app
COPY scripts/build_fonts.py scripts/build_fonts.py
RUN .venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation -e . \
    && .venv/bin/python scripts/build_fonts.py \
    && .venv/bin/python -m compileall -q app

FROM python:3.13-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home maillage \
    && install -d -o maillage -g maillage /var/lib/maillage
WORKDIR /opt/maillage
COPY --from=build /opt/maillage /opt/maillage
COPY alembic.ini ./
COPY migrations migrations
COPY templates templates
COPY criteria criteria
ENV PATH=/opt/maillage/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    MAILLAGE_DATA_DIR=/var/lib/maillage
USER maillage
VOLUME /var/lib/maillage
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["maillage", "run", "--host", "0.0.0.0", "--port", "8000"]
