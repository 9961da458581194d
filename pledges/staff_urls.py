"""The addresses of the staff pages."""

from django.urls import path

from pledges.views.staff import (
    changesets,
    duplicates,
    editing,
    imports,
    lists,
    lookups,
    meetings,
    reconciliation,
    recording,
    sign_in,
    steps,
)

CHANGESET = "changesets/<int:pk>"

urlpatterns = [
    path("", lists.changeset_list, name="staff_home"),
    path("login/", sign_in.SignIn.as_view(), name="login"),
    path("logout/", sign_in.SignOut.as_view(), name="logout"),
    path("changesets/", lists.changeset_list, name="changeset_list"),
    path("review/", lists.review_list, name="review_list"),
    path(f"{CHANGESET}/", changesets.changeset_detail, name="changeset_detail"),
    path(f"{CHANGESET}/preview/", changesets.changeset_preview, name="changeset_preview"),
    path(f"{CHANGESET}/note/", changesets.changeset_note, name="changeset_note"),
    path(f"{CHANGESET}/save/", editing.changeset_save, name="changeset_save"),
    path(f"{CHANGESET}/row/", editing.changeset_row_save, name="changeset_row_save"),
    path(f"{CHANGESET}/rows/<int:position>/", editing.changeset_row, name="changeset_row"),
    path(f"{CHANGESET}/duplicates/", duplicates.duplicate_decide, name="duplicate_decide"),
    path(f"{CHANGESET}/leave-open/", duplicates.duplicates_leave_open, name="duplicates_leave_open"),
    path(f"{CHANGESET}/submit/", steps.changeset_submit, name="changeset_submit"),
    path(f"{CHANGESET}/approve/", steps.changeset_approve, name="changeset_approve"),
    path(f"{CHANGESET}/approve-others/", steps.changeset_approve_others, name="changeset_approve_others"),
    path(f"{CHANGESET}/reject/", steps.changeset_reject, name="changeset_reject"),
    path(f"{CHANGESET}/replan/", steps.changeset_replan, name="changeset_replan"),
    path(f"{CHANGESET}/publish/", steps.changeset_publish, name="changeset_publish"),
    path(f"{CHANGESET}/undo/", steps.changeset_undo, name="changeset_undo"),
    path("meetings/new/", meetings.meeting_new, name="meeting_new"),
    path("record/", recording.record_index, name="record_index"),
    path("record/<slug:kind>/", recording.record, name="record"),
    path("parse/", lookups.parse_row, name="parse_row"),
    path("names/", lookups.name_list, name="name_list"),
    path("import/", imports.import_new, name="import_new"),
    path("import/<int:pk>/", imports.import_detail, name="import_detail"),
    path("import/<int:pk>/problems.csv", imports.import_problems, name="import_problems"),
    path("reconcile/", reconciliation.reconciliation_list, name="reconciliation_list"),
    path("reconcile/<int:total>/", reconciliation.reconciliation_decide, name="reconciliation_decide"),
]
