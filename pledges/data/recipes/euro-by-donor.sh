SITE=http://localhost:8000
MOMENT='valid_at=2025-12-31&known_at=v7'
FIELDS=name,pledges,value_eur.promised.text,value_eur.delivered.text,value_eur.firm.text,value_eur.unvalued

curl -sS "$SITE/api/v1/summaries/donors/?donor=DEU&donor=GBR&donor=USA&fields=$FIELDS&format=csv&$MOMENT"
