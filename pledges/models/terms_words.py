"""Words of vocabularies that the terms of a pledge state, and that its state carries."""

from django.db import models

from meetings.models.vocabulary_field import VocabularyField
from pledges.values.choices import AidType, Provision


class TermsWords(models.Model):
    """One column for each of TERMS_WORDS; a source that says nothing leaves the default."""

    aid_type = VocabularyField(max_length=15, choices=AidType, default=AidType.MILITARY)
    provision = VocabularyField(
        max_length=40, choices=Provision, default=Provision.UNKNOWN, db_default=Provision.UNKNOWN.value
    )

    class Meta:
        abstract = True
