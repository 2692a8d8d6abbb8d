"""Editions of packs, plans with measures, learning cycles, audits, and the year of a budget."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add tables, and columns to tables: rows made before get empty values."""
    op.create_table(
        "ledger_source",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("sign", sa.String(length=10), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_source")),
        sa.UniqueConstraint("key", name=op.f("uq_ledger_source_key")),
    )
    op.create_table(
        "area_figure",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("ages", sa.Text(), nullable=False),
        sa.Column("as_at", sa.String(length=10), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_area_figure_id_record")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_figure")),
    )
    op.create_table(
        "audit_theme",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_audit_theme_id_record")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_theme")),
    )
    op.create_table(
        "audit_tool",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_audit_tool_id_record")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_tool")),
    )
    op.create_table(
        "budget_grant",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("funder", sa.Text(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("spend_by", sa.Date(), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_budget_grant_id_record")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_grant")),
    )
    op.create_table(
        "spend_heading",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("ends", sa.String(length=7), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_spend_heading_id_record")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spend_heading")),
    )
    op.create_table(
        "audit_tool_version",
        sa.Column("tool_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tool_id"], ["audit_tool.id"], name=op.f("fk_audit_tool_version_tool_id_audit_tool")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_tool_version")),
    )
    op.create_index(
        "ix_audit_tool_version_number", "audit_tool_version", ["tool_id", "number"], unique=True
    )
    op.create_table(
        "budget_correction",
        sa.Column("year_id", sa.String(length=36), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["year_id"],
            ["contribution_year.id"],
            name=op.f("fk_budget_correction_year_id_contribution_year"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_correction")),
    )
    op.create_index(
        op.f("ix_budget_correction_year_id"), "budget_correction", ["year_id"], unique=False
    )
    op.create_table(
        "budget_line",
        sa.Column("heading_id", sa.String(length=36), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("weights", sa.String(length=80), nullable=False),
        sa.Column("forecast", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("year_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["heading_id"],
            ["spend_heading.id"],
            name=op.f("fk_budget_line_heading_id_spend_heading"),
        ),
        sa.ForeignKeyConstraint(
            ["year_id"],
            ["contribution_year.id"],
            name=op.f("fk_budget_line_year_id_contribution_year"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_line")),
    )
    op.create_index("ix_budget_line_heading", "budget_line", ["year_id", "heading_id"], unique=True)
    op.create_index(op.f("ix_budget_line_heading_id"), "budget_line", ["heading_id"], unique=False)
    op.create_index(op.f("ix_budget_line_year_id"), "budget_line", ["year_id"], unique=False)
    op.create_table(
        "budget_scenario",
        sa.Column("base_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("rate", sa.Integer(), nullable=True),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("partner_id", sa.String(length=36), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["base_id"],
            ["contribution_year.id"],
            name=op.f("fk_budget_scenario_base_id_contribution_year"),
        ),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_budget_scenario_id_record")),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["record.id"], name=op.f("fk_budget_scenario_partner_id_record")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_scenario")),
    )
    op.create_index(
        op.f("ix_budget_scenario_base_id"), "budget_scenario", ["base_id"], unique=False
    )
    op.create_table(
        "budget_transaction",
        sa.Column("heading_id", sa.String(length=36), nullable=True),
        sa.Column("grant_id", sa.String(length=36), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("cost_code", sa.Text(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("doubt", sa.String(length=10), nullable=False),
        sa.Column("year_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["grant_id"],
            ["budget_grant.id"],
            name=op.f("fk_budget_transaction_grant_id_budget_grant"),
        ),
        sa.ForeignKeyConstraint(
            ["heading_id"],
            ["spend_heading.id"],
            name=op.f("fk_budget_transaction_heading_id_spend_heading"),
        ),
        sa.ForeignKeyConstraint(
            ["year_id"],
            ["contribution_year.id"],
            name=op.f("fk_budget_transaction_year_id_contribution_year"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_transaction")),
    )
    op.create_index(
        op.f("ix_budget_transaction_grant_id"), "budget_transaction", ["grant_id"], unique=False
    )
    op.create_index(
        op.f("ix_budget_transaction_heading_id"), "budget_transaction", ["heading_id"], unique=False
    )
    op.create_index(
        op.f("ix_budget_transaction_year_id"), "budget_transaction", ["year_id"], unique=False
    )
    op.create_table(
        "grant_year",
        sa.Column("grant_id", sa.String(length=36), nullable=False),
        sa.Column("brought", sa.Integer(), nullable=True),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("year_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["budget_grant.id"], name=op.f("fk_grant_year_grant_id_budget_grant")
        ),
        sa.ForeignKeyConstraint(
            ["year_id"],
            ["contribution_year.id"],
            name=op.f("fk_grant_year_year_id_contribution_year"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant_year")),
    )
    op.create_index("ix_grant_year_grant", "grant_year", ["year_id", "grant_id"], unique=True)
    op.create_index(op.f("ix_grant_year_grant_id"), "grant_year", ["grant_id"], unique=False)
    op.create_index(op.f("ix_grant_year_year_id"), "grant_year", ["year_id"], unique=False)
    op.create_table(
        "heading_rule",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("heading_id", sa.String(length=36), nullable=True),
        sa.Column("grant_id", sa.String(length=36), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["budget_grant.id"], name=op.f("fk_heading_rule_grant_id_budget_grant")
        ),
        sa.ForeignKeyConstraint(
            ["heading_id"],
            ["spend_heading.id"],
            name=op.f("fk_heading_rule_heading_id_spend_heading"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heading_rule")),
    )
    op.create_table(
        "open_order",
        sa.Column("heading_id", sa.String(length=36), nullable=True),
        sa.Column("grant_id", sa.String(length=36), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("year_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["budget_grant.id"], name=op.f("fk_open_order_grant_id_budget_grant")
        ),
        sa.ForeignKeyConstraint(
            ["heading_id"],
            ["spend_heading.id"],
            name=op.f("fk_open_order_heading_id_spend_heading"),
        ),
        sa.ForeignKeyConstraint(
            ["year_id"],
            ["contribution_year.id"],
            name=op.f("fk_open_order_year_id_contribution_year"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_order")),
    )
    op.create_index(op.f("ix_open_order_grant_id"), "open_order", ["grant_id"], unique=False)
    op.create_index(op.f("ix_open_order_heading_id"), "open_order", ["heading_id"], unique=False)
    op.create_index(op.f("ix_open_order_year_id"), "open_order", ["year_id"], unique=False)
    op.create_table(
        "phase_template",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("lead_id", sa.String(length=36), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("checklist", sa.Text(), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("review", sa.Boolean(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["group.id"], name=op.f("fk_phase_template_lead_id_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phase_template")),
    )
    op.create_table(
        "plan_measure",
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_plan_measure_id_record")),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_plan_measure_plan_id_plan")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_measure")),
    )
    op.create_index(op.f("ix_plan_measure_plan_id"), "plan_measure", ["plan_id"], unique=False)
    op.create_table(
        "route_template",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.String(length=36), nullable=False),
        sa.Column("does", sa.Text(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_route_template_group_id_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_route_template")),
    )
    op.create_table(
        "audit",
        sa.Column("year", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=True),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=True),
        sa.Column("priority_id", sa.String(length=36), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("sharing_agreement", sa.Text(), nullable=False),
        sa.Column("group_id", sa.String(length=36), nullable=True),
        sa.Column("tool_version_id", sa.String(length=36), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("returns_due", sa.Date(), nullable=True),
        sa.Column("moderated_on", sa.Date(), nullable=True),
        sa.Column("panel", sa.Integer(), nullable=True),
        sa.Column("finish_note", sa.Text(), nullable=False),
        sa.Column("reported_at_id", sa.String(length=36), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name=op.f("fk_audit_group_id_group")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_audit_id_record")),
        sa.ForeignKeyConstraint(
            ["priority_id"], ["priority.id"], name=op.f("fk_audit_priority_id_priority")
        ),
        sa.ForeignKeyConstraint(
            ["reported_at_id"], ["meeting.id"], name=op.f("fk_audit_reported_at_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["tool_version_id"],
            ["audit_tool_version.id"],
            name=op.f("fk_audit_tool_version_id_audit_tool_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_priority_id"), "audit", ["priority_id"], unique=False)
    op.create_index(op.f("ix_audit_tool_version_id"), "audit", ["tool_version_id"], unique=False)
    op.create_index(op.f("ix_audit_year"), "audit", ["year"], unique=False)
    op.create_table(
        "audit_programme",
        sa.Column("year", sa.String(length=10), nullable=False),
        sa.Column("group_id", sa.String(length=36), nullable=True),
        sa.Column("meeting_id", sa.String(length=36), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_audit_programme_group_id_group")
        ),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_audit_programme_id_record")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_audit_programme_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_programme")),
        sa.UniqueConstraint("year", name=op.f("uq_audit_programme_year")),
    )
    op.create_table(
        "contribution_step",
        sa.Column("contribution_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("year_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_contribution_step_contribution_id_contribution"),
        ),
        sa.ForeignKeyConstraint(
            ["year_id"],
            ["contribution_year.id"],
            name=op.f("fk_contribution_step_year_id_contribution_year"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_step")),
    )
    op.create_index(
        op.f("ix_contribution_step_contribution_id"),
        "contribution_step",
        ["contribution_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contribution_step_year_id"), "contribution_step", ["year_id"], unique=False
    )
    op.create_table(
        "cycle",
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("priority_id", sa.String(length=36), nullable=True),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("follows_id", sa.String(length=36), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["follows_id"], ["cycle.id"], name=op.f("fk_cycle_follows_id_cycle")
        ),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_cycle_id_record")),
        sa.ForeignKeyConstraint(
            ["priority_id"], ["priority.id"], name=op.f("fk_cycle_priority_id_priority")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycle")),
    )
    op.create_index(op.f("ix_cycle_follows_id"), "cycle", ["follows_id"], unique=False)
    op.create_index(op.f("ix_cycle_priority_id"), "cycle", ["priority_id"], unique=False)
    op.create_table(
        "pack_issue",
        sa.Column("meeting_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("check_code", sa.String(length=20), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("marking", sa.Text(), nullable=False),
        sa.Column("partnership", sa.Text(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("foot", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_pack_issue_id_record")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_pack_issue_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack_issue")),
    )
    op.create_index("ix_pack_issue_number", "pack_issue", ["meeting_id", "number"], unique=True)
    op.create_table(
        "pack_options",
        sa.Column("meeting_id", sa.String(length=36), nullable=False),
        sa.Column("right_hand", sa.Boolean(), nullable=False),
        sa.Column("placeholders", sa.Boolean(), nullable=False),
        sa.Column("order", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_pack_options_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack_options")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_pack_options_meeting_id")),
    )
    op.create_table(
        "plan_activity",
        sa.Column("priority_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["priority_id"], ["priority.id"], name=op.f("fk_plan_activity_priority_id_priority")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_activity")),
    )
    op.create_index(
        op.f("ix_plan_activity_priority_id"), "plan_activity", ["priority_id"], unique=False
    )
    op.create_table(
        "audit_agency",
        sa.Column("audit_id", sa.String(length=36), nullable=False),
        sa.Column("agency_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("chased_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["record.id"], name=op.f("fk_audit_agency_agency_id_record")
        ),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audit.id"], name=op.f("fk_audit_agency_audit_id_audit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_agency")),
    )
    op.create_index(op.f("ix_audit_agency_agency_id"), "audit_agency", ["agency_id"], unique=False)
    op.create_index("ix_audit_agency_audit", "audit_agency", ["audit_id", "agency_id"], unique=True)
    op.create_table(
        "audit_case",
        sa.Column("audit_id", sa.String(length=36), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("stratum", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("draw_id", sa.String(length=36), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audit.id"], name=op.f("fk_audit_case_audit_id_audit")
        ),
        sa.ForeignKeyConstraint(["draw_id"], ["draw.id"], name=op.f("fk_audit_case_draw_id_draw")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_case")),
    )
    op.create_index(op.f("ix_audit_case_audit_id"), "audit_case", ["audit_id"], unique=False)
    op.create_table(
        "audit_finding",
        sa.Column("audit_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("theme_id", sa.String(length=36), nullable=True),
        sa.Column("questions", sa.String(length=2000), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audit.id"], name=op.f("fk_audit_finding_audit_id_audit")
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["audit_theme.id"], name=op.f("fk_audit_finding_theme_id_audit_theme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_finding")),
    )
    op.create_index(op.f("ix_audit_finding_audit_id"), "audit_finding", ["audit_id"], unique=False)
    op.create_index(op.f("ix_audit_finding_theme_id"), "audit_finding", ["theme_id"], unique=False)
    op.create_table(
        "audit_frame",
        sa.Column("audit_id", sa.String(length=36), nullable=False),
        sa.Column("frame_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audit.id"], name=op.f("fk_audit_frame_audit_id_audit")
        ),
        sa.ForeignKeyConstraint(
            ["frame_id"], ["frame.id"], name=op.f("fk_audit_frame_frame_id_frame")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_frame")),
        sa.UniqueConstraint("frame_id", name=op.f("uq_audit_frame_frame_id")),
    )
    op.create_index(op.f("ix_audit_frame_audit_id"), "audit_frame", ["audit_id"], unique=False)
    op.create_table(
        "audit_grade",
        sa.Column("audit_id", sa.String(length=36), nullable=False),
        sa.Column("question", sa.String(length=36), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audit.id"], name=op.f("fk_audit_grade_audit_id_audit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_grade")),
    )
    op.create_index("ix_audit_grade_question", "audit_grade", ["audit_id", "question"], unique=True)
    op.create_table(
        "audit_move",
        sa.Column("audit_id", sa.String(length=36), nullable=False),
        sa.Column("question", sa.String(length=36), nullable=False),
        sa.Column("agency_id", sa.String(length=36), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["record.id"], name=op.f("fk_audit_move_agency_id_record")
        ),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audit.id"], name=op.f("fk_audit_move_audit_id_audit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_move")),
    )
    op.create_index(op.f("ix_audit_move_audit_id"), "audit_move", ["audit_id"], unique=False)
    op.create_table(
        "audit_outcome",
        sa.Column("audit_id", sa.String(length=36), nullable=False),
        sa.Column("outcome_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audit.id"], name=op.f("fk_audit_outcome_audit_id_audit")
        ),
        sa.ForeignKeyConstraint(
            ["outcome_id"], ["outcome.id"], name=op.f("fk_audit_outcome_outcome_id_outcome")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_outcome")),
    )
    op.create_index(
        "ix_audit_outcome_audit", "audit_outcome", ["audit_id", "outcome_id"], unique=True
    )
    op.create_index(
        op.f("ix_audit_outcome_outcome_id"), "audit_outcome", ["outcome_id"], unique=False
    )
    op.create_table(
        "audit_recommendation",
        sa.Column("audit_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("theme_id", sa.String(length=36), nullable=True),
        sa.Column("action_id", sa.String(length=36), nullable=False),
        sa.Column("counts_from", sa.Date(), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_audit_recommendation_action_id_action")
        ),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audit.id"], name=op.f("fk_audit_recommendation_audit_id_audit")
        ),
        sa.ForeignKeyConstraint(
            ["id"], ["record.id"], name=op.f("fk_audit_recommendation_id_record")
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"],
            ["audit_theme.id"],
            name=op.f("fk_audit_recommendation_theme_id_audit_theme"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_recommendation")),
        sa.UniqueConstraint("action_id", name=op.f("uq_audit_recommendation_action_id")),
    )
    op.create_index(
        op.f("ix_audit_recommendation_audit_id"), "audit_recommendation", ["audit_id"], unique=False
    )
    op.create_index(
        op.f("ix_audit_recommendation_theme_id"), "audit_recommendation", ["theme_id"], unique=False
    )
    op.create_table(
        "audit_return",
        sa.Column("audit_id", sa.String(length=36), nullable=True),
        sa.Column("agency_id", sa.String(length=36), nullable=True),
        sa.Column("version_id", sa.String(length=36), nullable=True),
        sa.Column("file_id", sa.String(length=36), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("faults", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["record.id"], name=op.f("fk_audit_return_agency_id_record")
        ),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audit.id"], name=op.f("fk_audit_return_audit_id_audit")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_audit_return_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_audit_return_id_record")),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["audit_tool_version.id"],
            name=op.f("fk_audit_return_version_id_audit_tool_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_return")),
    )
    op.create_index(op.f("ix_audit_return_audit_id"), "audit_return", ["audit_id"], unique=False)
    op.create_table(
        "briefing_point",
        sa.Column("cycle_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_briefing_point_cycle_id_cycle")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefing_point")),
    )
    op.create_index(
        op.f("ix_briefing_point_cycle_id"), "briefing_point", ["cycle_id"], unique=False
    )
    op.create_table(
        "cycle_phase",
        sa.Column("cycle_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("lead_id", sa.String(length=36), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("review", sa.Boolean(), nullable=False),
        sa.Column("slip", sa.Integer(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("methods", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("learnt", sa.Text(), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_cycle_phase_cycle_id_cycle")
        ),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_cycle_phase_id_record")),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["group.id"], name=op.f("fk_cycle_phase_lead_id_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycle_phase")),
    )
    op.create_index(op.f("ix_cycle_phase_lead_id"), "cycle_phase", ["lead_id"], unique=False)
    op.create_index("ix_cycle_phase_number", "cycle_phase", ["cycle_id", "number"], unique=True)
    op.create_table(
        "issued_edition",
        sa.Column("issue_id", sa.String(length=36), nullable=False),
        sa.Column("edition", sa.String(length=20), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["pack_issue.id"], name=op.f("fk_issued_edition_issue_id_pack_issue")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_edition")),
    )
    op.create_index(
        op.f("ix_issued_edition_issue_id"), "issued_edition", ["issue_id"], unique=False
    )
    op.create_table(
        "issued_part",
        sa.Column("issue_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("edition", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("item", sa.String(length=10), nullable=False),
        sa.Column("item_title", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("marking", sa.Text(), nullable=False),
        sa.Column("change", sa.String(length=20), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("numbers", sa.Text(), nullable=False),
        sa.Column("file_id", sa.String(length=36), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_issued_part_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["pack_issue.id"], name=op.f("fk_issued_part_issue_id_pack_issue")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_part")),
    )
    op.create_index(op.f("ix_issued_part_issue_id"), "issued_part", ["issue_id"], unique=False)
    op.create_index(op.f("ix_issued_part_key"), "issued_part", ["key"], unique=False)
    op.create_table(
        "measure_outcome",
        sa.Column("measure_id", sa.String(length=36), nullable=False),
        sa.Column("outcome_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["measure_id"],
            ["plan_measure.id"],
            name=op.f("fk_measure_outcome_measure_id_plan_measure"),
        ),
        sa.ForeignKeyConstraint(
            ["outcome_id"], ["outcome.id"], name=op.f("fk_measure_outcome_outcome_id_outcome")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_outcome")),
        sa.UniqueConstraint("measure_id", "outcome_id", name=op.f("uq_measure_outcome_measure_id")),
    )
    op.create_index(
        op.f("ix_measure_outcome_measure_id"), "measure_outcome", ["measure_id"], unique=False
    )
    op.create_index(
        op.f("ix_measure_outcome_outcome_id"), "measure_outcome", ["outcome_id"], unique=False
    )
    op.create_table(
        "pack_copy",
        sa.Column("issue_id", sa.String(length=36), nullable=False),
        sa.Column("edition", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("of", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("recalled_on", sa.Date(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("destroyed_on", sa.Date(), nullable=True),
        sa.Column("how_destroyed", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["pack_issue.id"], name=op.f("fk_pack_copy_issue_id_pack_issue")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack_copy")),
    )
    op.create_index(op.f("ix_pack_copy_issue_id"), "pack_copy", ["issue_id"], unique=False)
    op.create_table(
        "audit_answer",
        sa.Column("return_id", sa.String(length=36), nullable=False),
        sa.Column("question", sa.String(length=36), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["return_id"], ["audit_return.id"], name=op.f("fk_audit_answer_return_id_audit_return")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_answer")),
    )
    op.create_index(
        "ix_audit_answer_question", "audit_answer", ["return_id", "question"], unique=True
    )
    op.create_table(
        "audit_review_date",
        sa.Column("recommendation_id", sa.String(length=36), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["audit_recommendation.id"],
            name=op.f("fk_audit_review_date_recommendation_id_audit_recommendation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_review_date")),
    )
    op.create_index(
        op.f("ix_audit_review_date_recommendation_id"),
        "audit_review_date",
        ["recommendation_id"],
        unique=False,
    )
    op.create_table(
        "feedback",
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("told_how", sa.Text(), nullable=False),
        sa.Column("cycle_id", sa.String(length=36), nullable=True),
        sa.Column("phase_id", sa.String(length=36), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_feedback_cycle_id_cycle")
        ),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_feedback_id_record")),
        sa.ForeignKeyConstraint(
            ["phase_id"], ["cycle_phase.id"], name=op.f("fk_feedback_phase_id_cycle_phase")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )
    op.create_index(op.f("ix_feedback_cycle_id"), "feedback", ["cycle_id"], unique=False)
    op.create_index(op.f("ix_feedback_on"), "feedback", ["on"], unique=False)
    op.create_index(op.f("ix_feedback_phase_id"), "feedback", ["phase_id"], unique=False)
    op.create_table(
        "paper_text",
        sa.Column("paper_id", sa.String(length=36), nullable=False),
        sa.Column("file_id", sa.String(length=36), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_paper_text_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["paper.id"], name=op.f("fk_paper_text_paper_id_paper")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_text")),
    )
    op.create_index(op.f("ix_paper_text_paper_id"), "paper_text", ["paper_id"], unique=False)
    op.create_table(
        "paper_version",
        sa.Column("paper_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.String(length=36), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("removed", sa.Text(), nullable=False),
        sa.Column("left_in", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_paper_version_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["paper.id"], name=op.f("fk_paper_version_paper_id_paper")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_version")),
    )
    op.create_index(op.f("ix_paper_version_paper_id"), "paper_version", ["paper_id"], unique=False)
    op.create_table(
        "phase_check",
        sa.Column("phase_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["phase_id"], ["cycle_phase.id"], name=op.f("fk_phase_check_phase_id_cycle_phase")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phase_check")),
    )
    op.create_index(op.f("ix_phase_check_phase_id"), "phase_check", ["phase_id"], unique=False)
    op.create_table(
        "phase_paper",
        sa.Column("phase_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("paper_id", sa.String(length=36), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["paper.id"], name=op.f("fk_phase_paper_paper_id_paper")
        ),
        sa.ForeignKeyConstraint(
            ["phase_id"], ["cycle_phase.id"], name=op.f("fk_phase_paper_phase_id_cycle_phase")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phase_paper")),
    )
    op.create_index(op.f("ix_phase_paper_paper_id"), "phase_paper", ["paper_id"], unique=False)
    op.create_index(op.f("ix_phase_paper_phase_id"), "phase_paper", ["phase_id"], unique=False)
    op.create_table(
        "route_step",
        sa.Column("cycle_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.String(length=36), nullable=False),
        sa.Column("does", sa.Text(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("meeting_id", sa.String(length=36), nullable=True),
        sa.Column("decision_id", sa.String(length=36), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_route_step_cycle_id_cycle")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_route_step_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_route_step_group_id_group")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_route_step_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_route_step")),
    )
    op.create_index(op.f("ix_route_step_cycle_id"), "route_step", ["cycle_id"], unique=False)
    op.create_index(op.f("ix_route_step_decision_id"), "route_step", ["decision_id"], unique=False)
    op.create_index(op.f("ix_route_step_group_id"), "route_step", ["group_id"], unique=False)
    op.create_index(op.f("ix_route_step_meeting_id"), "route_step", ["meeting_id"], unique=False)
    op.create_table(
        "took_part",
        sa.Column("phase_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["phase_id"], ["cycle_phase.id"], name=op.f("fk_took_part_phase_id_cycle_phase")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_took_part")),
    )
    op.create_index(op.f("ix_took_part_phase_id"), "took_part", ["phase_id"], unique=False)
    op.create_index(
        "ix_action_status", "action", ["status", "group_id", "owner_id", "owner_role"], unique=False
    )
    op.add_column(
        "agenda_item",
        sa.Column("about_id", sa.String(length=36), sa.ForeignKey("record.id"), nullable=True),
        inline_references=True,
    )
    op.add_column(
        "contribution",
        sa.Column("payer_id", sa.String(length=36), sa.ForeignKey("record.id"), nullable=True),
        inline_references=True,
    )
    op.add_column(
        "contribution", sa.Column("in_kind", sa.Text(), nullable=False, server_default="")
    )
    op.add_column("contribution", sa.Column("in_kind_value", sa.Integer(), nullable=True))
    op.add_column("contribution_year", sa.Column("brought", sa.Integer(), nullable=True))
    op.add_column("contribution_year", sa.Column("level", sa.Integer(), nullable=True))
    op.add_column(
        "contribution_year", sa.Column("level_source", sa.Text(), nullable=False, server_default="")
    )
    op.add_column("contribution_year", sa.Column("planned", sa.Integer(), nullable=True))
    op.add_column("contribution_year", sa.Column("closed_on", sa.Date(), nullable=True))
    op.add_column(
        "forward_item",
        sa.Column("document", sa.String(length=40), nullable=False, server_default=""),
    )
    op.add_column(
        "forward_item",
        sa.Column("about_id", sa.String(length=36), sa.ForeignKey("record.id"), nullable=True),
        inline_references=True,
    )
    op.drop_index(op.f("ix_incident_return_id"), table_name="incident")
    op.create_index(op.f("ix_incident_footage_until"), "incident", ["footage_until"], unique=False)
    op.create_index("ix_incident_home_on", "incident", ["home_id", "on"], unique=False)
    op.create_index(
        "ix_incident_return_ref", "incident", ["return_id", "ref", "level"], unique=False
    )
    op.add_column(
        "outcome",
        sa.Column("lead_id", sa.String(length=36), sa.ForeignKey("group.id"), nullable=True),
        inline_references=True,
    )
    op.add_column("paper", sa.Column("due", sa.Date(), nullable=True))
    op.add_column(
        "paper", sa.Column("marking", sa.String(length=40), nullable=False, server_default="")
    )
    op.add_column("paper", sa.Column("withdrawn_on", sa.Date(), nullable=True))
    op.add_column("paper", sa.Column("withdrawn", sa.Text(), nullable=False, server_default=""))
    op.add_column(
        "plan", sa.Column("starts", sa.String(length=10), nullable=False, server_default="")
    )
    op.add_column(
        "plan", sa.Column("ends", sa.String(length=10), nullable=False, server_default="")
    )
    op.add_column("plan", sa.Column("note", sa.Text(), nullable=False, server_default=""))
    op.add_column("priority", sa.Column("reasons", sa.Text(), nullable=False, server_default=""))
    op.add_column(
        "priority",
        sa.Column("lead_id", sa.String(length=36), sa.ForeignKey("group.id"), nullable=True),
        inline_references=True,
    )
    op.add_column(
        "thread",
        sa.Column("continues_id", sa.String(length=36), sa.ForeignKey("thread.id"), nullable=True),
        inline_references=True,
    )
    op.add_column(
        "thread", sa.Column("how", sa.String(length=20), nullable=False, server_default="")
    )
    op.create_index(op.f("ix_thread_continues_id"), "thread", ["continues_id"], unique=False)
