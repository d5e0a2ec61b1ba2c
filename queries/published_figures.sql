-- Published figures of the studies, with the KPI that answers each like for like.
-- grain: figure_id
-- params: study, topic
-- returns: figure_id, study, publisher, year, sample_size, population, topic, question,
-- segment_dimension, segment, answer, statistic, value, unit, comparator, low, high,
-- original_source, document, document_line, note, own_kpi, own_dimension, own_segment, factor,
-- doubt
-- note: value is as printed; factor turns it into the unit of own_kpi.
select
    published_figure.figure_id,
    study,
    publisher,
    year,
    sample_size,
    population,
    topic,
    question,
    segment_dimension,
    published_figure.segment,
    answer,
    statistic,
    value,
    unit,
    comparator,
    low,
    high,
    original_source,
    document,
    document_line,
    note,
    comparison.kpi as own_kpi,
    comparison.dimension as own_dimension,
    comparison.segment as own_segment,
    comparison.factor,
    comparison.doubt
from published_figure
left join comparison on published_figure.figure_id = comparison.figure_id
where
    ($study is null or lower(study) = lower($study))
    and ($topic is null or lower(topic) = lower($topic))
order by study, topic, published_figure.figure_id
