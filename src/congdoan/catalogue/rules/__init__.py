"""The rules of what is counted, without a database: read an edition with `load`, ask the `Catalogue`."""

from congdoan.catalogue.rules.edition import Catalogue, Edition, Group, Sector, UnknownCode
from congdoan.catalogue.rules.faults import CatalogueFaults, Fault
from congdoan.catalogue.rules.forms import (
    OWN,
    SUBTREE,
    Addressee,
    Column,
    Covers,
    Form,
    Line,
    Paragraph,
    PeriodKind,
    Section,
    Watch,
)
from congdoan.catalogue.rules.indicators import Indicator, Mean, Nature, Ratio
from congdoan.catalogue.rules.kinds import Detail, DetailType, Kind
from congdoan.catalogue.rules.levels import Level
from congdoan.catalogue.rules.naming import in_english, nearest
from congdoan.catalogue.rules.purposes import Basis, Purpose
from congdoan.catalogue.rules.reading import load, read
from congdoan.catalogue.rules.sentences import Blank, Phrase, Sentence, Way
from congdoan.catalogue.rules.sentences import Name as NameBlank
from congdoan.catalogue.rules.sources import NOUNS, Measure, Noun, Source, Trait, TraitType
from congdoan.catalogue.rules.tables import ColumnType, DatedTable, Row
from congdoan.catalogue.rules.terms import Condition, Term

__all__ = [
    "NOUNS",
    "OWN",
    "SUBTREE",
    "Addressee",
    "Basis",
    "Blank",
    "Catalogue",
    "CatalogueFaults",
    "Column",
    "ColumnType",
    "Condition",
    "Covers",
    "DatedTable",
    "Detail",
    "DetailType",
    "Edition",
    "Fault",
    "Form",
    "Group",
    "Indicator",
    "Kind",
    "Level",
    "Line",
    "Mean",
    "Measure",
    "NameBlank",
    "Nature",
    "Noun",
    "Paragraph",
    "PeriodKind",
    "Phrase",
    "Purpose",
    "Ratio",
    "Row",
    "Section",
    "Sector",
    "Sentence",
    "Source",
    "Term",
    "Trait",
    "TraitType",
    "UnknownCode",
    "Watch",
    "Way",
    "in_english",
    "load",
    "nearest",
    "read",
]
