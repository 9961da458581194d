SITE=http://localhost:8000
MOMENT='valid_at=2025-12-31&known_at=v7'
FIELDS=system,unit,required.text,required_basis,secured.text,gap.text,stated_by

curl -sS "$SITE/api/v1/gaps/?fields=$FIELDS&format=csv&$MOMENT"
