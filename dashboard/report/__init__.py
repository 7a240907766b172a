"""Summary as a PDF: three A4 pages, tagged (PDF/UA-1), with the words and the small charts of the page.

`python -m dashboard.report --council camden --out camden.pdf` writes one; `--all DIR` writes every council's.
"""

from dashboard.report.paper import file_name, pdf

__all__ = ["file_name", "pdf"]
