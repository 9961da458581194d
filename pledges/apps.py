"""Application configuration of `pledges`."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PledgesConfig(AppConfig):
    """Who promised what, and what became of it."""

    name = "pledges"
    verbose_name = "Pledges and their ledger"

    def ready(self) -> None:
        """Hear of sign-ins, whichever way they go: by our form, allauth's steps or a test; guard rules left aside.

        Models can be imported only here.
        """
        from allauth.account.signals import authentication_step_completed  # noqa: PLC0415 - models load first
        from django.contrib.auth.signals import user_logged_in, user_logged_out  # noqa: PLC0415 - the same

        from pledges.access import sign_in_sessions  # noqa: PLC0415 - the same

        user_logged_in.connect(sign_in_sessions.begin_session, dispatch_uid="begin_session")
        user_logged_out.connect(sign_in_sessions.end_session, dispatch_uid="end_session")
        authentication_step_completed.connect(sign_in_sessions.note_proof, dispatch_uid="note_proof")

        from pledges.models.rules_left_aside import guard_rules_left_aside  # noqa: PLC0415 - see above

        post_migrate.connect(guard_rules_left_aside, sender=self)
