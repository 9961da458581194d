"""The kinds of files that are kept of sources; a file is told by its bytes, never by its name."""

from django.utils.translation import gettext_lazy as _

TEXT, HTML, PDF, WACZ = "text/plain", "text/html", "application/pdf", "application/wacz"

MEDIA_TYPES = {TEXT: _("text"), HTML: _("HTML page"), PDF: _("PDF file"), WACZ: _("WACZ archive")}
