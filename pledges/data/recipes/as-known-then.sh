SITE=http://localhost:8000

ADDRESS="$SITE/api/v1/summaries/systems/?system=patriot&unit=battery&fields=promised.text,delivered.text&format=csv"

for version in v1 v2 v7; do
  echo "as this site knew it in $version:"
  curl -sS "$ADDRESS&valid_at=2025-12-31&known_at=$version"
done
