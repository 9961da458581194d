SITE=http://localhost:8000
MOMENT='valid_at=2025-12-31&known_at=v7'

curl -sS --compressed "$SITE/api/v1/pledges/?donor=DEU&fields=reference,system,promised.text&format=ndjson&$MOMENT" -o pledges.ndjson
wc -l <pledges.ndjson
head -n 2 pledges.ndjson
