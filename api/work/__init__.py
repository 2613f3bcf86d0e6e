"""Work that takes processor time: never on the event loop. Trusted work in a pool of warm processes, foreign files in fresh children."""

from api.work.cache import ResultCache
from api.work.errors import BudgetExceeded, Overloaded, TryLater, WorkFailed, WorkLost
from api.work.files import FileDesk
from api.work.pool import PoolState, WorkPool

__all__ = ["BudgetExceeded", "FileDesk", "Overloaded", "PoolState", "ResultCache", "TryLater", "WorkFailed", "WorkLost", "WorkPool"]
