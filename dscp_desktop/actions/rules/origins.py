"""What an action comes of, and which group an action belongs to that no meeting raised."""

from __future__ import annotations

ORIGIN = "origin"  # the role of the link from an action to what it comes of
WITHOUT_MEETING = "actions.without_meeting"  # setting: the code of the group that takes it
REVIEW_MONTHS = "actions.review_months"  # setting: after how many months actions are reviewed
USUAL_MONTHS = "6, 12"
