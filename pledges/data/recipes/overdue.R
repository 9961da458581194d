site <- "http://localhost:8000"
moment <- "valid_at=2025-12-31&known_at=v7"
donors <- "donor=DEU&donor=ITA"

late <- read.csv(paste0(site, "/api/v1/pledges/?", donors, "&overdue=certainly&overdue=possibly&format=csv&", moment))
print(late[c("reference", "system", "unit", "due_end", "outstanding_text", "overdue")], row.names = FALSE)

by_donor <- read.csv(paste0(site, "/api/v1/summaries/donors/?", donors, "&format=csv&", moment))
print(by_donor[c("donor", "pledges", "overdue_certainly", "overdue_possibly", "overdue_not_dated")], row.names = FALSE)
