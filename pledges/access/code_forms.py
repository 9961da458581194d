"""The forms that ask for a code or the password: every attempt is counted, and a code opens once."""

from __future__ import annotations

import hmac
import logging
from typing import Any

from allauth.account.forms import ReauthenticateForm as PasswordForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from pledges.access.account_events import record_event
from pledges.access.client_addresses import address_of
from pledges.access.guess_limits import Attempt, Counted, code_counts, forget_attempts, say_wait, take_attempt
from pledges.models import User
from pledges.values.choices import AccountEventKind

logger = logging.getLogger(__name__)

WRONG_CODE = "This code is wrong, or was used already."


def count_attempt(counts: list[Counted]) -> Attempt:
    """Count an attempt.

    :raises ValidationError: it is too early for another one.
    """
    attempt = take_attempt(counts, now=timezone.now())
    if not attempt.may_go:
        raise forms.ValidationError(too_early(attempt), code="wait")
    return attempt


def too_early(attempt: Attempt) -> str:
    return f"Too many wrong attempts. Try again in {say_wait(attempt.wait_s)}."


def note_wrong(attempt: Attempt, *, user: User | None, name: str, what: str, request: HttpRequest) -> None:
    """Say in the log that an attempt was wrong; one after which others wait is kept as well."""
    logger.warning("wrong %s of %s from %s", what, " ".join(name.split())[:150], address_of(request))
    if attempt.next_wait_s:
        detail = f"wrong {what} of “{name[:150]}”, the next one waits {attempt.next_wait_s} s"
        record_event(AccountEventKind.LOCKED_OUT, now=timezone.now(), subject=user, request=request, detail=detail)


@transaction.atomic
def use_code(user: User, code: str) -> Authenticator | None:
    """The authenticator that a code belongs to; each code opens once, which the database keeps."""
    own = Authenticator.objects.select_for_update().filter(user=user).exclude(type=Authenticator.Type.WEBAUTHN)
    for found in own.order_by("-type"):
        if found.type == Authenticator.Type.RECOVERY_CODES:
            if found.wrap().validate_code(code):
                return found
            continue
        step = matching_step(decrypt(found.data["secret"]), code)
        if step is not None and step > found.data.get("last_step", 0):
            found.data["last_step"] = step
            found.save(update_fields=["data"])
            return found
    return None


def matching_step(secret: str, code: str) -> int | None:
    """The step of time whose code this is; what looks at all of them takes the same time for each."""
    typed = "".join(code.split())
    steps = [
        step
        for step in yield_hotp_counters_from_time()
        if hmac.compare_digest(format_hotp_value(hotp_value(secret, step)).encode(), typed.encode())
    ]
    return steps[-1] if steps else None


class CountedCode:
    """A field `code` whose attempts are counted for the account."""

    user: User
    cleaned_data: dict[str, Any]
    authenticator: Authenticator

    def clean_code(self) -> str:
        """Find what the code belongs to.

        :raises ValidationError: it belongs to nothing, or there were too many.
        """
        counts = code_counts(user_pk=self.user.pk)
        attempt = count_attempt(counts)
        code = str(self.cleaned_data["code"])
        found = use_code(self.user, code)
        if found is None:
            note_wrong(attempt, user=self.user, name=self.user.username, what="code", request=context.request)
            raise forms.ValidationError(WRONG_CODE)
        found.user = self.user
        self.authenticator = found
        forget_attempts(counts)
        return code


class CodeForm(CountedCode, AuthenticateForm):
    """The code at sign-in."""


class CodeAgainForm(CountedCode, ReauthenticateForm):
    """The code before a weighty step."""


class PasswordAgainForm(PasswordForm):
    """The password before a weighty step."""

    def clean_password(self) -> str:
        """Check the password of the account that is signed in.

        :raises ValidationError: it is wrong, or there were too many.
        """
        counts = [Counted("again", str(self.user.pk), free=5)]
        attempt = count_attempt(counts)
        password = str(self.cleaned_data["password"])
        if not self.user.check_password(password):
            note_wrong(attempt, user=self.user, name=self.user.username, what="password", request=context.request)
            raise forms.ValidationError("This is not your password.")
        forget_attempts(counts)
        return password
