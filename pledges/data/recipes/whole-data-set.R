site <- "http://localhost:8000"

archive <- file.path(tempdir(), "ramstein.zip")
download.file(paste0(site, "/data/ramstein-v7.zip?valid_at=2025-12-31"), archive, mode = "wb", quiet = TRUE)

pledges <- read.csv(unz(archive, "data/pledges.csv"))
entries <- read.csv(unz(archive, "data/entries.csv"))
cat(nrow(pledges), "pledges,", nrow(entries), "entries\n")
print(table(pledges$status))
