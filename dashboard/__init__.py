"""What the pages share. Reads `benchmarks.duckdb` (sql/README.md) and nothing else of the pipeline."""
