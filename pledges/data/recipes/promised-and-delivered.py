import pandas as pd

SITE = "http://localhost:8000"
MOMENT = "valid_at=2025-12-31&known_at=v7"

systems = pd.read_csv(f"{SITE}/api/v1/summaries/systems/?system=patriot&format=csv&{MOMENT}")
patriot = systems[systems.promised_low > 0].set_index("unit")
print(patriot[["promised_text", "delivered_low", "delivered_high", "outstanding_text"]].to_string())
