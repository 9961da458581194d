SITE=http://localhost:8000
ADDRESS="$SITE/api/v1/pledges/?system=patriot&format=csv&valid_at=2025-12-31&known_at=v7"

curl -sS "$ADDRESS" -o pledges.csv
curl -sS "$ADDRESS&manifest=1" -o manifest.json

stated=$(sed 's/.*"sha256":"\([0-9a-f]*\)".*/\1/' manifest.json)
echo "$stated  pledges.csv" | sha256sum --check
grep -o '"citation":"[^"]*"' manifest.json
echo "$SITE/systems/patriot/?valid_at=2025-12-31&known_at=v7"
