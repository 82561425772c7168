"""What was called, so that a run can say how much of the local cloud it has seen."""

import collections
import threading


class Calls:
    """Counts requests by client and remembers which operations were asked for. Threads may share one."""

    def __init__(self):
        self._lock = threading.Lock()
        self.by_client = collections.Counter()
        self.by_service = collections.Counter()
        self.operations = set()

    def add(self, client, service, operation, times=1):
        with self._lock:
            self.by_client[client] += times
            self.by_service[service] += times
            self.operations.add((service, operation))

    def of(self, service):
        """The operations of one service that were called."""
        return {operation for name, operation in self.operations if name == service}

    def told(self):
        """The counts in a line, for the end of a run."""
        def listed(counts):
            return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))

        total = sum(self.by_client.values())
        return (
            f"{total} calls of {len(self.operations)} operations; "
            f"by client: {listed(self.by_client)}; by service: {listed(self.by_service)}"
        )
