"""How many sources stand behind a chart."""

import pytest

from pledges.charts import sources_of
from pledges.projections.answers import AsOf


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("system_over_time", "patriot"),
        ("system_donors", "patriot.launcher"),
        ("promised_delivered", "air_defence"),
        ("promised_delivered", "money"),
        ("promised_delivered", "all"),
        ("donor_timeliness", "DEU"),
        ("meeting_flow", "udcg-28"),
        ("donor_map", "promised"),
    ],
)
def test_each_chart_counts_its_own_sources(name: str, key: str, as_of: AsOf) -> None:
    assert sources_of(name, key, as_of) == 1


def test_chart_of_nothing_has_no_sources(as_of: AsOf) -> None:
    found = [
        sources_of(name, key, as_of) for name, key in (("system_over_time", "nasams"), ("donor_timeliness", "POL"))
    ]
    assert found == [0, 0]
    assert sources_of("donor_timeliness", "JOINT", as_of) is None
