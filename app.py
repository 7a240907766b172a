"""The ASGI application: `uvicorn app:app`, or `streamlit run app.py`."""

import gc
import logging
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path

import streamlit as st
from starlette.formparsers import MultiPartParser

from dashboard import access

HEAVY = ("duckdb", "pandas", "plotly.graph_objects", "plotly.io", "pyarrow", "streamlit.elements.plotly_chart")


# An upload is never written to disk, as the Data page says: Starlette would write what is larger than this.
MultiPartParser.spool_max_size = 8 * 1024 * 1024  # bytes, above .streamlit/config.toml's maxUploadSize


@asynccontextmanager
async def lifespan(_app: st.App):
    # What is loaded once stays: frozen, it is not looked through whenever garbage is collected.
    for module in HEAVY:
        import_module(module)
    gc.collect()
    gc.freeze()
    # Streamlit brings uvicorn's log of every request back, whatever the command says: who asked, and for what.
    logging.getLogger("uvicorn.access").handlers.clear()
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    yield


app = st.App(Path(__file__).resolve().parent / "dashboard" / "frame.py", lifespan=lifespan, secrets=access.secrets())
