"""The tools of developers are tested on what the tests of pages start from."""

from tests.pledges.conftest import catalogue as catalogue  # noqa: PLC0414 - a fixture of the neighbours
from tests.pledges.site.conftest import ledger as ledger  # noqa: PLC0414 - a fixture of the neighbours
