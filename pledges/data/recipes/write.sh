SITE=http://localhost:8000
ROWS='[{"action": "pledge", "donors": [{"code": "DEU", "role": "funder"}], "system": "patriot", "unit": "battery",
  "quantity": "about 2", "occurred": "2025-06-04", "due": "by the end of 2025",
  "source": {"url": "https://example.org/statement", "title": "Statement after the Contact Group"},
  "quote": "We will fund about two Patriot batteries."}]'

send() {
  curl -sS -H "Authorization: Bearer $RAMSTEIN_TOKEN" -H 'Content-Type: application/json' "$@"
}

send "$SITE/api/v1/changesets/" -d "{\"title\": \"Contact Group, June 2025\", \"rows\": $ROWS}" -o draft.json
draft=$(sed 's/^{"id":\([0-9]*\).*/\1/' draft.json)
send -X POST "$SITE/api/v1/changesets/$draft/submit/" -o sent.json
grep -o '"with_problems":[0-9]*' draft.json
grep -o '"state":"[a-z_]*"' draft.json sent.json
