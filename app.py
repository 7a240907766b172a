"""The ASGI application: `uvicorn app:app`, or `streamlit run app.py`."""

import gc
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st

ROOT = Path(__file__).resolve().parent


@asynccontextmanager
async def lifespan(_app: st.App):
    # Streamlit collects garbage after every script run; freezing what is loaded once keeps that to a few milliseconds.
    import duckdb  # noqa: F401

    gc.collect()
    gc.freeze()
    yield


app = st.App(ROOT / "dashboard" / "frame.py", lifespan=lifespan)
