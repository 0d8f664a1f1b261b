"""The ledger's number put in the place of a printed one, as the text writes its numbers."""

from decimal import Decimal

import pytest

from congdoan.claims.rules import read
from congdoan.claims.rules.fielding import corrected
from congdoan.claims.rules.verdicts import Told


@pytest.mark.parametrize(
    ("printed", "told", "mended"),
    [
        ("2,5 tỷ đồng", 3_200_000_000, "3,2 tỷ đồng"),
        ("2,5 tỷ đồng", 3_204_817_000, "3.204.817.000 đồng"),
        ("2,5 tỷ đồng", 0, "0 đồng"),
        ("40 đoàn viên", 38, "38 đoàn viên"),
    ],
)
def test_a_printed_number_gives_way_to_that_of_the_ledger(printed: str, told: int, mended: str) -> None:
    (claim,) = read(f"Công đoàn tỉnh đã chăm lo được {printed} trong kỳ.")
    assert corrected(claim, Told(Decimal(told), Decimal(told))) == mended


def test_a_bound_has_no_number_to_be_mended() -> None:
    (claim,) = read("Công đoàn tỉnh đã kết nạp hàng trăm đoàn viên trong kỳ.")
    assert corrected(claim, Told(Decimal(12), Decimal(12))) is None
