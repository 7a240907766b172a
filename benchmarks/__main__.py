"""`python -m benchmarks`: what a change of metric, council or neighbour model costs the server."""

import sys

from benchmarks import bench_pages

sys.exit(bench_pages.main())
