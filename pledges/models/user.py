"""Staff accounts and the policy of review."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from meetings.models.catalogue_version import shown_in_answers
from meetings.models.vocabulary_field import VocabularyField
from pledges.values.choices import Role

SYSTEM_STARTER = "system:starter"
SYSTEM_BOOTSTRAP = "system:bootstrap"


class User(AbstractUser):
    """A person, or a system account without login that may only act on the starter data."""

    role = VocabularyField(max_length=20, choices=Role, default=Role.READER)
    is_system = models.BooleanField(default=False)
    # From here on runs the time within which a second factor is set up.
    first_sign_in_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(AbstractUser.Meta):
        constraints = [
            models.CheckConstraint(
                name="user_system_without_login",
                condition=Q(is_system=False) | Q(is_active=False, is_staff=False, is_superuser=False),
            ),
            models.CheckConstraint(
                name="user_system_name",
                condition=Q(is_system=True, username__startswith="system:")
                | (Q(is_system=False) & ~Q(username__startswith="system:")),
            ),
        ]
        triggers = [shown_in_answers("username", "first_name", "last_name", "role", "is_system")]

    def may(self, role: str) -> bool:
        """Whether this account may act in the role: reader < drafter < reviewer; admin is all of them."""
        ladder = [Role.READER, Role.DRAFTER, Role.REVIEWER]
        if not self.is_active or self.role == role:
            return self.is_active
        if self.role == Role.ADMIN:
            return True
        return self.role in ladder and role in ladder and ladder.index(Role(self.role)) > ladder.index(Role(role))


class ReviewPolicy(models.Model):
    """The one row that says whether a second person must approve; the triggers read it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    four_eyes = models.BooleanField(default=True)

    class Meta:
        constraints = [models.CheckConstraint(name="review_policy_single_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return "four eyes" if self.four_eyes else "single person"
