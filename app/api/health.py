"""For machines that watch this one: is it alive, is it ready, and its figures."""

import asyncio
import ipaddress
import logging
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from app.edge.outages import RETRY_SECONDS
from app.services.route_access import ANYONE, allow
from app.services.wiring import Probe, Wiring

router = APIRouter(include_in_schema=False)
METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"
PROBE_SECONDS = 2.0
BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)


log = logging.getLogger(__name__)


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
            try:
                value = gauge()
            except SQLAlchemyError as error:
                log.warning("no figure for %s: %s", name, type(error).__name__)
                continue
            yield GaugeMetricFamily(f"maillage_{name}", name.replace("_", " "), value=value)

    def describe(self) -> Iterable[Metric]:
        return ()


class Watch:
    """Asks each part of one process whether it answers; one that is silent holds up neither another nor who asks."""

    def __init__(self, wired: Wiring) -> None:
        self._probes = wired.probes
        self._threads = ThreadPoolExecutor(max(1, len(wired.probes)), thread_name_prefix="probe")
        self._asked: dict[str, Future[bool]] = {}

    async def parts(self) -> dict[str, bool]:
        """Whether each answers within ``PROBE_SECONDS``; all who ask meanwhile share the question."""
        names = tuple(self._probes)
        return dict(zip(names, await asyncio.gather(*map(self._answer, names)), strict=True))

    async def _answer(self, name: str) -> bool:
        asked = self._asked.get(name)
        if asked is None or asked.done():
            asked = self._asked[name] = self._threads.submit(_answers, self._probes[name])
        done, _ = await asyncio.wait([asyncio.wrap_future(asked)], timeout=PROBE_SECONDS)
        return any(one.result() for one in done)


@router.get("/healthz")
@allow(ANYONE)
async def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@router.get("/readyz")
@allow(ANYONE)
async def ready(request: Request) -> Response:
    """Every part answers and the schema is the newest: 200, else 503 with the parts that do not."""
    watch: Watch = request.app.state.watch
    parts = await watch.parts()
    well = all(parts.values())
    told = {"status": "ready" if well else "not ready", "parts": parts}
    return JSONResponse(told, 200 if well else 503, None if well else {"Retry-After": str(RETRY_SECONDS)})


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
