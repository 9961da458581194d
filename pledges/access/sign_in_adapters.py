"""How django-allauth behaves here: no sign-up, our addresses of clients, our time for asking again, kept secrets."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from pledges.access.client_addresses import address_of
from pledges.access.sign_in_sessions import has_to_prove


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by stewards only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address as a column of addresses takes it: of a network the first one."""
        counted = address_of(request)
        return "0.0.0.0" if counted == "unknown" else counted.partition("/")[0]  # noqa: S104 - says "unknown", binds nothing

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever signed in or proved to be there a moment ago need not do so again."""
        return has_to_prove(self.request, now=timezone.now())


class SecondFactorAdapter(DefaultMFAAdapter):
    """Seeds of second factors stand in the database encrypted by a key made of `SECRET_KEY`."""

    def encrypt(self, text: str) -> str:
        return fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return fernet().decrypt(encrypted_text.encode()).decode()


def fernet() -> MultiFernet:
    """What encrypts by the newest key and opens what older ones encrypted."""
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    made = [hashlib.sha256(b"second factors of ramstein:" + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in made])
