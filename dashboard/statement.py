"""The accessibility statement: `docs/accessibility.md`, and whom to contact about this copy."""

from __future__ import annotations

import os
import re
from pathlib import Path

from dashboard import format as fmt

_FILE = Path(__file__).resolve().parents[1] / "docs" / "accessibility.md"
_COMMENT = re.compile(r"<!--.*?-->\n")


def markdown() -> str:
    """The statement, with the contact from `THREE_PAGES_CONTACT` at the end where it is set."""
    text = _COMMENT.sub("", _FILE.read_text(encoding="utf-8"))
    contact = os.environ.get("THREE_PAGES_CONTACT", "").strip()
    return f"{text}\n\n**Contact.** {fmt.escaped(contact)}" if contact else text
