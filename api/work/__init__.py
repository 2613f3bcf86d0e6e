"""Work that takes processor time: never on the event loop. Trusted work in a pool of warm processes, foreign files in fresh children."""

from api.work.errors import BudgetExceeded, Overloaded, WorkFailed, WorkLost
from api.work.pool import PoolState, WorkPool

__all__ = ["BudgetExceeded", "Overloaded", "PoolState", "WorkFailed", "WorkLost", "WorkPool"]
