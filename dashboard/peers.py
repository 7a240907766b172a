"""Whom a council is compared with: its statistical neighbours, its region, or a group that the reader put together.

Pure: who they are, and what the pages call them. Every rule of comparison is the same for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import format as fmt
from dashboard.model import Area

REGION, TYPE, GROUP = "region", "type", "group"
# What the address calls them, beside DfE's models.
OTHERS = {REGION: "Same region", TYPE: "Same type and region", GROUP: "My own group"}
FEWEST, MOST = 2, 20
_TYPES = {
    "county": "county councils",
    "london_borough": "boroughs",
    "metropolitan": "metropolitan boroughs",
    "unitary": "unitary authorities",
}


@dataclass(frozen=True)
class Peers:
    """`codes`: closest first, or by name; never the council's own. `who` tells in a few words who they are."""

    codes: tuple[str, ...]
    who: str
    noun: str = "peers"
    names: tuple[str, ...] = ()

    @property
    def is_modelled(self) -> bool:
        """Whether DfE's model names them: the database has compared each council with those."""
        return self.noun == "neighbours"

    @property
    def one(self) -> str:
        return self.noun.removesuffix("s")

    @property
    def heading(self) -> str:
        """The noun at the head of a sentence or a column."""
        return self.noun.capitalize()

    @property
    def foot(self) -> str:
        """For a chart's foot: the verdict can change with whom one is compared with."""
        return f"{self.heading}: {self.who}"

    @property
    def label(self) -> str:
        """In full: a group by its names."""
        prefix = "Statistical " if self.is_modelled else ""
        names = f" ({fmt.listed(self.names, most=MOST)})" if self.names else ""
        text = f"{prefix}{self.noun}: {self.who}{names}"
        return text[0].upper() + text[1:]


def neighbours(model: str, codes: Sequence[str]) -> Peers:
    """DfE's statistical neighbours, closest first."""
    return Peers(codes=tuple(codes), who=fmt.model(model), noun="neighbours")


def same_region(council: Area, councils: Sequence[Area], *, same_type: bool = False) -> Peers:
    """The other councils of a region, those of its type only where asked; tiny ones left out, as in every average."""
    found = [
        area
        for area in councils
        if area.region_code == council.region_code
        and area.area_code != council.area_code
        and not area.is_tiny
        and (area.type == council.type or not same_type)
    ]
    kind = _TYPES.get(council.type, "councils of its type") if same_type else "councils"
    return Peers(codes=tuple(area.area_code for area in found), who=f"{council.region_name} {kind}")


def own_group(council: Area, group: Sequence[Area]) -> Peers:
    """A group of the reader's own; the council itself may be in it, and is not compared with itself."""
    found = [area for area in group if area != council]
    return Peers(
        codes=tuple(area.area_code for area in found),
        who=f"own group of {len(found)} council{'' if len(found) == 1 else 's'}",
        names=tuple(area.short_name for area in found),
    )


def nobody(council: Area, peers: Peers) -> str:
    """Why there is nobody to compare with."""
    if peers.is_modelled:
        return f"No neighbours are given for {council.short_name} in this model ({peers.who})."
    return f"There is nobody to compare {council.short_name} with: no other {peers.who}."
