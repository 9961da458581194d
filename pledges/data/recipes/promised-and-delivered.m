let
    Address = "http://localhost:8000/api/v1/summaries/systems/?system=patriot&fields=unit,promised.low,promised.high,delivered.low,delivered.high&format=csv&valid_at=2025-12-31&known_at=v7",
    Text = Csv.Document(Web.Contents(Address), [Delimiter = ",", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]),
    Rows = Table.PromoteHeaders(Text),
    Unknown = Table.ReplaceValue(Rows, "", null, Replacer.ReplaceValue, Table.ColumnNames(Rows)),
    Typed = Table.TransformColumnTypes(Unknown, {
        {"unit", type text},
        {"promised_low", type number},
        {"promised_high", type number},
        {"delivered_low", type number},
        {"delivered_high", type number}
    }, "en-US")
in
    Typed
