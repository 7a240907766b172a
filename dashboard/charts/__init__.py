"""Charts as plain dicts in Plotly's schema: figures in, figure out. Pure; imports no Streamlit.

The same mark is the same thing everywhere: the council is the one colour; neighbours are grey, their range a band,
their mean a dashed line, their median a dotted one; England is a hollow diamond, the region a hollow square.
Tests hold each against `plotly.graph_objects.Figure`; production does not pay for that.
"""

from dashboard.charts import inputs
from dashboard.charts.bars import Bar, Line, bars
from dashboard.charts.by_grade import GradeGroup, by_grade
from dashboard.charts.grades import GradeRow, grades
from dashboard.charts.position import Mark, PositionRow, position
from dashboard.charts.scatter import Pair, scatter
from dashboard.charts.strip import Dot, strip
from dashboard.charts.timeline import Judged, JudgementRow, timeline
from dashboard.charts.trend import trend

__all__ = [
    "Bar",
    "Dot",
    "GradeGroup",
    "GradeRow",
    "Judged",
    "JudgementRow",
    "Line",
    "Mark",
    "Pair",
    "PositionRow",
    "bars",
    "by_grade",
    "grades",
    "inputs",
    "position",
    "scatter",
    "strip",
    "timeline",
    "trend",
]
