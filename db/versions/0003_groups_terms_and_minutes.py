"""Groups with people and history, terms in versions, work plans, the record of a meeting."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add tables, and columns to tables: rows made before get empty values."""
    op.create_table(
        "former_name",
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.String(length=60), nullable=False),
        sa.Column("starts", sa.String(length=10), nullable=False),
        sa.Column("ends", sa.String(length=10), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_former_name_record_id_record")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_name")),
    )
    op.create_index(op.f("ix_former_name_record_id"), "former_name", ["record_id"], unique=False)
    op.create_table(
        "frame",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("left_out", sa.Text(), nullable=False),
        sa.Column("left_out_hash", sa.String(length=64), nullable=False),
        sa.Column("plan", sa.String(length=1000), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("frozen_at", sa.DateTime(), nullable=False),
        sa.Column("frozen_by", sa.Text(), nullable=False),
        sa.Column("supplied_by", sa.Text(), nullable=False),
        sa.Column("declared", sa.Integer(), nullable=True),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_frame_id_record")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frame")),
    )
    op.create_table(
        "succession",
        sa.Column("former_id", sa.String(length=36), nullable=False),
        sa.Column("successor_id", sa.String(length=36), nullable=False),
        sa.Column("on", sa.String(length=10), nullable=False),
        sa.Column("how", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["former_id"], ["record.id"], name=op.f("fk_succession_former_id_record")
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["record.id"], name=op.f("fk_succession_successor_id_record")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_succession")),
    )
    op.create_index(op.f("ix_succession_former_id"), "succession", ["former_id"], unique=False)
    op.create_index(
        op.f("ix_succession_successor_id"), "succession", ["successor_id"], unique=False
    )
    op.create_table(
        "cadence",
        sa.Column("group_id", sa.String(length=36), nullable=False),
        sa.Column("rule", sa.String(length=2000), nullable=False),
        sa.Column("start", sa.Time(), nullable=True),
        sa.Column("end", sa.Time(), nullable=True),
        sa.Column("venue", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name=op.f("fk_cadence_group_id_group")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cadence")),
        sa.UniqueConstraint("group_id", name=op.f("uq_cadence_group_id")),
    )
    op.create_table(
        "draw",
        sa.Column("frame_id", sa.String(length=36), nullable=False),
        sa.Column("seed", sa.String(length=400), nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("seed_from", sa.Text(), nullable=False),
        sa.Column("rehearsal", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("software", sa.String(length=60), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["frame_id"], ["frame.id"], name=op.f("fk_draw_frame_id_frame")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_draw_id_record")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw")),
        sa.UniqueConstraint("frame_id", name=op.f("uq_draw_frame_id")),
    )
    op.create_table(
        "governing_document",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("group_id", sa.String(length=36), nullable=True),
        sa.Column("review_months", sa.Integer(), nullable=False),
        sa.Column("agreed_last", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_governing_document_group_id_group")
        ),
        sa.ForeignKeyConstraint(
            ["id"], ["record.id"], name=op.f("fk_governing_document_id_record")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_governing_document")),
        sa.UniqueConstraint("group_id", name=op.f("uq_governing_document_group_id")),
    )
    op.create_table(
        "run_up_step",
        sa.Column("group_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_run_up_step_group_id_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_up_step")),
    )
    op.create_index(op.f("ix_run_up_step_group_id"), "run_up_step", ["group_id"], unique=False)
    op.create_table(
        "work_plan",
        sa.Column("group_id", sa.String(length=36), nullable=False),
        sa.Column("year", sa.String(length=10), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_work_plan_group_id_group")
        ),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_work_plan_id_record")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_plan")),
    )
    op.create_index(op.f("ix_work_plan_group_id"), "work_plan", ["group_id"], unique=False)
    op.create_index("ix_work_plan_group_year", "work_plan", ["group_id", "year"], unique=True)
    op.create_table(
        "document_version",
        sa.Column("document_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("quorum", sa.String(length=4000), nullable=False),
        sa.Column("frequency", sa.String(length=2000), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["governing_document.id"],
            name=op.f("fk_document_version_document_id_governing_document"),
        ),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_document_version_id_record")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_version")),
    )
    op.create_index(
        op.f("ix_document_version_document_id"), "document_version", ["document_id"], unique=False
    )
    op.create_index(
        "ix_document_version_draft",
        "document_version",
        ["document_id"],
        unique=True,
        sqlite_where=sa.text("agreed = 0"),
    )
    op.create_index(
        "ix_document_version_number", "document_version", ["document_id", "number"], unique=True
    )
    op.create_table(
        "guest",
        sa.Column("meeting_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_guest_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest")),
    )
    op.create_index(op.f("ix_guest_meeting_id"), "guest", ["meeting_id"], unique=False)
    op.create_table(
        "home",
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("footage_days", sa.Integer(), nullable=False),
        sa.Column("ages", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_home_id_record")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_home_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_home")),
        sa.UniqueConstraint("organisation_id", name=op.f("uq_home_organisation_id")),
    )
    op.create_table(
        "meeting_body",
        sa.Column("meeting_id", sa.String(length=36), nullable=False),
        sa.Column("body_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["record.id"], name=op.f("fk_meeting_body_body_id_record")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_body_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_body")),
    )
    op.create_index(op.f("ix_meeting_body_body_id"), "meeting_body", ["body_id"], unique=False)
    op.create_index(
        op.f("ix_meeting_body_meeting_id"), "meeting_body", ["meeting_id"], unique=False
    )
    op.create_table(
        "minutes",
        sa.Column("meeting_id", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("agreed_by", sa.Text(), nullable=False),
        sa.Column("approved_at_id", sa.String(length=36), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("kept_id", sa.String(length=36), nullable=True),
        sa.Column("returned_id", sa.String(length=36), nullable=True),
        sa.Column("settled", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approved_at_id"], ["meeting.id"], name=op.f("fk_minutes_approved_at_id_meeting")
        ),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_minutes_id_record")),
        sa.ForeignKeyConstraint(
            ["kept_id"], ["stored_file.id"], name=op.f("fk_minutes_kept_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_minutes_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["returned_id"], ["stored_file.id"], name=op.f("fk_minutes_returned_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_minutes_meeting_id")),
    )
    op.create_index(op.f("ix_minutes_approved_at_id"), "minutes", ["approved_at_id"], unique=False)
    op.create_table(
        "person",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("starts", sa.String(length=10), nullable=False),
        sa.Column("ends", sa.String(length=10), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_person_id_record")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_person_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_index(op.f("ix_person_organisation_id"), "person", ["organisation_id"], unique=False)
    op.create_table(
        "quarter_report",
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("achieved", sa.Text(), nullable=False),
        sa.Column("difference", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("next_steps", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["work_plan.id"], name=op.f("fk_quarter_report_plan_id_work_plan")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarter_report")),
    )
    op.create_index(
        "ix_quarter_report_quarter", "quarter_report", ["plan_id", "quarter"], unique=True
    )
    op.create_table(
        "replaced",
        sa.Column("draw_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=64), nullable=False),
        sa.Column("lost", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["draw_id"], ["draw.id"], name=op.f("fk_replaced_draw_id_draw")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replaced")),
    )
    op.create_index(op.f("ix_replaced_draw_id"), "replaced", ["draw_id"], unique=False)
    op.create_table(
        "step_done",
        sa.Column("meeting_id", sa.String(length=36), nullable=False),
        sa.Column("step_id", sa.String(length=36), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_step_done_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["run_up_step.id"], name=op.f("fk_step_done_step_id_run_up_step")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_done")),
    )
    op.create_index(op.f("ix_step_done_meeting_id"), "step_done", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_step_done_step_id"), "step_done", ["step_id"], unique=False)
    op.create_table(
        "work_plan_line",
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("priority_id", sa.String(length=36), nullable=True),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("progress", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_work_plan_line_id_record")),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["work_plan.id"], name=op.f("fk_work_plan_line_plan_id_work_plan")
        ),
        sa.ForeignKeyConstraint(
            ["priority_id"], ["priority.id"], name=op.f("fk_work_plan_line_priority_id_priority")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_plan_line")),
    )
    op.create_index(op.f("ix_work_plan_line_plan_id"), "work_plan_line", ["plan_id"], unique=False)
    op.create_index(
        op.f("ix_work_plan_line_priority_id"), "work_plan_line", ["priority_id"], unique=False
    )
    op.create_table(
        "action_review",
        sa.Column("action_id", sa.String(length=36), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("found", sa.String(length=20), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("difference", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_action_review_action_id_action")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_review")),
    )
    op.create_index(
        op.f("ix_action_review_action_id"), "action_review", ["action_id"], unique=False
    )
    op.create_index(op.f("ix_action_review_due"), "action_review", ["due"], unique=False)
    op.create_table(
        "chairing",
        sa.Column("group_id", sa.String(length=36), nullable=False),
        sa.Column("seat_id", sa.String(length=36), nullable=False),
        sa.Column("office", sa.String(length=20), nullable=False),
        sa.Column("starts", sa.String(length=10), nullable=False),
        sa.Column("ends", sa.String(length=10), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_chairing_group_id_group")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_chairing_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chairing")),
    )
    op.create_index(op.f("ix_chairing_group_id"), "chairing", ["group_id"], unique=False)
    op.create_index(op.f("ix_chairing_seat_id"), "chairing", ["seat_id"], unique=False)
    op.create_table(
        "challenge",
        sa.Column("group_id", sa.String(length=36), nullable=False),
        sa.Column("meeting_id", sa.String(length=36), nullable=True),
        sa.Column("item_id", sa.String(length=36), nullable=True),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("raised_by", sa.Text(), nullable=False),
        sa.Column("raised_to_id", sa.String(length=36), nullable=True),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("replied_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_challenge_group_id_group")
        ),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_challenge_id_record")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_challenge_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_challenge_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["raised_to_id"], ["record.id"], name=op.f("fk_challenge_raised_to_id_record")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge")),
    )
    op.create_index(op.f("ix_challenge_group_id"), "challenge", ["group_id"], unique=False)
    op.create_index(op.f("ix_challenge_item_id"), "challenge", ["item_id"], unique=False)
    op.create_index(op.f("ix_challenge_meeting_id"), "challenge", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_challenge_on"), "challenge", ["on"], unique=False)
    op.create_index(op.f("ix_challenge_raised_to_id"), "challenge", ["raised_to_id"], unique=False)
    op.create_table(
        "correction",
        sa.Column("minutes_id", sa.String(length=36), nullable=False),
        sa.Column("item_id", sa.String(length=36), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at_id", sa.String(length=36), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_correction_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["made_at_id"], ["meeting.id"], name=op.f("fk_correction_made_at_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["minutes.id"], name=op.f("fk_correction_minutes_id_minutes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    op.create_index(op.f("ix_correction_minutes_id"), "correction", ["minutes_id"], unique=False)
    op.create_table(
        "decision",
        sa.Column("group_id", sa.String(length=36), nullable=False),
        sa.Column("meeting_id", sa.String(length=36), nullable=True),
        sa.Column("item_id", sa.String(length=36), nullable=True),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("reported_at_id", sa.String(length=36), nullable=True),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_decision_group_id_group")
        ),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_decision_id_record")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_decision_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_decision_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["reported_at_id"], ["meeting.id"], name=op.f("fk_decision_reported_at_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_group_id"), "decision", ["group_id"], unique=False)
    op.create_index(op.f("ix_decision_item_id"), "decision", ["item_id"], unique=False)
    op.create_index(op.f("ix_decision_meeting_id"), "decision", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_decision_on"), "decision", ["on"], unique=False)
    op.create_table(
        "forward_item",
        sa.Column("group_id", sa.String(length=36), nullable=False),
        sa.Column("meeting_id", sa.String(length=36), nullable=True),
        sa.Column("item_id", sa.String(length=36), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_forward_item_group_id_group")
        ),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_forward_item_id_record")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_forward_item_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_forward_item_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forward_item")),
    )
    op.create_index(op.f("ix_forward_item_group_id"), "forward_item", ["group_id"], unique=False)
    op.create_index(
        op.f("ix_forward_item_meeting_id"), "forward_item", ["meeting_id"], unique=False
    )
    op.create_table(
        "holding",
        sa.Column("seat_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("deputy", sa.Boolean(), nullable=False),
        sa.Column("starts", sa.String(length=10), nullable=False),
        sa.Column("ends", sa.String(length=10), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_holding_person_id_person")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_holding_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holding")),
    )
    op.create_index(op.f("ix_holding_person_id"), "holding", ["person_id"], unique=False)
    op.create_index(op.f("ix_holding_seat_id"), "holding", ["seat_id"], unique=False)
    op.create_table(
        "movement",
        sa.Column("meeting_id", sa.String(length=36), nullable=False),
        sa.Column("attendee_id", sa.String(length=36), nullable=False),
        sa.Column("item_id", sa.String(length=36), nullable=True),
        sa.Column("at", sa.Time(), nullable=True),
        sa.Column("came", sa.Boolean(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attendee_id"], ["record.id"], name=op.f("fk_movement_attendee_id_record")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_movement_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_movement_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movement")),
    )
    op.create_index(op.f("ix_movement_attendee_id"), "movement", ["attendee_id"], unique=False)
    op.create_index(op.f("ix_movement_meeting_id"), "movement", ["meeting_id"], unique=False)
    op.create_table(
        "note",
        sa.Column("item_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=True),
        sa.Column("at", sa.Time(), nullable=True),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_note_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_note_record_id_record")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index(op.f("ix_note_item_id"), "note", ["item_id"], unique=False)
    op.create_index(op.f("ix_note_record_id"), "note", ["record_id"], unique=False)
    op.create_table(
        "restraint_return",
        sa.Column("home_id", sa.String(length=36), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("supplied_by", sa.Text(), nullable=False),
        sa.Column("declared", sa.Integer(), nullable=True),
        sa.Column("reported_ycs", sa.Integer(), nullable=True),
        sa.Column("reported_ofsted", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["home_id"], ["home.id"], name=op.f("fk_restraint_return_home_id_home")
        ),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_restraint_return_id_record")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restraint_return")),
    )
    op.create_index(
        op.f("ix_restraint_return_home_id"), "restraint_return", ["home_id"], unique=False
    )
    op.create_table(
        "version_approval",
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.String(length=36), nullable=False),
        sa.Column("meeting_id", sa.String(length=36), nullable=True),
        sa.Column("item", sa.String(length=20), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["record.id"], name=op.f("fk_version_approval_body_id_record")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_version_approval_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["document_version.id"],
            name=op.f("fk_version_approval_version_id_document_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version_approval")),
    )
    op.create_index(
        op.f("ix_version_approval_body_id"), "version_approval", ["body_id"], unique=False
    )
    op.create_index(
        op.f("ix_version_approval_meeting_id"), "version_approval", ["meeting_id"], unique=False
    )
    op.create_index(
        op.f("ix_version_approval_version_id"), "version_approval", ["version_id"], unique=False
    )
    op.create_table(
        "version_part",
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["document_version.id"],
            name=op.f("fk_version_part_version_id_document_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version_part")),
    )
    op.create_index(
        op.f("ix_version_part_version_id"), "version_part", ["version_id"], unique=False
    )
    op.create_table(
        "incident",
        sa.Column("home_id", sa.String(length=36), nullable=False),
        sa.Column("return_id", sa.String(length=36), nullable=True),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", sa.Time(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("child", sa.Text(), nullable=False),
        sa.Column("age", sa.Integer(), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("footage", sa.String(length=10), nullable=False),
        sa.Column("footage_until", sa.Date(), nullable=True),
        sa.Column("hold_asked_on", sa.Date(), nullable=True),
        sa.Column("hold_confirmed_on", sa.Date(), nullable=True),
        sa.Column("overwritten_on", sa.Date(), nullable=True),
        sa.Column("child_spoken_on", sa.Date(), nullable=True),
        sa.Column("manager_review", sa.String(length=10), nullable=False),
        sa.Column("recorded_at", sa.String(length=16), nullable=False),
        sa.Column("person_spoken_at", sa.String(length=16), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["home_id"], ["home.id"], name=op.f("fk_incident_home_id_home")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_incident_id_record")),
        sa.ForeignKeyConstraint(
            ["return_id"],
            ["restraint_return.id"],
            name=op.f("fk_incident_return_id_restraint_return"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    op.create_index("ix_incident_home_ref", "incident", ["home_id", "ref"], unique=True)
    op.create_index(op.f("ix_incident_on"), "incident", ["on"], unique=False)
    op.create_index(op.f("ix_incident_return_id"), "incident", ["return_id"], unique=False)
    op.create_table(
        "view",
        sa.Column("decision_id", sa.String(length=36), nullable=False),
        sa.Column("body_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("view", sa.String(length=20), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["record.id"], name=op.f("fk_view_body_id_record")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_view_decision_id_decision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_view")),
    )
    op.create_index(op.f("ix_view_body_id"), "view", ["body_id"], unique=False)
    op.create_index(op.f("ix_view_decision_id"), "view", ["decision_id"], unique=False)
    op.create_table(
        "scrutiny_review",
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("draw_id", sa.String(length=36), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("manager_present", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("during", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("lawful", sa.String(length=10), nullable=False),
        sa.Column("necessary", sa.String(length=10), nullable=False),
        sa.Column("proportionate", sa.String(length=10), nullable=False),
        sa.Column("de_escalation", sa.Text(), nullable=False),
        sa.Column("child_account", sa.Text(), nullable=False),
        sa.Column("aftercare", sa.Text(), nullable=False),
        sa.Column("good_practice", sa.Text(), nullable=False),
        sa.Column("home_view", sa.Text(), nullable=False),
        sa.Column("of_concern", sa.String(length=10), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draw_id"], ["draw.id"], name=op.f("fk_scrutiny_review_draw_id_draw")
        ),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_scrutiny_review_id_record")),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_scrutiny_review_incident_id_incident")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scrutiny_review")),
    )
    op.create_index(
        op.f("ix_scrutiny_review_draw_id"), "scrutiny_review", ["draw_id"], unique=False
    )
    op.create_index(
        op.f("ix_scrutiny_review_incident_id"), "scrutiny_review", ["incident_id"], unique=False
    )
    op.create_table(
        "reviewer",
        sa.Column("review_id", sa.String(length=36), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("not_involved", sa.Boolean(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["scrutiny_review.id"],
            name=op.f("fk_reviewer_review_id_scrutiny_review"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviewer")),
    )
    op.create_index(op.f("ix_reviewer_review_id"), "reviewer", ["review_id"], unique=False)
    op.add_column(
        "action",
        sa.Column("raised_at_id", sa.String(length=36), sa.ForeignKey("meeting.id"), nullable=True),
        inline_references=True,
    )
    op.add_column(
        "action",
        sa.Column("closed_at_id", sa.String(length=36), sa.ForeignKey("meeting.id"), nullable=True),
        inline_references=True,
    )
    op.add_column("action", sa.Column("evidence", sa.Text(), nullable=False, server_default=""))
    op.add_column("action", sa.Column("evidenced_on", sa.Date(), nullable=True))
    op.add_column("action", sa.Column("difference", sa.Text(), nullable=False, server_default=""))
    op.add_column("action", sa.Column("difference_on", sa.Date(), nullable=True))
    op.add_column(
        "action", sa.Column("restricted", sa.Boolean(), nullable=False, server_default="0")
    )
    op.create_index(op.f("ix_action_raised_at_id"), "action", ["raised_at_id"], unique=False)
    op.add_column(
        "agenda_item", sa.Column("verbal", sa.Boolean(), nullable=False, server_default="0")
    )
    op.add_column(
        "agenda_item", sa.Column("label", sa.String(length=10), nullable=False, server_default="")
    )
    op.add_column(
        "agenda_item",
        sa.Column(
            "carried_from_id", sa.String(length=36), sa.ForeignKey("agenda_item.id"), nullable=True
        ),
        inline_references=True,
    )
    op.add_column("agenda_item", sa.Column("started", sa.Time(), nullable=True))
    op.add_column("agenda_item", sa.Column("ended", sa.Time(), nullable=True))
    op.add_column("attendance", sa.Column("name", sa.Text(), nullable=False, server_default=""))
    op.add_column(
        "group",
        sa.Column("parent_id", sa.String(length=36), sa.ForeignKey("group.id"), nullable=True),
        inline_references=True,
    )
    op.add_column(
        "meeting", sa.Column("minute_taker", sa.Text(), nullable=False, server_default="")
    )
    op.add_column("meeting", sa.Column("slot", sa.Date(), nullable=True))
    op.add_column(
        "meeting", sa.Column("sequence", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column(
        "seat",
        sa.Column("filled_from_id", sa.String(length=36), sa.ForeignKey("seat.id"), nullable=True),
        inline_references=True,
    )
    op.add_column(
        "seat",
        sa.Column("chair_of_id", sa.String(length=36), sa.ForeignKey("group.id"), nullable=True),
        inline_references=True,
    )
    op.create_index(op.f("ix_seat_chair_of_id"), "seat", ["chair_of_id"], unique=False)
    op.create_index(op.f("ix_seat_filled_from_id"), "seat", ["filled_from_id"], unique=False)
    op.add_column(
        "standing_item",
        sa.Column(
            "version_id", sa.String(length=36), sa.ForeignKey("document_version.id"), nullable=True
        ),
        inline_references=True,
    )
    op.create_index(
        op.f("ix_standing_item_version_id"), "standing_item", ["version_id"], unique=False
    )
