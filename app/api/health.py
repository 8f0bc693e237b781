"""For machines that watch this one: is it alive, is it ready, and its figures."""

import ipaddress
from collections.abc import Iterable

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from app.api.dependencies import Wired
from app.services.route_access import ANYONE, allow
from app.services.wiring import Probe, Wiring

router = APIRouter(include_in_schema=False)
METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)


class Figures(Collector):
    """The figures of one process: its requests as they end, and its gauges when they are asked for."""

    def __init__(self, wired: Wiring) -> None:
        self._wired = wired
        self.registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self._requests = Counter("maillage_requests", "Requests answered", labels, registry=self.registry)
        self._seconds = Histogram(
            "maillage_request_seconds", "Time to answer", ("route",), buckets=BUCKETS, registry=self.registry
        )
        self.registry.register(self)

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def collect(self) -> Iterable[Metric]:
        for name, gauge in self._wired.gauges.items():
            yield GaugeMetricFamily(f"maillage_{name}", name.replace("_", " "), value=gauge())

    def describe(self) -> Iterable[Metric]:
        return ()


@router.get("/healthz")
@allow(ANYONE)
def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@router.get("/readyz")
@allow(ANYONE)
def ready(wired: Wired) -> Response:
    """Every part answers and the schema is the newest: 200, else 503 with the parts that do not."""
    parts = {name: _answers(probe) for name, probe in wired.probes.items()}
    well = all(parts.values())
    return JSONResponse({"status": "ready" if well else "not ready", "parts": parts}, 200 if well else 503)


@router.get("/metrics")
@allow(ANYONE)
def metrics(request: Request) -> Response:
    """Prometheus figures, for this machine and its private network only."""
    if not is_near(request.client.host if request.client else ""):
        return PlainTextResponse("not found", 404)
    figures: Figures = request.app.state.figures
    return Response(generate_latest(figures.registry), media_type=METRICS_TYPE)


def is_near(host: str) -> bool:
    """Is this an address of this machine or of a private network?"""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False


def _answers(probe: Probe) -> bool:
    try:
        return probe()
    except Exception:  # noqa: BLE001 - whatever stops a part from answering, it does not answer
        return False
