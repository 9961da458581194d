SITE=http://localhost:8000

for attempt in first second; do
  curl -sS --etag-compare gaps.etag --etag-save gaps.etag -o gaps.csv -w "$attempt: %{http_code}\n" "$SITE/api/v1/gaps/?format=csv"
done
[ -s gaps.csv ] && echo "gaps.csv is still there"
