"""From publishers' files to one DuckDB database. Nothing here knows about the dashboard."""

__version__ = "0.1.0"
