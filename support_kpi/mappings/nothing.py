"""Words that say as little as an empty cell."""

NULL_WORDS = (
    "-", "--", "---", "–", "—", "?", "na", "n/a", "n.a.", "#n/a", "nan", "nat", "null", "none",
    "(null)",
    "<null>", "[null]", "(none)", "[none]", "(blank)", "(empty)", "\\n", "nil", "#value!", "#ref!",
    "#div/0!", "#name?", "#num!", "#null!",
)  # fmt: skip
# Of a channel, a status or a priority these say as little as an empty cell.
UNSAID_WORDS = (
    "unknown",
    "unspecified",
    "not specified",
    "not set",
    "undefined",
    "not available",
    "not applicable",
    "not selected",
    "not answered",
)
# Of a number, a time or a yes or no these do as well, in six languages.
UNMEASURED_WORDS = (
    *UNSAID_WORDS, "no answer", "no response", "no data",
    "no value", "not recorded", "not rated", "unrated", "blank", "empty", "missing", "never", "tbd",
    ".", "..", "...", "…", "_", "''", "k.a.", "k. a.", "keine", "keine angabe", "unbekannt", "n/d",
    "n.d.", "nd", "s/o", "sin dato", "sin datos", "desconocido", "ninguno", "aucun", "aucune",
    "inconnu", "non renseigné", "sem dados", "não informado", "desconhecido", "无", "無", "未知",
    "不明", "なし", "未設定",
)  # fmt: skip
