"""The simulated calendar: what an answer's Date says.

Nothing here reads a clock. Simulated time 0 is a fixed moment, so that the same scenario gives the same bytes.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final

SIMULATED_EPOCH: Final = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
"""The date at simulated time 0, in captures as in answers: a Monday at noon."""
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def http_date(time_ns: int) -> str:
    """The date at a simulated time, in the 29 characters of RFC 9110 section 5.6.7 (`http.TimeFormat`).

    Names of days and months are spelled here because strftime would follow the reader's language.
    """
    return _http_date_of_second(time_ns // 1_000_000_000)


@lru_cache(maxsize=16)
def _http_date_of_second(second: int) -> str:
    moment = SIMULATED_EPOCH + timedelta(seconds=second)
    day, month = _DAYS[moment.weekday()], _MONTHS[moment.month - 1]
    return f"{day}, {moment.day:02} {month} {moment.year:04} {moment:%H:%M:%S} GMT"


def log_date(time_ns: int) -> str:
    """The date as Go's log package begins a line: `2026/11/23 12:00:00` (log.LstdFlags)."""
    return f"{SIMULATED_EPOCH + timedelta(seconds=time_ns // 1_000_000_000):%Y/%m/%d %H:%M:%S}"
