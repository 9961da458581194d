"""Every address of change sets."""

from django.urls import path

from pledges.api.write import changeset_endpoints, step_endpoints

urlpatterns = [
    path("", changeset_endpoints.ChangeSets.as_view(), name="api_changesets"),
    path("<int:pk>/", changeset_endpoints.ChangeSetInFull.as_view(), name="api_changeset"),
    path("<int:pk>/rows/", changeset_endpoints.ChangeSetRows.as_view(), name="api_changeset_rows"),
    path("<int:pk>/plan/", changeset_endpoints.ChangeSetPlan.as_view(), name="api_changeset_plan"),
    path("<int:pk>/history/", changeset_endpoints.ChangeSetHistory.as_view(), name="api_changeset_history"),
    path("<int:pk>/duplicates/", step_endpoints.Duplicates.as_view(), name="api_changeset_duplicates"),
    path("<int:pk>/replan/", step_endpoints.Replan.as_view(), name="api_changeset_replan"),
    path("<int:pk>/discard/", step_endpoints.Discard.as_view(), name="api_changeset_discard"),
    path("<int:pk>/submit/", step_endpoints.Submit.as_view(), name="api_changeset_submit"),
    path("<int:pk>/approve/", step_endpoints.Approve.as_view(), name="api_changeset_approve"),
    path("<int:pk>/approve-others/", step_endpoints.ApproveOthers.as_view(), name="api_changeset_approve_others"),
    path("<int:pk>/note/", step_endpoints.Note.as_view(), name="api_changeset_note"),
    path("<int:pk>/rename/", step_endpoints.Rename.as_view(), name="api_changeset_rename"),
    path("<int:pk>/copy/", step_endpoints.Copy.as_view(), name="api_changeset_copy"),
    path("<int:pk>/reject/", step_endpoints.Reject.as_view(), name="api_changeset_reject"),
    path("<int:pk>/publish/", step_endpoints.Publish.as_view(), name="api_changeset_publish"),
    path("<int:pk>/undo/", step_endpoints.Undo.as_view(), name="api_changeset_undo"),
]
