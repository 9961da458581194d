SITE=http://localhost:8000
MOMENT='valid_at=2025-12-31&known_at=v7'
FIELDS=unit,promised.text,delivered.text,outstanding.text

curl -sS "$SITE/api/v1/summaries/systems/?system=patriot&fields=$FIELDS&format=csv&$MOMENT"
