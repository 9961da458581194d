import pandas as pd

SITE = "http://localhost:8000"

for known_at in ("v1", "v2", "v7"):
    address = f"{SITE}/api/v1/summaries/systems/?system=patriot&unit=battery&format=csv"
    battery = pd.read_csv(f"{address}&valid_at=2025-12-31&known_at={known_at}").iloc[0]
    print(f"{known_at}: {battery.promised_text} promised, {battery.delivered_text} delivered")
