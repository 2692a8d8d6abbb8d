"""Minutes on paper: everything said once, where it was said, and part 2 apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from dscp_desktop.meetings.documents.logs import (
    attendance_year_document,
    challenge_log,
    decision_log,
)
from dscp_desktop.meetings.documents.minutes import (
    has_part_2,
    marked_minutes,
    minutes_document,
    word_copy,
)
from dscp_desktop.meetings.rules.record import (
    AGREED,
    APPROVED,
    GIVEN,
    ChallengeLine,
    CorrectionLine,
    DecisionLine,
    GuestLine,
    MeetingRecord,
    MinutedAction,
    MinutesState,
    MoveLine,
    NoteLine,
    SeatMark,
    ViewLine,
)
from dscp_desktop.meetings.rules.returned.values import read_mark
from dscp_desktop.meetings.rules.votes import approvals_words, vote_words
from dscp_desktop.meetings.rules.year import AttendanceYear, YearRow
from dscp_desktop.paper.document import Document, Facts, Heading, Paragraph, Table, plain_text
from dscp_desktop.paper.pdf import render_pdf
from dscp_desktop.terms_of_reference.rules.quorum import Verdict
from tests.meetings.edits import GROUP, a_record, item, uid, words
from tests.paper.structure import outline, problems

ON = date(2023, 10, 19)
HERE = Verdict(True, (), "Quorate: 3 of 4 core seats here", 3, 3, 4)
NOT = Verdict(False, ("no seat of the police",), "Not quorate: no seat of the police", 2, 3, 4)


def said(document: Document) -> list[str]:
    """Everything that stands in a document, in order."""
    out = [document.title, document.subtitle]
    for block in document.blocks:
        if isinstance(block, Heading):
            out.append(block.text)
        elif isinstance(block, Paragraph):
            out.append(plain_text(block.text))
        elif isinstance(block, Facts):
            out += [f"{label}: {value}" for label, value in block.pairs]
        elif isinstance(block, Table):
            out += [
                " | ".join(f"{cell.text} {cell.below}".strip() for cell in row.cells)
                for row in block.rows
            ]
    return out


def a_decision(at: int, text: str, **facts: object) -> DecisionLine:
    return replace(DecisionLine(uid(at), uid(901), GROUP, "LG", "2023-01", ON, text), **facts)  # type: ignore[arg-type]


def test_decisions_and_actions_stand_where_they_were_made():
    texts = said(minutes_document(a_record()))
    start = texts.index("3 Audit of neglect")
    assert texts[start + 1] == "Lead: Lead officer."
    assert texts[start + 5 : start + 7] == [
        "Action LG007: Send the audit to every school.",
        "Owner: Education. Due: 26 October 2023.",
    ]
    assert texts[texts.index("4 Budget") + 2] == "Decision 4.1: The spending of the year is agreed."
    assert texts[-2:] == [
        "Actions",
        "LG007 | 3 | Send the audit to every school. | Education | 26 October 2023",
    ]


def test_who_was_there_with_arrivals_departures_and_deputies():
    left = MoveLine(uid(1), uid(2), "Police", False, time(11, 10), uid(3), "3")
    came = MoveLine(uid(4), uid(5), "Education", True, None, uid(2), "2")
    record = replace(
        a_record(),
        chair="A. Chair",
        minute_taker="M. Taker",
        also=("Another group",),
        seats=(
            SeatMark("s1", "s1", "Police", "Inspector", mark="present", name="P. Police",
                     office="chair", moves=(left,)),
            SeatMark("s2", "s2", "Education", mark="deputy", name="D. Deputy", person="E. Head",
                     moves=(came,)),
            SeatMark("s3", "s3", "Health", mark="apologies", person="H. Nurse"),
            SeatMark("s4", "s4", "Probation", "Manager", mark="no reply"),
            SeatMark("s5", "s5", "Council", mark="present", office="deputy chair"),
        ),
        guests=(GuestLine("g", "G. Guest"),),
        quorum="Not quorate for items 3 to 5: no seat of Police",
    )  # fmt: skip
    texts = said(minutes_document(record))
    for wanted in (
        "Chair: A. Chair", "Minutes by: M. Taker", "Held with: Another group", "State: Draft",
        "Police Inspector | P. Police, chair | until 11:10 (item 3)",
        "Council | Deputy chair |",
        "Education | D. Deputy, for E. Head | from (item 2)",
        "Health | H. Nurse |",
        "Guest | G. Guest |",
        "No reply: Probation, Manager.",
        "Not quorate for items 3 to 5: no seat of Police.",
    ):  # fmt: skip
        assert wanted in [text.strip() for text in texts], wanted


def test_the_quorum_is_said_where_it_changes():
    items = tuple(
        item(n, f"Subject {n}", quorum=verdict)
        for n, verdict in enumerate((HERE, NOT, NOT, HERE), 1)
    )
    texts = said(minutes_document(replace(a_record(), items=items)))
    here, gone = f"{HERE.words}.", f"{NOT.words}."
    start = texts.index("1 Subject 1")
    assert texts[start : start + 6] == [
        "1 Subject 1", "2 Subject 2", gone, "3 Subject 3", "4 Subject 4", here,
    ]  # fmt: skip
    alike = tuple(replace(one, quorum=NOT) for one in items)
    assert gone not in said(minutes_document(replace(a_record(), items=alike)))


def test_states_and_corrections():
    record = a_record()
    agreed = MinutesState("m", AGREED, ON, "A. Chair")
    assert "State: Agreed by the chair on Thu 19 Oct 2023 (A. Chair)" in said(
        minutes_document(replace(record, minutes=agreed))
    )
    approved = MinutesState("m", APPROVED, ON, "", "later", "LG, Thu 9 Nov 2023", date(2023, 11, 9))
    found = CorrectionLine("c", date(2023, 11, 9), "Sixteen cases, not fifteen", uid(3), "3",
                           "later", "LG, Thu 9 Nov 2023")  # fmt: skip
    texts = said(minutes_document(replace(record, minutes=approved, corrections=(found,))))
    assert "State: Approved at LG, Thu 9 Nov 2023" in texts
    assert texts[-1] == (
        "9 November 2023, item 3: Sixteen cases, not fifteen. Made at LG, Thu 9 Nov 2023."
    )
    nowhere = replace(approved, approved_at="")
    assert "State: Approved on 9 November 2023" in said(
        minutes_document(replace(record, minutes=nowhere))
    )


def test_part_2_is_left_out_of_the_open_edition_and_whole_in_the_other():
    case = item(7, "Case of one family", words(71, "Told in confidence."), restricted=True)
    secret = DecisionLine(uid(81), uid(901), GROUP, "LG", "6.1", ON, "Hidden decision.",
                          restricted=True)  # fmt: skip
    task = MinutedAction(uid(82), "LG008", "Hidden action.", restricted=True)
    both = item(
        6,
        "Both kinds",
        words(61, "Open words."),
        words(62, "Hidden words.", restricted=True),
        NoteLine(uid(63), decision=secret, restricted=True),
        NoteLine(uid(64), action=task, restricted=True),
    )
    urgent = replace(secret, number="2023-02", text="Hidden and urgent.")
    fixed = CorrectionLine("c", ON, "Hidden correction", uid(7), "7")
    record = replace(a_record(), items=(both, case), urgent=(urgent,), corrections=(fixed,))
    assert has_part_2(record)
    assert not has_part_2(a_record())
    whole = said(minutes_document(record))
    for text in ("Part 2: Hidden words.", "Decision 6.1 (part 2): Hidden decision.",
                 "Told in confidence.", "Part 2, restricted."):  # fmt: skip
        assert text in whole
    assert any("Hidden and urgent." in text for text in whole)
    public = said(minutes_document(record, whole=False))
    assert not [t for t in public if "Hidden" in t or "confidence" in t or "family" in t]
    assert "Open words." in public
    assert public.count("Part 2: some of this item is recorded apart.") == 1
    assert public[public.index("7 Part 2") + 1] == "Part 2 item: recorded apart."
    assert "Actions" not in public


def test_challenges_votes_and_approvals_are_told():
    raised = ChallengeLine(uid(5), uid(901), GROUP, "LG", "2023-03", ON, "Is the sample enough?",
                           raised_by="Scrutineer", raised_to="Council", reply="It will grow.",
                           outcome="Settled")  # fmt: skip
    views = (ViewLine("a", "b", "Police", GIVEN, ON), ViewLine("c", "d", "Health"))
    votes = (ViewLine("e", "f", "Council", "for"),)
    result = f"{vote_words(votes)} {approvals_words(views)}."
    taken = a_decision(6, "Agreed.", number="1.1", result=result, approvals=views, votes=votes)
    record = replace(
        a_record(),
        items=(
            item(1, "All", NoteLine(uid(7), challenge=raised), NoteLine(uid(8), decision=taken)),
        ),
        urgent=(a_decision(9, "Taken in a hurry.", how="By e-mail"),),
    )
    texts = said(minutes_document(record))
    assert "Challenge 2023-03: Is the sample enough?" in texts
    assert "Raised by Scrutineer with Council. Reply: It will grow. Ended: Settled." in texts
    told = "For: Council. Approved by Police on 19 October 2023; waiting for Health."
    assert told in texts  # and once: the words of the result say it already
    at = texts.index("Decisions since the last meeting")
    assert texts[at + 1 : at + 3] == [
        "Decision 2023-01: 19 October 2023. Taken in a hurry.", "By e-mail.",
    ]  # fmt: skip


def test_every_item_and_paragraph_carries_its_mark():
    record = a_record()
    document, marks = marked_minutes(record)
    known = {read_mark(mark) for _, mark in marks}
    for one in record.items:
        assert ("i", one.id) in known
        for note in one.notes:
            assert note.id in {record_id for _, record_id in known}
    assert all(isinstance(document.blocks[place], Heading | Paragraph) for place, _ in marks)
    values = word_copy(record, "A partnership", "OFFICIAL")
    assert values["form"] == "docx"
    assert len(values["marks"]) == len(marks)
    assert values["furniture"]["marking"] == values["document"]["marking"] == "OFFICIAL"


def test_minutes_without_anything():
    empty = MeetingRecord(a_record().meeting)
    assert said(minutes_document(empty))[-2:] == [
        "Nobody's attendance is recorded.", "This meeting has no agenda yet.",
    ]  # fmt: skip


def test_the_pdf_is_tagged_in_order():
    made = render_pdf(minutes_document(a_record()))
    assert problems(made.data) == []
    text = outline(made.data)
    assert text.index("H2: 4 Budget") < text.index("Decision 4.1") < text.index("H2: 5 Any other")


def test_the_decision_log_says_where_and_how_each_stands():
    waiting = a_decision(1, "Wait for it.", approvals=(ViewLine("a", "b", "Health"),))
    reported = a_decision(2, "Urgent.", reported_on=ON, restricted=True, result="Carried")
    taken = a_decision(3, "At the table.", meeting_id="m", item="4", title="Budget", how="By vote")
    texts = said(decision_log((waiting, reported, taken)))
    assert texts[1:] == [
        "All groups",
        "3 decisions, the newest first.",
        "19 October 2023 | 2023-01 | LG | Wait for it. Between meetings | Waits for Health",
        "19 October 2023 | 2023-01 | LG | Urgent. Between meetings, reported on 19 October 2023. "
        "Part 2 | Carried",
        "19 October 2023 | 2023-01 | LG | At the table. Item 4: Budget | By vote",
    ]
    assert said(decision_log((), GROUP, "2023-24")) == [
        "Decision log", f"{GROUP}, 2023-24", "No decision is recorded.",
    ]  # fmt: skip


def test_the_challenge_log_says_what_is_open():
    line = ChallengeLine(uid(1), uid(901), GROUP, "LG", "2023-01", ON, "Why so few?",
                         raised_by="Scrutineer", raised_to="Council")  # fmt: skip
    replied = replace(line, reply="More will come.", replied_on=ON)
    ended = replace(line, ended_on=ON, restricted=True, raised_by="")
    texts = said(challenge_log((line, replied, ended), GROUP))
    assert texts[2] == "3 challenges, 2 not ended."
    assert texts[3].endswith("Scrutineer to Council | Why so few? | None yet | Open")
    assert texts[4].endswith("| More will come. 19 October 2023 | Open")
    assert texts[5].startswith("2023-01 Part 2 | 19 October 2023 Council | Why so few?")
    assert texts[5].endswith("| Ended")
    assert said(challenge_log(()))[-1] == "No challenge is recorded."


def test_a_year_of_attendance_shows_the_last_meetings_and_counts_all():
    meeting = a_record().meeting
    meetings = tuple(replace(meeting, on=date(2023, month, 5)) for month in range(1, 13))
    meetings = (*meetings, replace(meetings[0], on=date(2024, 1, 9)))
    row = YearRow("s", "Police", "Inspector", (*("present",) * 11, None, "deputy"))
    none = YearRow("t", "Health", "Health", ("",) * 13)
    found = AttendanceYear("g", GROUP, "2023-24", meetings, (row,), (row, none))
    texts = said(attendance_year_document(found))
    assert texts[1] == f"{GROUP}, 2023-24"
    assert texts[3] == "The last 12 of 13 meetings are shown; the rates count all of them."
    assert texts[5] == f"Police Inspector | {'P | ' * 10}· | D | 12 of 12 | 100%"
    assert texts[-1] == "All core seats together: 100%."
    assert texts[-2].startswith("Health |")
    assert texts[-2].endswith("0 of 0 | –")
    empty = replace(found, meetings=(), seats=())
    assert said(attendance_year_document(empty))[-1] == "No attendance is recorded in 2023-24."
