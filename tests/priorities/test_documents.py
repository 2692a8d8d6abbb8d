"""The plan and the plan on a page, made and read back."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import docx
import pikepdf
import pypdfium2
from docx.enum.section import WD_ORIENT

from dscp_desktop.paper.document import Document
from dscp_desktop.paper.html import render_html
from dscp_desktop.paper.pdf import render_pdf
from dscp_desktop.paper.word.reading import read_word
from dscp_desktop.paper.word.writing import render_word
from dscp_desktop.priorities.documents import page_document, plan_document
from dscp_desktop.priorities.rules.plans import PlanLine
from dscp_desktop.store.opening import Store
from tests.paper.structure import problems
from tests.priorities.conftest import plan_of

EMPTY = PlanLine("p", "2027-29", "", (), "")


def words_of(document: Document) -> str:
    pages = pypdfium2.PdfDocument(render_pdf(document).data)
    words = " ".join(page.get_textpage().get_text_range() for page in pages)
    return " ".join(words.replace("\ufffe", "").split())


def test_the_plan_is_read_whole(plans: Store) -> None:
    plan = plan_of(plans)
    document = plan_document(plan)
    words = words_of(document)
    said = [one.title for one in (*plan.outcomes, *plan.measures, *plan.threads)]
    said += [reason for one in plan.priorities for reason in one.reasons]
    assert [title for title in said if title not in words] == []
    assert "No numbered outcomes" in words
    assert "Measures without an outcome" in words
    assert "Reworded from ‘Reflective practice’ (2023-26)" in words
    assert problems(render_pdf(document).data) == []
    assert read_word(render_word(document)).title == "Strategic plan 2025-27"


def test_the_plan_on_a_page_is_one_landscape_page(plans: Store) -> None:
    plan = plan_of(plans)
    document = page_document(plan)
    made = render_pdf(document)
    assert made.pages == 1
    with pikepdf.open(BytesIO(made.data)) as pdf:
        box = [float(side) for side in pdf.pages[0].MediaBox]
    assert [round(side) for side in box[2:]] == [842, 595]
    words = words_of(document)
    said = [one.title for one in (*plan.priorities, *plan.outcomes, *plan.threads)]
    assert [title for title in said if title not in words] == []
    assert problems(made.data) == []
    word = render_word(document)
    section = docx.Document(BytesIO(word)).sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert section.page_width > section.page_height
    assert read_word(word).page == "A4 landscape"
    assert "size: A4 landscape" in render_html(document).decode()


def test_a_plan_that_is_larger_takes_a3(plans: Store) -> None:
    plan = plan_of(plans)
    more = tuple(replace(one, id=f"{one.id} {n}") for n in range(2) for one in plan.priorities)
    document = page_document(replace(plan, priorities=more))
    assert document.page == "A3 landscape"
    assert render_pdf(document).pages == 1
    assert read_word(render_word(document)).page == "A3 landscape"


def test_an_empty_plan_says_so() -> None:
    assert "The plan has no priorities yet." in words_of(plan_document(EMPTY))
    assert "The plan has no golden threads." in words_of(plan_document(EMPTY))
    assert "There are no priorities yet." in words_of(page_document(EMPTY))
