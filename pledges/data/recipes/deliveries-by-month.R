site <- "http://localhost:8000"
moment <- "valid_at=2025-12-31&known_at=v7"

totals <- read.csv(paste0(site, "/api/v1/totals/?group_by=delivered_month&system=patriot&format=csv&", moment))
batteries <- totals[totals$unit == "battery", c("delivered_month", "delivered_low", "delivered_high")]

dated <- batteries[!batteries$delivered_month %in% c("none", "undated"), ]
dated <- dated[order(dated$delivered_month), ]
dated$so_far_low <- cumsum(dated$delivered_low)
dated$so_far_high <- cumsum(dated$delivered_high)
print(dated, row.names = FALSE)
print(batteries[batteries$delivered_month == "undated", ], row.names = FALSE)
