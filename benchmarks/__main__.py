"""`python -m benchmarks`: what a change of metric, council or comparison costs the server and the browser."""

import sys

from benchmarks import bench_browser, bench_pages

sys.exit(max(bench_pages.main(), bench_browser.main()))
