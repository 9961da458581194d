let
    Address = "http://localhost:8000/api/v1/summaries/donors/?fields=name,pledges,value_eur.delivered.low,value_eur.delivered.high,value_eur.firm.low,value_eur.firm.high,value_eur.unvalued&format=csv&valid_at=2025-12-31&known_at=v7",
    Text = Csv.Document(Web.Contents(Address), [Delimiter = ",", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]),
    Rows = Table.PromoteHeaders(Text),
    Unknown = Table.ReplaceValue(Rows, "", null, Replacer.ReplaceValue, Table.ColumnNames(Rows)),
    Typed = Table.TransformColumnTypes(Unknown, {
        {"name", type text},
        {"pledges", type number},
        {"value_eur_delivered_low", type number},
        {"value_eur_delivered_high", type number},
        {"value_eur_firm_low", type number},
        {"value_eur_firm_high", type number},
        {"value_eur_unvalued", type number}
    }, "en-US")
in
    Typed
