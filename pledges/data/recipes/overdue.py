import pandas as pd

SITE = "http://localhost:8000"
MOMENT = "valid_at=2025-12-31&known_at=v7"
DONORS = "donor=DEU&donor=ITA"

late = pd.read_csv(f"{SITE}/api/v1/pledges/?{DONORS}&overdue=certainly&overdue=possibly&format=csv&{MOMENT}")
for pledge in late.itertuples():
    print(f"{pledge.reference}: {pledge.system_name}, {pledge.outstanding_text} {pledge.unit} outstanding,")
    print(f"  due {pledge.due_text}; {pledge.overdue} late")

donors = pd.read_csv(f"{SITE}/api/v1/summaries/donors/?{DONORS}&format=csv&{MOMENT}")
for donor in donors.itertuples():
    print(f"{donor.name}: {donor.overdue_not_dated} of {donor.pledges} pledges have no due date")
