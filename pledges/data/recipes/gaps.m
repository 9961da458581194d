let
    Address = "http://localhost:8000/api/v1/gaps/?fields=system_name,unit,required.low,required.high,required_basis,gap.low,gap.high,stated_by&format=csv&valid_at=2025-12-31&known_at=v7",
    Text = Csv.Document(Web.Contents(Address), [Delimiter = ",", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]),
    Rows = Table.PromoteHeaders(Text),
    Unknown = Table.ReplaceValue(Rows, "", null, Replacer.ReplaceValue, Table.ColumnNames(Rows)),
    Typed = Table.TransformColumnTypes(Unknown, {
        {"system_name", type text},
        {"unit", type text},
        {"required_low", type number},
        {"required_high", type number},
        {"required_basis", type text},
        {"gap_low", type number},
        {"gap_high", type number},
        {"stated_by", type text}
    }, "en-US")
in
    Typed
