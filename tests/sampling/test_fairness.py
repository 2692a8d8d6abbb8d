"""Whether the draw is fair: twenty thousand seeds, counted."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import permutations
from math import exp, gamma, isclose, lgamma, log

import pytest

from dscp_desktop.sampling.rules.draw import draw, parse_plan
from dscp_desktop.sampling.rules.frame import FrameRow

SEEDS, LEAST = 20_000, 0.001


def chance_beyond(chi: float, freedom: int) -> float:
    """Return the chance that chi-square is at least so great: the upper incomplete gamma.

    By its series below a + 1, by its continued fraction above.
    """
    a, x = freedom / 2, chi / 2
    if x <= 0:
        return 1.0
    front = exp(a * log(x) - x - lgamma(a))
    if x < a + 1:
        term = total = 1 / a
        n = a
        while term > total * 1e-15:
            n += 1
            term *= x / n
            total += term
        return 1 - front * total
    low = 1e-300
    b = x + 1 - a
    c, d = 1 / low, 1 / b
    found = d
    for i in range(1, 10_000):
        step = -i * (i - a)
        b += 2
        d = 1 / ((step * d + b) or low)
        c = (b + step / c) or low
        found *= d * c
        if abs(d * c - 1) < 1e-15:
            break
    return front * found


def chi_square(counts: list[int], expected: float) -> float:
    return sum((count - expected) ** 2 / expected for count in counts)


@pytest.mark.parametrize(
    ("chi", "freedom", "chance"),
    [(3.841458820694124, 1, 0.05), (18.307038053275146, 10, 0.05), (49.728, 23, 0.001),
     (2 * 1.0, 2, exp(-1)), (1.145476, 5, 0.95)],
)  # fmt: skip
def test_the_chance_is_that_of_the_tables(chi: float, freedom: int, chance: float) -> None:
    assert isclose(chance_beyond(chi, freedom), chance, rel_tol=1e-4)
    assert isclose(gamma(0.5) ** 2, 3.141592653589793)


def test_a_draw_that_is_not_fair_is_found() -> None:
    assert chance_beyond(chi_square([5_400, 4_600, 5_000, 5_000], 5_000), 3) < LEAST


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_each_is_taken_equally_often_and_in_each_order() -> None:
    """By the first of the order, by how often each is taken, and by whole orders of four."""
    rows = [FrameRow(f"RST-{n:03d}", date(2022, 4, 1), "0") for n in range(20)]
    rows += [FrameRow(f"RST-{n:03d}", date(2022, 5, 1), "1") for n in range(20, 24)]
    plan = parse_plan("0:8,1:1")
    first, taken = Counter[str](), Counter[str]()
    orders = Counter[tuple[str, ...]]()
    for seed in range(SEEDS):
        drawn = draw(rows, plan, str(seed))
        first[drawn.strata["0"].order[0]] += 1
        taken.update(drawn.strata["0"].taken)
        orders[drawn.strata["1"].order] += 1
    assert len(first) == len(taken) == 20
    assert len(orders) == len(list(permutations(range(4)))) == 24
    assert chance_beyond(chi_square(list(first.values()), SEEDS / 20), 19) >= LEAST
    # Eight of twenty without putting back: each count varies by 12/19 less than with.
    chi = chi_square(list(taken.values()), SEEDS * 8 / 20) * 19 / 12
    assert chance_beyond(chi, 19) >= LEAST
    assert chance_beyond(chi_square(list(orders.values()), SEEDS / 24), 23) >= LEAST
