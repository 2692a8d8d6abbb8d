"""What an entry of the history tells besides its rows, and random bytes for what may be erased."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add columns alone: entries made before keep their hashes."""
    op.add_column("history_entry", sa.Column("words_nonce", sa.String(length=32), nullable=True))
    op.add_column("history_entry", sa.Column("more", sa.LargeBinary(), nullable=True))
    op.add_column("stored_file", sa.Column("nonce", sa.String(length=32), nullable=True))
