"""Beyond one machine: cubes and questions to the rows by an engine that spreads over several.

The segments are Parquet on a disk that every machine sees, and the model is SQL: what reads rows
runs on the engine, what follows from cubes and tables of reference runs in DuckDB as ever.
"""

from support_kpi.scale.addresses import DUCKDB, Address, address
from support_kpi.scale.building import builder
from support_kpi.scale.engine import Engine, opened
from support_kpi.scale.rows import answer

__all__ = ["DUCKDB", "Address", "Engine", "address", "answer", "builder", "opened"]
