"""Editions of packs, plans with measures, learning cycles, audits, and the year of a budget."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add tables, and columns to tables: rows made before get empty values."""
    op.add_column(
        "agenda_item",
        sa.Column("about_id", sa.String(length=36), sa.ForeignKey("record.id"), nullable=True),
        inline_references=True,
    )
    op.add_column(
        "forward_item",
        sa.Column("document", sa.String(length=40), nullable=False, server_default=""),
    )
    op.add_column(
        "forward_item",
        sa.Column("about_id", sa.String(length=36), sa.ForeignKey("record.id"), nullable=True),
        inline_references=True,
    )
