"""The papers of restraint scrutiny: the overview of a quarter, the year, results of a draw."""

from __future__ import annotations

from collections.abc import Sequence

from dscp_desktop.core.charts import RunChart, Series
from dscp_desktop.core.days import show_date
from dscp_desktop.paper.document import (
    Block,
    Box,
    Bullets,
    Chart,
    Column,
    Document,
    Facts,
    Heading,
    Paragraph,
    Row,
    Table,
    cells,
)
from dscp_desktop.restraint.rules.clocks import ClockCount
from dscp_desktop.restraint.rules.figures import (
    IMPOSSIBLE,
    PublishedCheck,
    YearFigures,
    share_words,
)
from dscp_desktop.restraint.rules.incidents import LEVELS, ReturnLine, level_words
from dscp_desktop.restraint.rules.overview import Overview, YearOverview
from dscp_desktop.restraint.rules.results import (
    DrawResult,
    StratumResult,
    stratum_words,
    together_words,
)
from dscp_desktop.restraint.rules.returns import period_words, quarter_words
from dscp_desktop.restraint.rules.review import ANSWERS, ReviewLine
from dscp_desktop.restraint.rules.suppression import with_totals

OVERVIEW, YEAR, RESULTS = "Restraint overview", "Restraints in the year", "Results of scrutiny"
PUBLISHED_YEAR = "Restraints in the year, published edition"
_KEPT_BACK = "kept back"
_NOT_RECORDED = (
    "Where the return gives no time, it counts as not recorded, which is not the same as met."
)


def overview_document(found: Overview | None) -> Document:
    """Return the overview of a quarter for the group that hears it."""
    if found is None:
        return Document(OVERVIEW, blocks=(Paragraph("No incident is in the register yet."),))
    quarter = quarter_words(found.first)
    blocks: list[Block] = [Paragraph(_quarter_words(found)), _levels_table(found)]
    if found.months:
        blocks += [Heading(2, "Month by month"), _run_chart(found.months, "incidents")]
    blocks += [Heading(2, "The returns"), *_returns(found.returns)]
    blocks += [Heading(2, "What the regulations ask for"), *_clocks(found.clocks)]
    blocks += [Heading(2, "Footage")]
    lines = tuple(f"{one.words}: {one.count}" for one in found.footage)
    blocks.append(Bullets(lines) if lines else Paragraph("There is no footage to speak of."))
    blocks += [Heading(2, "Scrutiny"), *_results(found.results)]
    blocks += _reviews(found.reviews)
    return Document(
        f"{OVERVIEW}: {quarter}",
        subtitle=f"{found.home}, {period_words(found.first, found.last)}".removeprefix(", "),
        marking=found.marking,
        blocks=tuple(blocks),
    )


def _quarter_words(found: Overview) -> str:
    injured = sum(found.levels[1:])
    words = f"{_incidents(found.total)} of restraint"
    if sum(found.before):
        words += f", after {sum(found.before)} in the quarter before"
    words += f". {_count(found.levels[0], 'was', 'were')} without injury"
    if found.total:
        words += f" ({share_words(found.levels[0], found.total)})"
    words += f", {injured} with injury."
    if found.without:
        words += f" The level of {found.without} is not recorded."
    return words


def _incidents(count: int) -> str:
    return "1 incident" if count == 1 else f"{count} incidents"


def _count(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"


def _levels_table(found: Overview) -> Table:
    columns = (
        Column("Injury", width=4),
        Column("This quarter", "right"),
        Column("Share", "right"),
        Column("Quarter before", "right"),
    )
    rows = [
        Row(
            cells(
                LEVELS[level],
                str(found.levels[level]),
                share_words(found.levels[level], found.total),
                str(found.before[level]),
            )
        )
        for level in LEVELS
    ]
    if found.without:
        rows.append(
            Row(
                cells(
                    "Not recorded", str(found.without), share_words(found.without, found.total), ""
                )
            )
        )
    total = cells("All", str(found.total), "", str(sum(found.before)))
    return Table(columns, (*rows, Row(total, "total")), "Incidents by level of injury")


def _run_chart(months: Sequence[tuple[str, int | None]], what: str) -> Chart:
    counts = [count for _, count in months if count is not None]
    ordered = sorted(counts)
    middle = (
        (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) // 2 if ordered else None
    )
    chart = RunChart(
        tuple(_short(month) for month, _ in months),
        Series("Incidents", tuple(count for _, count in months)),
        middle=middle,
    )
    low, high = (min(counts), max(counts)) if counts else (0, 0)
    words = f"Run chart of {what} month by month, between {low} and {high} a month"
    return Chart(chart, f"{words}; the figures stand in the table below.", "Incidents by month")


def _short(month: str) -> str:
    name, _, year = month.partition(" ")
    return f"{name[:3]} {year}"


def _returns(returns: Sequence[ReturnLine]) -> list[Block]:
    if not returns:
        return [Paragraph("No return is recorded for this quarter.")]
    blocks: list[Block] = []
    for one in returns:
        said = (
            ("Declared by the return", _shown(one.declared)),
            ("In the register", str(one.counted)),
            ("Supplied by", one.supplied_by or "Not recorded"),
            ("Received on", show_date(one.received_on) if one.received_on else "Not recorded"),
            ("Reported to the Youth Custody Service", _shown(one.reported_ycs)),
            ("Reported to Ofsted", _shown(one.reported_ofsted)),
        )
        blocks.append(Facts(said))
        gaps = f"Missing in the numbering: {', '.join(one.gaps)}." if one.gaps else ""
        told = (*one.differences, *((gaps,) if gaps else ()))
        blocks.append(
            Bullets(told) if told else Paragraph("Numbers agree; the numbering has no gap.")
        )
    blocks.append(Paragraph("A sample is only as good as its list.", small=True))
    return blocks


def _shown(number: int | None) -> str:
    return "Not recorded" if number is None else str(number)


def _clocks(clocks: Sequence[ClockCount]) -> list[Block]:
    if not clocks:
        return [Paragraph("There is no incident to judge.")]
    columns = (
        Column("What is asked for", width=4),
        Column("Met", "right"),
        Column("Not met", "right"),
        Column("Not recorded", "right", 1.4),
        Column("Unclear", "right", 1.1),
    )
    rows = tuple(
        Row(
            cells(
                f"{one.title} {one.limit}",
                *map(str, (one.met, one.not_met, one.not_recorded, one.unclear)),
            )
        )
        for one in clocks
    )
    return [Table(columns, rows, "Clocks"), Paragraph(_NOT_RECORDED, small=True)]


def _results(results: Sequence[DrawResult]) -> list[Block]:
    if not results:
        return [Paragraph("No sample was drawn from these incidents.")]
    blocks: list[Block] = []
    for result in results:
        rehearsal = " (rehearsal)" if result.rehearsal else ""
        blocks.append(Heading(3, f"{result.title}{rehearsal}"))
        blocks.append(_strata_table(result.strata))
        said = [f"Level {one.level}: {stratum_words(one)}" for one in result.strata if one.size]
        if words := together_words(result):
            said.append(words)
        if said:
            blocks.append(Bullets(tuple(said)))
    note = "Each level is judged by itself; samples are never added to one another."
    blocks.append(Paragraph(note, small=True))
    return blocks


def _strata_table(strata: Sequence[StratumResult]) -> Table:
    columns = (
        Column("Level", width=2),
        Column("Incidents", "right"),
        Column("Reviewed", "right"),
        Column("Of concern", "right", 1.2),
        Column("Not viewed", "right", 1.2),
        Column("To be reviewed", "right", 1.4),
    )
    rows = tuple(
        Row(
            cells(
                level_words(int(one.level)) if one.level.isdecimal() else one.level,
                *map(str, (one.size, one.seen, one.found, one.missing, one.waiting)),
            )
        )
        for one in strata
    )
    return Table(columns, rows, "The sample")


def _reviews(reviews: Sequence[ReviewLine]) -> list[Block]:
    if not reviews:
        return []
    columns = (
        Column("Incident", width=1.3),
        Column("Lawful"),
        Column("Necessary", width=1.2),
        Column("Proportionate", width=1.5),
        Column("Of concern", width=1.2),
        Column("Actions", "right"),
    )
    rows = []
    for one in reviews:
        said = one.details
        answers = (said.lawful, said.necessary, said.proportionate, said.of_concern)
        shown = (ANSWERS[answer] for answer in answers)
        rows.append(Row(cells(one.ref, *shown, str(len(one.action_ids)))))
    blocks: list[Block] = [Heading(3, "Reviews"), Table(columns, tuple(rows), "Reviews")]
    good = [
        f"{one.ref}: {one.details.good_practice}" for one in reviews if one.details.good_practice
    ]
    home = [f"{one.ref}: {one.details.home_view}" for one in reviews if one.details.home_view]
    for title, lines in (("Good practice", good), ("The home's view", home)):
        if lines:
            blocks += [Heading(3, title), Bullets(tuple(lines))]
    return blocks


def results_document(
    results: Sequence[DrawResult], reviews: Sequence[ReviewLine], marking: str = ""
) -> Document:
    """Return the paper of a draw's results: what was found, and what may be said of all."""
    if not results:
        none = Paragraph("No sample was drawn yet.")
        return Document(RESULTS, marking=marking, blocks=(none,))
    last = results[-1]
    own = [one for one in reviews if one.draw_id == last.id]
    blocks = (Heading(2, "What was found"), *_results((last,)), *_reviews(own))
    period = period_words(last.first, last.last)
    return Document(RESULTS, subtitle=period, marking=marking, blocks=blocks)


def year_document(found: YearOverview) -> Document:
    """Return the paragraph and the table of a year, with what was published held against it."""
    figures = found.figures
    if not figures.counts["incidents"]:
        none = Paragraph(f"No incident of {figures.year} is in the register.")
        return Document(f"{YEAR} {figures.year}", marking=found.marking, blocks=(none,))
    flags = [
        f"{one.title}, published as {one.published}. {one.words}"
        for one in found.checks
        if one.state == IMPOSSIBLE
    ]
    blocks: list[Block] = [Paragraph(year_words(figures))]
    if flags:
        blocks.append(Box("A published figure that cannot be right", " ".join(flags)))
    blocks += [_year_table(figures), Heading(2, "Month by month")]
    blocks.append(_run_chart(figures.months, "incidents"))
    if found.checks:
        blocks += [Heading(2, "Published and computed"), _checks_table(found.checks)]
    blocks += [Heading(2, "What the regulations ask for"), *_clocks(figures.clocks)]
    blocks += [Heading(2, "Scrutiny"), *_results(found.results)]
    return Document(
        f"{YEAR} {figures.year}",
        subtitle=found.home,
        marking=found.marking,
        blocks=tuple(blocks),
    )


def year_words(figures: YearFigures) -> str:
    """Return the year in a paragraph: how many, without injury, and at which level the others."""
    counts = figures.counts
    total, injured = counts["incidents"], counts["injured"]
    words = f"In {figures.year} there {'was' if total == 1 else 'were'} {_incidents(total)} of "
    words += f"restraint: {counts['level_0']} or {share_words(counts['level_0'], total)} without "
    words += f"injury, {injured} with."
    if injured:
        first = counts["level_1"]
        words += f" Of those with an injury {share_words(first, injured)} of {injured} at level one"
        words += (
            f" ({first}), {counts['level_2']} at level two, {counts['level_3']} at level three."
        )
    if figures.without:
        words += f" The level of {figures.without} is not recorded."
    return words


def _year_table(figures: YearFigures) -> Table:
    rows = figures.rows if figures.without else [row[: len(LEVELS)] for row in figures.rows]
    return _table_of(figures, [[str(count) for count in row] for row in with_totals(rows)])


def _table_of(figures: YearFigures, shown: Sequence[Sequence[str]]) -> Table:
    heads = [level_words(level) for level in LEVELS]
    heads += ["Not recorded"] if len(shown[0]) == len(LEVELS) + 2 else []
    columns = (Column("Quarter", width=1.6), *(Column(h, "right") for h in (*heads, "All")))
    names = ["April to June", "July to September", "October to December", "January to March"]
    rows = [Row(cells(name, *row)) for name, row in zip(names, shown[:-1], strict=True)]
    rows.append(Row(cells(f"All {figures.year}", *shown[-1]), "total"))
    return Table(columns, tuple(rows), "Incidents by quarter and level of injury")


def _checks_table(checks: Sequence[PublishedCheck]) -> Table:
    columns = (
        Column("Figure", width=2),
        Column("Published", "right"),
        Column("Computed", "right"),
        Column("Holds", width=1.2),
        Column("Why", width=3),
    )
    rows = tuple(
        Row(cells(one.title, one.published, one.computed, one.state.capitalize(), one.words))
        for one in checks
    )
    return Table(columns, rows, "Published figures beside those of the register")


def published_document(found: YearOverview) -> Document:
    """Return the year as it may be published: small counts are kept back, and what tells them."""
    figures, safe = found.figures, found.safe
    if not figures.counts["incidents"]:
        none = Paragraph(f"No incident of {figures.year} is recorded.")
        return Document(f"{YEAR} {figures.year}", blocks=(none,))
    total, unhurt = safe.table[-1][-1], safe.table[-1][0]
    words = f"In {figures.year} there were {_safe(total)} incidents of restraint."
    if total is None:
        words = f"The number of incidents of restraint in {figures.year} is {_KEPT_BACK}."
    elif unhurt is not None:
        words += f" {unhurt} were without injury ({share_words(unhurt, total)})."
    shown = [[_safe(count) for count in row] for row in safe.table]
    blocks: list[Block] = [Paragraph(words), _table_of(figures, shown)]
    if safe.hides:
        why = f"Counts below {safe.limit} are kept back, with others that would give them away."
        blocks.append(Paragraph(why, small=True))
    months = tuple(
        (month, count) for (month, _), count in zip(figures.months, safe.months, strict=True)
    )
    if any(count is not None for _, count in months):
        blocks += [Heading(2, "Month by month"), _run_chart(months, "incidents")]
    blocks += [Heading(2, "Scrutiny"), Paragraph(_scrutiny_words(found))]
    return Document(f"{YEAR} {figures.year}", subtitle=found.home, blocks=tuple(blocks))


def _safe(count: int | None) -> str:
    return _KEPT_BACK if count is None else str(count)


def _scrutiny_words(found: YearOverview) -> str:
    real = [result for result in found.results if not result.rehearsal]
    if not real:
        return "No sample of these incidents was drawn."
    reviewed = sum(result.reviewed for result in real)
    number = f"{reviewed}" if reviewed >= found.safe.limit else f"fewer than {found.safe.limit}"
    return (
        f"Incidents were drawn by lot {len(real)} {'time' if len(real) == 1 else 'times'}, and the "
        f"footage of {number} was reviewed by people who were not involved. The draws can be "
        "checked by anyone with their certificates."
    )
