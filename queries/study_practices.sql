-- Facts about one organisation that the studies count among peers, and how to say them.
-- grain: figure_id
-- params: none
-- returns: figure_id, source, practice, least, most, only_of, yes, no
-- note: a fact holds above least and up to most; without either it is a value, as a rank.
select figure_id, source, practice, least::double as least, most::double as most, only_of, yes, no
from study_practice
order by figure_id
