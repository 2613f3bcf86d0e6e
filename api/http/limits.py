"""How many requests somebody may make: counted for each organisation's key, and for each address of the anonymous.

The counters live in this process. Where several serve one address, each grants its share of the limit.
"""

from __future__ import annotations

import ipaddress
import math
import time
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from api.http.errors import RateLimited
from api.settings import Settings

IPV6_PREFIX = 64
"""One subscriber has this much of the new address space: counting single addresses would count nobody."""


@dataclass(frozen=True, slots=True)
class Policy:
    """One limit, with its name in the headers."""

    name: str
    item: RateLimitItem


class RateLimiter:
    """Counts requests of this process."""

    def __init__(self, settings: Settings) -> None:
        """Read the limits from the settings; an empty one is none."""
        self._window = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._keyed = _policy("key", settings.rate_limit_key, settings.processes)
        self._anonymous = _policy("anonymous", settings.rate_limit_anonymous, settings.processes)
        self._computing = _policy("anonymous-computing", settings.rate_limit_anonymous_computing, settings.processes)

    def count_key(self, scope: MutableMapping[str, Any], organisation: str, holder: str) -> None:
        """Count a request with a key. Raises RateLimited."""
        self._count(scope, self._keyed, f"{organisation}/{holder}")

    def count_address(self, scope: MutableMapping[str, Any]) -> None:
        """Count a request of an address. Raises RateLimited."""
        self._count(scope, self._anonymous, network_of_scope(scope))

    def count_computation(self, network: str) -> None:
        """Count something that is computed for somebody without a key; what is held already costs nothing. Raises RateLimited."""
        self._count({}, self._computing, network)

    def _count(self, scope: MutableMapping[str, Any], policy: Policy | None, who: str) -> None:
        if policy is None:
            return
        allowed = self._window.hit(policy.item, who)
        reset_at, remaining = self._window.get_window_stats(policy.item, who)
        reset_s = max(1, math.ceil(reset_at - time.time()))
        scope.setdefault("state", {})["rate_limit"] = (policy, max(0, remaining), reset_s)
        if not allowed:
            most, window_s = policy.item.amount, policy.item.get_expiry()
            raise RateLimited("rate-limit", most=most, window_s=window_s, reset_s=reset_s, retry_after_s=reset_s)


def _policy(name: str, written: str, processes: int) -> Policy | None:
    if not written:
        return None
    whole = parse(written)
    return Policy(name, type(whole)(max(1, whole.amount // processes), whole.multiples, whole.namespace))


def network_of_scope(scope: MutableMapping[str, Any]) -> str:
    """Return what the client of a request is counted as."""
    client = scope.get("client")
    return network_of(client[0] if client else "")


def network_of(address: str) -> str:
    """Return what an address is counted as: itself, or the network of an IPv6 one."""
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv6Address):
        if known.ipv4_mapped is not None:
            return str(known.ipv4_mapped)
        return str(ipaddress.ip_network((known, IPV6_PREFIX), strict=False))
    return str(known)


def limit_headers(scope: MutableMapping[str, Any]) -> list[tuple[bytes, bytes]]:
    """Return the headers that say how many requests are left (draft-ietf-httpapi-ratelimit-headers-10)."""
    counted = scope.get("state", {}).get("rate_limit")
    if counted is None:
        return []
    policy, remaining, reset_s = counted
    return [
        (b"ratelimit-policy", f'"{policy.name}";q={policy.item.amount};w={policy.item.get_expiry()}'.encode("ascii")),
        (b"ratelimit", f'"{policy.name}";r={remaining};t={reset_s}'.encode("ascii")),
    ]
