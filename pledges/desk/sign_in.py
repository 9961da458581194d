"""Logging in and out."""

from django.contrib.auth.views import LoginView, LogoutView


class SignIn(LoginView):
    """The login page of staff; whoever is logged in already goes on."""

    template_name = "staff/login.html"
    redirect_authenticated_user = True


class SignOut(LogoutView):
    """Ends the session; only by POST."""
