"""Signing in: waits after wrong attempts, second factors, sessions that end, and asking again."""

import logging
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from pledges.access.api_tokens import create_token
from pledges.access.password_resets import send_resets
from pledges.models import AccountEvent, ApiToken, AskedReset, Invitation, User
from pledges.values.choices import AccountEventKind, Role
from tests.pledges import staff_steps
from tests.pledges.desk.posting import words

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-password"
OTHER = "quite-another-phrase"
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def drafter() -> User:
    """Somebody with a password and an address."""
    return person("drafter", role=Role.DRAFTER)


def person(name: str, *, role: Role) -> User:
    user = staff_steps.create_user(name, role=role)
    user.email = f"{name}@example.org"
    user.set_password(PASSWORD)
    user.save()
    return user


def log_in(client: Client, name: str = "drafter", password: str = PASSWORD, **more: str) -> str:
    """Post the form, and return where it leads; the empty string where it does not."""
    answer = client.post("/staff/login/", {"username": name, "password": password} | more)
    return answer.get("Location", "")


def code_now() -> str:
    return format_hotp_value(hotp_value(SEED, list(yield_hotp_counters_from_time())[1]))


def with_app(user: User) -> User:
    with_context = TOTP.activate(user, SEED)
    assert SEED not in str(with_context.instance.data)
    return user


def kinds() -> list[str]:
    return list(AccountEvent.objects.order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize("name", ["drafter", "nobody"])
def test_sixty_wrong_passwords_meet_a_wait_and_the_log(
    name: str, drafter: User, caplog: pytest.LogCaptureFixture
) -> None:
    client = Client()
    with caplog.at_level(logging.WARNING):
        answers = [client.post("/staff/login/", {"username": name, "password": "wrong"}) for _ in range(60)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 55
    assert "Name and password do not fit together, or the account is closed." in words(answers[0])
    assert "Too many wrong attempts. Try again in 1" in words(answers[-1])
    assert 0 < int(answers[-1]["Retry-After"]) <= 15
    assert caplog.messages.count(f"wrong password of {name} from 127.0.0.1") == 5
    assert kinds() == [AccountEventKind.LOCKED_OUT]
    assert log_in(client, "drafter") == ("" if name == "drafter" else "/staff/")


def test_code_follows_the_password_and_opens_once(drafter: User) -> None:
    with_app(drafter)
    client, code = Client(), code_now()

    assert log_in(client, next="/staff/tokens/") == "/staff/login/code/"
    assert client.get("/staff/tokens/").status_code == 302
    wrong = client.post("/staff/login/code/", {"code": "000000"})
    right = client.post("/staff/login/code/", {"code": code})
    assert "This code is wrong, or was used already." in words(wrong)
    assert right["Location"] == "/staff/tokens/"
    assert client.get("/staff/tokens/").status_code == 200
    again = Client()
    log_in(again)
    assert "This code is wrong, or was used already." in words(again.post("/staff/login/code/", {"code": code}))
    assert kinds() == [AccountEventKind.SIGNED_IN]
    assert AccountEvent.objects.get().detail == "password + totp"


def test_codes_are_counted_for_the_account_whatever_session_they_come_from(drafter: User) -> None:
    with_app(drafter)
    for _ in range(5):
        client = Client()
        log_in(client)
        client.post("/staff/login/code/", {"code": "000000"})
    client = Client()
    log_in(client)

    assert "Too many wrong attempts." in words(client.post("/staff/login/code/", {"code": code_now()}))


def test_recovery_code_opens_once(drafter: User) -> None:
    code = RecoveryCodes.activate(with_app(drafter)).get_unused_codes()[0]

    def comes_in() -> bool:
        client = Client()
        log_in(client)
        return client.post("/staff/login/code/", {"code": code}).status_code == 302

    assert [comes_in(), comes_in()] == [True, False]


def test_script_hears_that_a_code_is_asked_for(drafter: User) -> None:
    with_app(drafter)
    answer = Client().post(
        "/staff/login/", {"username": "drafter", "password": PASSWORD}, headers={"X-Requested-With": "fetch"}
    )

    assert (answer.status_code, answer.content.decode()[:42]) == (422, "Your account asks for a second factor: log")


def test_what_was_posted_is_offered_again_after_the_code(drafter: User) -> None:
    with_app(drafter)
    client = Client()
    kept = {"kept_path": "/staff/changesets/new/", "kept": '[["title", "Rammstein evening"]]'}

    log_in(client, **kept)
    answer = client.post("/staff/login/code/", {"code": code_now()}, follow=True)

    assert "Rammstein evening" in words(answer)
    assert 'action="/staff/changesets/new/"' in words(answer)


def test_public_installation_works_only_with_a_second_factor(drafter: User, settings: Settings) -> None:
    settings.SECOND_FACTOR_GRACE_DAYS = 0
    client = Client()
    log_in(client)

    assert client.get("/staff/changesets/")["Location"] == "/staff/account/second-factor/"
    assert client.get("/staff/tokens/", headers={"HX-Request": "true"}).status_code == 403
    assert client.get("/staff/account/second-factor/app/").status_code == 200
    with_app(drafter)
    assert client.get("/staff/changesets/").status_code == 200


def test_own_machine_asks_for_a_week_and_then_requires(drafter: User) -> None:
    client = Client()
    log_in(client)
    asked = words(client.get("/staff/changesets/"))
    client.post("/staff/account/second-factor/later/")
    later = words(client.get("/staff/changesets/"))
    User.objects.update(first_sign_in_at=timezone.now() - timedelta(days=8))

    assert ("Your account needs a second factor from" in asked, "Your account needs a second" in later) == (True, False)
    assert client.get("/staff/changesets/")["Location"] == "/staff/account/second-factor/"


def test_app_is_set_up_with_its_first_code(drafter: User) -> None:
    client = Client()
    log_in(client)
    client.get("/staff/account/second-factor/app/")
    seed = client.session["mfa.totp.secret"]
    code = format_hotp_value(hotp_value(seed, list(yield_hotp_counters_from_time())[1]))

    answer = client.post("/staff/account/second-factor/app/", {"code": code})
    shown, again = (words(client.get("/staff/account/second-factor/codes/")) for _ in range(2))

    assert answer["Location"] == "/staff/account/second-factor/codes/"
    assert (shown.count("<code>"), again.count("<code>")) == (10, 0)
    assert kinds() == [AccountEventKind.SIGNED_IN, AccountEventKind.FACTOR_ADDED]
    assert seed not in str(list(Authenticator.objects.values_list("data", flat=True)))


@pytest.mark.parametrize(("name", "hours"), [("seen_at", 3), ("signed_in_at", 25)])
def test_sessions_end_when_idle_or_old(name: str, hours: int, drafter: User, settings: Settings) -> None:
    settings.SESSION_IDLE_MINUTES, settings.SESSION_LONGEST_HOURS = 120, 24
    client = Client()
    log_in(client)
    before = client.get("/staff/tokens/").status_code
    session = client.session
    session[name] -= hours * 3600
    session.save()

    assert (before, client.get("/staff/tokens/").status_code) == (200, 302)


def test_session_gets_another_key_at_login_and_with_another_role(drafter: User) -> None:
    client = Client()
    client.get("/staff/login/")
    log_in(client)
    first = client.session.session_key
    User.objects.update(role=Role.REVIEWER)
    client.get("/staff/tokens/")

    assert client.session.session_key != first


def test_weighty_steps_ask_again_and_then_go_on(drafter: User, settings: Settings) -> None:
    with_app(drafter)
    client = Client()
    log_in(client)
    client.post("/staff/login/code/", {"code": code_now()})
    settings.SECOND_FACTOR_GRACE_DAYS = 0
    session = client.session
    session["proved_at"] -= 16 * 60
    session.save()

    asked = client.post("/staff/tokens/", {"name": "Newsroom", "days": "90", "scopes": ["read"]})
    wrong = client.post(asked["Location"], {"password": "wrong", "next": "/staff/tokens/"})
    done = client.post(asked["Location"], {"password": PASSWORD, "next": "/staff/tokens/"})

    assert asked["Location"] == "/staff/account/again/?next=%2Fstaff%2Ftokens%2F"
    assert "This is not your password." in words(wrong)
    assert "“Newsroom” is made" in words(done)
    assert ApiToken.objects.get().scopes == ["read"]


def test_changed_password_ends_other_sessions_and_tokens_where_wanted(drafter: User) -> None:
    here, elsewhere = Client(), Client()
    log_in(here)
    log_in(elsewhere)
    create_token(owner=drafter, name="Newsroom", lifetime_days=7, now=timezone.now())
    fields = {"old_password": PASSWORD, "new_password1": OTHER, "new_password2": OTHER, "end_tokens": "1"}

    answer = here.post("/staff/account/password/", fields)

    assert answer["Location"] == "/staff/account/"
    assert (here.get("/staff/account/").status_code, elsewhere.get("/staff/account/").status_code) == (200, 302)
    assert ApiToken.objects.get().revoked_at is not None
    assert log_in(Client(), password=OTHER) == "/staff/"


def test_other_sessions_are_listed_and_ended(drafter: User) -> None:
    here, elsewhere = Client(), Client(headers={"User-Agent": "Old Laptop"})
    log_in(here)
    log_in(elsewhere)
    page = words(here.get("/staff/account/"))
    here.post("/staff/account/sessions/end/")

    assert "Old Laptop" in page
    assert (here.get("/staff/account/").status_code, elsewhere.get("/staff/account/").status_code) == (200, 302)


def test_forgotten_password_says_the_same_to_everybody_and_mails_a_link(drafter: User) -> None:
    pages = [
        words(Client().post("/staff/password/", {"email": address}))
        for address in ("drafter@example.org", "nobody@example.org")
    ]
    asked = AskedReset.objects.count()
    sent = send_resets(now=timezone.now())
    client = Client()
    link = mail.outbox[0].body.split("within an hour: ")[1].split()[0].removeprefix("http://localhost:8000")
    form = client.get(link)["Location"]
    client.post(form, {"new_password1": OTHER, "new_password2": OTHER})

    assert "If an account has this address, a mail with a link is on its way." in pages[0]
    assert pages[0].split("csrfmiddlewaretoken")[0] == pages[1].split("csrfmiddlewaretoken")[0]
    assert (asked, sent, AskedReset.objects.count(), mail.outbox[0].to) == (2, 1, 0, ["drafter@example.org"])
    assert log_in(Client(), password=OTHER) == "/staff/"
    assert "This link was used already" in words(Client().get(link, follow=True))


def test_invitation_makes_one_account_with_its_role() -> None:
    steward = Client()
    steward.force_login(person("steward", role=Role.STEWARD))
    refused = steward.post("/staff/invitations/", {"email": "new@example.org", "role": "admin"})
    steward.post("/staff/invitations/", {"email": "new@example.org", "role": "reviewer"})
    link = "/staff/welcome/" + mail.outbox[0].body.split("/staff/welcome/")[1].split()[0]
    fields = {"username": "newcomer", "password1": OTHER, "password2": OTHER}
    client = Client()

    weak = client.post(link, fields | {"password1": "short", "password2": "short"})
    taken = client.post(link, fields)

    assert (refused.status_code, weak.status_code, taken["Location"]) == (422, 422, "/staff/account/second-factor/")
    assert User.objects.get(username="newcomer").role == Role.REVIEWER
    assert Client().get(link).status_code == 404


def test_revoked_and_old_invitations_make_nothing() -> None:
    admin = Client()
    admin.force_login(person("admin", role=Role.ADMIN))
    links = []
    for number in range(2):
        admin.post("/staff/invitations/", {"email": f"{number}@example.org", "role": "drafter"})
        links.append("/staff/welcome/" + mail.outbox[number].body.split("/staff/welcome/")[1].split()[0])
    first, second = Invitation.objects.order_by("pk")
    admin.post(f"/staff/invitations/{first.pk}/revoke/")
    long_ago = timezone.now() - timedelta(days=9)
    Invitation.objects.filter(pk=second.pk).update(created_at=long_ago, expires_at=long_ago + timedelta(days=7))

    assert [Client().get(link).status_code for link in links] == [404, 404]


def test_events_stay_as_they_are_and_admins_read_them(drafter: User) -> None:
    log_in(Client())
    admin = Client()
    admin.force_login(person("admin", role=Role.ADMIN))

    for statement in ("UPDATE pledges_accountevent SET detail = 'x'", "DELETE FROM pledges_accountevent"):
        with (
            pytest.raises(DatabaseError, match=r"Cannot (update|delete)"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert "signed in" in words(admin.get("/staff/account/events/"))


def test_roles_given_on_the_admin_site_are_kept(drafter: User) -> None:
    user = person("admin", role=Role.ADMIN)
    user.is_staff = user.is_superuser = True
    user.save()
    admin = Client()
    admin.force_login(user)
    fields = {"username": "drafter", "email": "", "role": "reviewer", "is_active": "on"}

    answer = admin.post(f"/admin/pledges/user/{drafter.pk}/change/", fields)

    assert answer.status_code == 302
    assert AccountEvent.objects.order_by("-pk")[0].detail == "drafter → reviewer"
