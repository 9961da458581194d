SITE=http://localhost:8000

after=$(cat place.txt 2>/dev/null || echo 5)
curl -sSf "$SITE/api/v1/changes/?after=$after&type=pledge_announced&fields=id,summary&format=ndjson" -o new.ndjson || exit 1

cat new.ndjson >>changes.ndjson
last=$(sed -n '$s/^{"id":"\([0-9.]*\)".*/\1/p' new.ndjson)
[ -z "$last" ] || echo "$last" >place.txt

echo "$(wc -l <new.ndjson) new promises since $after"
head -n 3 new.ndjson
