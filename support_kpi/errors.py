"""Every error that the project raises on purpose.

SupportKpiError            caught at the two edges: the command line and `ui`
├── ExportError            a file that cannot be loaded; the message says what to do
│   ├── UnreadableFile     the bytes are not a table: damaged, encrypted, too large
│   │   └── EmptyFile      there is not a single filled cell
│   ├── UnknownFormat      a table that no reader claims
│   ├── AmbiguousFormat    a table that more than one reader claims
│   ├── UndecidedColumn    a column that reads in more than one way and needs an option
│   └── MappingError       a mapping file that does not fit its table
├── StoreError             the store is missing, damaged, full or of another version
├── UnknownLoad            a load id that the ledger does not hold
├── EngineError            an engine beyond DuckDB is missing, silent or stopped
├── QueryError             a query file or its parameters are wrong
└── UsageError             an option that makes no sense
"""


class SupportKpiError(Exception):
    """Base of all others: one sentence for the user, no personal data, no trace needed."""


class ExportError(SupportKpiError):
    """A file is refused as a whole."""


class UnreadableFile(ExportError):
    """Raised when the bytes hold no table that could be read."""


class EmptyFile(UnreadableFile):
    """Raised when the bytes hold not a single filled cell."""


class UnknownFormat(ExportError):
    """Raised when no reader claims the table."""


class AmbiguousFormat(ExportError):
    """Raised when several readers claim the table."""


class UndecidedColumn(ExportError):
    """Raised when a column reads equally well in two ways, such as 03/04/2026."""


class MappingError(ExportError):
    """Raised when a mapping names a heading or a column that does not exist."""


class StoreError(SupportKpiError):
    """Raised when the store cannot be opened, written or trusted."""


class UnknownLoad(SupportKpiError):
    """Raised when a load is named that the ledger does not hold."""


class EngineError(SupportKpiError):
    """Raised when an engine cannot be started or reached, or stops in its work."""


class QueryError(SupportKpiError):
    """Raised when a query file or its parameters do not fit together."""


class UsageError(SupportKpiError):
    """Raised when an option's value cannot be used."""
