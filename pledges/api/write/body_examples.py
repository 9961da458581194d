"""Examples of bodies for the description of the API; a test sends them in this order."""

SOURCE = {
    "url": "https://www.gov.uk/government/news/example",
    "title": "Statement after the Contact Group",
    "publisher": "Ministry of Defence",
    "published": "2025-06-04",
    "grade": "official_donor",
}
ROW = {
    "action": "pledge",
    "external_reference": "newsdesk:2025-06-04/1",
    "donors": [{"code": "DEU", "role": "funder", "share": 0.5}, {"code": "NOR", "role": "funder", "share": 0.5}],
    "system": "patriot",
    "unit": "battery",
    "quantity": 2,
    "occurred": "2025-06-04",
    "due": "by the end of 2025",
    "meeting": "udcg-28",
    "source": SOURCE,
    "quote": "Germany and Norway will fund two Patriot batteries.",
}
NEW_CHANGE_SET = {"title": "Contact Group, June 2025", "note": "From the press conference.", "rows": [ROW]}
ROWS = {"rows": [ROW | {"quantity": "about 2"}]}
REJECTION = {"reason": "The communiqué says one battery."}
APPROVAL = {"planned_hash": "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9"}
LEAVE_OPEN = {"leave_open": "Both ministries confirm that these are two promises."}
REMARK = {"note": "The ministry confirms the number by phone."}
TITLE = {"title": "Contact Group, 4 June 2025"}
GIVING_UP = {"reason": "Entered twice."}
UNDOING = {"reason": "The ministry took the statement back."}
DECISIONS = {"decisions": [{"pair": "3f6c2f0c9a1b7d55", "outcome": "different", "reason": "Another contract."}]}
NEW_DRAFT = {
    "text": "Germany will deliver two Patriot batteries to Ukraine by the end of 2025.",
    "published": "2025-06-04",
    "meeting": "udcg-28",
    "source": SOURCE,
    "open_change_set": True,
}
