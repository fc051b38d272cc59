"""The scenarios, in the order in which they are run; each is a module with `run(bench)`."""

from collections.abc import Callable

from benchmarks.bench import Bench
from benchmarks.figures import Result
from benchmarks.scenarios import (
    behind_nginx,
    desk,
    hit,
    large_newspaper,
    long_threads,
    lost_listener,
    memory,
    miss,
    not_modified,
    posting,
    publishing,
    removal,
    soak,
    start,
)

Scenario = Callable[[Bench], Result]
SCENARIOS: dict[str, Scenario] = {
    "hit": hit.run,
    "not_modified": not_modified.run,
    "miss": miss.run,
    "publishing": publishing.run,
    "removal": removal.run,
    "lost_listener": lost_listener.run,
    "behind_nginx": behind_nginx.run,
    "start": start.run,
    "long_threads": long_threads.run,
    "large_newspaper": large_newspaper.run,
    "posting": posting.run,
    "desk": desk.run,
    "memory": memory.run,
    "soak": soak.run,
}
LARGE = {
    "long_threads",
    "large_newspaper",
    "posting",
    "memory",
    "desk",
}  # need the larger newspapers
WHEN_NAMED = {"desk"}  # takes longer than all others together
