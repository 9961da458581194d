SITE=http://localhost:8000
MOMENT='valid_at=2025-12-31&known_at=v7'
DONORS='donor=DEU&donor=ITA'
LATE='overdue=certainly&overdue=possibly'
FIELDS=reference,system,unit,due.text,outstanding.text,overdue

curl -sS "$SITE/api/v1/pledges/?$DONORS&$LATE&fields=$FIELDS&format=csv&$MOMENT"
curl -sS "$SITE/api/v1/summaries/donors/?$DONORS&fields=name,pledges,overdue&format=csv&$MOMENT"
