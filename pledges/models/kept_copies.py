"""What is kept of sources, in case they vanish: the bytes, the text in them, and where in it the quoted words stand."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length

from meetings.models import Source
from meetings.models.catalogue_version import part_of_catalogue, shown_in_answers
from meetings.models.vocabulary_field import VocabularyField
from meetings.models.window_columns import append_only
from pledges.models.change_sets import DatasetVersion
from pledges.models.user import User
from pledges.values.choices import CopyState
from pledges.values.media_types import MEDIA_TYPES

HEX_DIGEST = r"^[0-9a-f]{64}$"

CONTEXT = 120
"""Characters of the kept text that are shown on each side of a quote; no more of a text is public."""

KEPT_AS_STORED = pgtrigger.Trigger(
    name="kept_as_stored",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.Before,
    func="""
        IF NEW.state = 'read' AND NEW.text_sha256 <> encode(sha256(convert_to(NEW.text, 'UTF8')), 'hex') THEN
            RAISE EXCEPTION 'the text of the copy % has another hash', NEW.sha256
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF TG_OP = 'UPDATE' AND (
            (NEW.sha256, NEW.media_type, NEW.byte_size, NEW.stored_by_id, NEW.stored_at, NEW.page_url)
                IS DISTINCT FROM
                (OLD.sha256, OLD.media_type, OLD.byte_size, OLD.stored_by_id, OLD.stored_at, OLD.page_url)
            OR (OLD.state = 'read' AND (NEW.state <> 'read' OR NEW.text_sha256 <> OLD.text_sha256))
        ) THEN
            RAISE EXCEPTION 'the copy % stays as it was stored, and its text as it was read', OLD.sha256
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    """,
)

NEVER_DELETED = pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)

ANCHOR_IN_TEXT = pgtrigger.Trigger(
    name="in_text",
    level=pgtrigger.Statement,
    operation=pgtrigger.Insert,
    when=pgtrigger.After,
    referencing=pgtrigger.Referencing(new="new_anchors"),
    declare=[("astray", "record")],
    func="""
        SELECT anchor.version_id, anchor.position, copy.sha256
        FROM new_anchors AS anchor JOIN pledges_keptcopy AS copy ON copy.id = anchor.copy_id
        WHERE copy.state <> 'read' OR (anchor.start IS NOT NULL AND concat(anchor.prefix, anchor.exact, anchor.suffix)
            <> substr(copy.text, anchor.start + 1 - length(anchor.prefix),
                length(anchor.prefix) + length(anchor.exact) + length(anchor.suffix)))
        LIMIT 1 INTO astray;
        IF astray IS NOT NULL THEN
            RAISE EXCEPTION 'the quote of %.% is not at this place of the text of the copy %',
                astray.version_id, astray.position, astray.sha256
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NULL;
    """,
)


class KeptCopy(models.Model):
    """A file, or pasted text, as somebody found it at a page; its bytes stand in the storage under their hash.

    Everything but `archive_url` stays as it was stored; the text stays once it is read.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    media_type = models.CharField(max_length=40)
    byte_size = models.PositiveBigIntegerField()
    stored_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    stored_at = models.DateTimeField()
    page_url = models.URLField(max_length=2000, blank=True)
    archive_url = models.URLField(max_length=2000, blank=True)
    state = VocabularyField(max_length=12, choices=CopyState, default=CopyState.WAITING)
    text = models.TextField(blank=True)
    text_sha256 = models.CharField(max_length=64, blank=True)
    problem = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="kept_copy_sha256_hex", condition=Q(sha256__regex=HEX_DIGEST)),
            models.CheckConstraint(name="kept_copy_media_type", condition=Q(media_type__in=list(MEDIA_TYPES))),
            models.CheckConstraint(name="kept_copy_not_empty", condition=Q(byte_size__gt=0)),
            models.CheckConstraint(
                name="kept_copy_read",
                condition=Q(state="waiting", text="", text_sha256="", problem="")
                | (Q(state="failed", text="", text_sha256="") & ~Q(problem=""))
                | Q(state="read", text_sha256__regex=HEX_DIGEST, problem=""),
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(state="waiting"), name="kept_copy_waiting_idx")]
        triggers = [
            KEPT_AS_STORED,
            NEVER_DELETED,
            append_only()[1],
            shown_in_answers(
                "sha256", "media_type", "byte_size", "stored_at", "page_url", "archive_url", "state", "text_sha256"
            ),
        ]

    def __str__(self) -> str:
        return self.sha256


class SourceCopy(models.Model):
    """That a copy is of a source; the newest counts. `version` is set where a change set brought it."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="copies", db_index=False)
    copy = models.ForeignKey(KeptCopy, on_delete=models.PROTECT, related_name="sources")
    attached_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    attached_at = models.DateTimeField()
    version = models.ForeignKey(DatasetVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["source", "-id"], name="source_copy_newest_idx")]
        triggers = [*append_only(), *part_of_catalogue()]

    def __str__(self) -> str:
        return f"{self.source_id}: {self.copy_id}"


class QuoteAnchor(models.Model):
    """Where the words quoted for a fact stand in a kept text; without `start` they were not found in it.

    These are the TextQuoteSelector and the TextPositionSelector of the W3C Web Annotation Data Model:
    https://www.w3.org/TR/annotation-model/#selectors. Offsets count the characters of the kept text from 0.
    """

    version = models.ForeignKey(DatasetVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveIntegerField()
    copy = models.ForeignKey(KeptCopy, on_delete=models.PROTECT, related_name="anchors")
    exact = models.TextField(blank=True)
    prefix = models.CharField(max_length=CONTEXT, blank=True)
    suffix = models.CharField(max_length=CONTEXT, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "position", "copy"], name="quote_anchor_unique"),
            models.CheckConstraint(
                name="quote_anchor_place",
                condition=Q(start__isnull=True, end__isnull=True, exact="", prefix="", suffix="")
                | (Q(start__isnull=False, end__isnull=False, start__lt=F("end")) & Q(end=F("start") + Length("exact"))),
            ),
        ]
        triggers = [*append_only(), ANCHOR_IN_TEXT, *part_of_catalogue()]

    def __str__(self) -> str:
        return f"{self.version_id}.{self.position} in {self.copy_id}"
