"""Every publication the pipeline reads. A new one is one small module, named here, and one staging SELECT."""

from data_pipeline.sources import (
    children_in_need,
    children_looked_after,
    deprivation,
    inspections,
    neighbours,
    revenue_outturn,
    stability,
    workforce,
)
from data_pipeline.sources.base import Publication

PUBLICATIONS: dict[str, Publication] = {
    module.PUBLICATION.slug: module.PUBLICATION
    for module in (
        workforce,
        children_looked_after,
        children_in_need,
        stability,
        revenue_outturn,
        inspections,
        neighbours,
        deprivation,
    )
}
