"""What budget sheets call their columns, and the words for plan and actual."""

HEADINGS: dict[str, tuple[str, ...]] = {
    "category": (
        "category", "cost category", "budget category", "cost type", "expense", "expense type",
        "expense category", "line item", "line", "item", "account", "cost", "position",
        "categoría", "concepto", "kategorie", "kostenart", "catégorie", "poste", "categoria",
        "kostensoort", "kostenpost", "categorie", "voce di costo", "voce", "rubrica",
        "类别", "科目",
    ),
    "channel": ("channel", "support channel", "canal", "kanal", "kanaal", "canale", "渠道"),
    "team": (
        "team", "group", "department", "cost centre", "cost center", "equipo", "abteilung",
        "kostenstelle", "équipe", "equipe", "centre de coûts", "centro de coste",
        "centro de costos", "centro de custo", "afdeling", "kostenplaats", "reparto", "团队",
        "部门",
    ),
    "scenario": (
        "scenario", "version", "plan or actual", "plan/actual", "budget or actual", "type",
        "escenario", "szenario", "scénario", "cenário", "plan/ist", "soll/ist", "场景",
    ),
    "currency": (
        "currency", "ccy", "moneda", "währung", "devise", "moeda", "valuta", "币种", "货币",
    ),
    "note": (
        "note", "notes", "remark", "remarks", "comment", "nota", "bemerkung", "remarque", "备注",
        "vendor", "supplier", "payee", "description", "memo", "lieferant", "fournisseur",
        "proveedor", "fornecedor", "leverancier", "fornitore",
    ),
    "cost_group": ("cost group", "group of cost", "cost class"),
}  # fmt: skip
PERIODS = (
    "month", "period", "period start", "date", "posting date", "booking date", "invoice date",
    "mes", "monat", "buchungsdatum", "datum", "mois", "fecha", "mês", "data", "maand", "mese",
    "月份", "月",
)  # fmt: skip
PERIOD_ENDS = ("period end", "period_end", "end of period")
AMOUNTS = (
    "amount", "value", "cost amount", "spend", "importe", "betrag", "montant", "valor", "bedrag",
    "importo", "金额",
)  # fmt: skip
# Headings of amounts that may be counts of anything.
VAGUE = ("value", "valor")
SCENARIOS: dict[str, str | None] = {
    "plan": "plan", "planned": "plan", "budget": "plan", "budgeted": "plan", "target": "plan",
    "presupuesto": "plan", "soll": "plan", "prévu": "plan", "orçado": "plan", "orçamento": "plan",
    "begroting": "plan", "begroot": "plan", "preventivo": "plan", "预算": "plan",
    "actual": "actual", "actuals": "actual", "spent": "actual", "spend": "actual",
    "real": "actual", "ist": "actual", "réel": "actual", "realizado": "actual",
    "werkelijk": "actual", "realisatie": "actual", "consuntivo": "actual", "实际": "actual",
    "forecast": "forecast", "outlook": "forecast", "estimate": "forecast",
    "pronóstico": "forecast", "prognose": "forecast", "prévision": "forecast", "预测": "forecast",
}  # fmt: skip
GROUPS: dict[str, str] = {
    "people": r"people|personnel|salar|wage|payroll|bonus|benefit|hiring|recruit|training|staff"
    r"|headcount|contractor|outsourc|agents?\b|personal|gehalt|gehälter|löhne|lohn|schulung"
    r"|salair|rémunér|sueldo|nómina|salár|formación|formation|formação|stipend|人员|工资|培训",
    "technology": r"technolog|software|licen|lizenz|tool|telecom|telephon|telefon|phone|helpdesk"
    r"|hosting|hardware|cloud|\bcrm\b|\bai\b|chatbot|automation|platform|system|subscription"
    r"|logiciel|téléphon|\bit\b|技术|软件",
}
