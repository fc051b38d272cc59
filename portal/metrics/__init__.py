"""What the house counts about itself, for Prometheus; a part of it registers a source of samples.

    from portal import metrics

    metrics.register(page_memory.samples)  # a callable without arguments that gives Samples
    metrics.start("web")  # from now on this process writes its samples down once a second

A source reads plain numbers that its part keeps anyway: counting costs an addition, and what is
scraped is put together elsewhere. Every name that a source gives stands in metrics/catalogue.py.
"""

from portal.metrics.snapshots import start
from portal.metrics.sources import Sample, register

__all__ = ["Sample", "register", "start"]
