"""Every address of change sets."""

from django.urls import path

from pledges.api.changesets import steps, views

urlpatterns = [
    path("", views.ChangeSets.as_view(), name="api_changesets"),
    path("<int:pk>/", views.ChangeSetInFull.as_view(), name="api_changeset"),
    path("<int:pk>/rows/", views.ChangeSetRows.as_view(), name="api_changeset_rows"),
    path("<int:pk>/plan/", views.ChangeSetPlan.as_view(), name="api_changeset_plan"),
    path("<int:pk>/history/", views.ChangeSetHistory.as_view(), name="api_changeset_history"),
    path("<int:pk>/duplicates/", steps.Duplicates.as_view(), name="api_changeset_duplicates"),
    path("<int:pk>/replan/", steps.Replan.as_view(), name="api_changeset_replan"),
    path("<int:pk>/discard/", steps.Discard.as_view(), name="api_changeset_discard"),
    path("<int:pk>/submit/", steps.Submit.as_view(), name="api_changeset_submit"),
    path("<int:pk>/approve/", steps.Approve.as_view(), name="api_changeset_approve"),
    path("<int:pk>/approve-others/", steps.ApproveOthers.as_view(), name="api_changeset_approve_others"),
    path("<int:pk>/note/", steps.Note.as_view(), name="api_changeset_note"),
    path("<int:pk>/reject/", steps.Reject.as_view(), name="api_changeset_reject"),
    path("<int:pk>/publish/", steps.Publish.as_view(), name="api_changeset_publish"),
    path("<int:pk>/undo/", steps.Undo.as_view(), name="api_changeset_undo"),
]
