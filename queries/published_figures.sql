-- Published figures of the studies, with how each is measured in own data.
-- grain: figure_id
-- params: study, topic
-- returns: figure_id, study, publisher, year, fieldwork, sample_size, population, topic, question,
-- segment_dimension, segment, answer, statistic, value, unit, comparator, low, high,
-- original_source, document, document_line, note, page, input, measure, own_kpi, code, options,
-- own_segment, against, threshold, sense, doubt, better
-- note: value is as printed; doubt is what keeps the comparison from being exact.
select
    published_figure.figure_id,
    published_figure.study,
    published_figure.publisher,
    published_figure.year,
    published_figure.fieldwork,
    published_figure.sample_size,
    published_figure.population,
    published_figure.topic,
    published_figure.question,
    published_figure.segment_dimension,
    published_figure.segment,
    published_figure.answer,
    published_figure.statistic,
    published_figure.value,
    published_figure.unit,
    published_figure.comparator,
    published_figure.low,
    published_figure.high,
    published_figure.original_source,
    published_figure.document,
    published_figure.document_line,
    published_figure.note,
    study_measure.page,
    study_measure.input,
    coalesce(study_measure.measure, 'none') as measure,
    study_measure.kpi as own_kpi,
    study_measure.code,
    study_measure.options,
    coalesce(study_measure.segment, 'all') as own_segment,
    study_measure.against,
    study_measure.threshold::double as threshold,
    study_measure.sense,
    study_measure.reason as doubt,
    coalesce(study_question.better, kpi.better, 'neither') as better
from published_figure
left join study_measure using (figure_id)
left join
    study_question
    on study_question.study = published_figure.study
    and study_question.code = study_measure.code
left join kpi on kpi.kpi = study_measure.kpi
left join
    study_segment
    on study_segment.study = published_figure.study
    and study_segment.dimension = published_figure.segment_dimension
    and study_segment.segment = published_figure.segment
where
    ($study is null or lower(published_figure.study) = lower($study))
    and ($topic is null or lower(published_figure.topic) = lower($topic))
order by
    published_figure.study,
    published_figure.topic,
    published_figure.question,
    study_segment.place nulls first,
    published_figure.figure_id
