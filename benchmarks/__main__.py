"""`python -m benchmarks`: what a change on each page costs the server and the browser, and what a PDF costs."""

import sys

from benchmarks import bench_browser, bench_pages, bench_report

sys.exit(max(bench_pages.main(), bench_report.main(), bench_browser.main()))
