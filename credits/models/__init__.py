"""
Tables of hours.

Append-only (a trigger named `append_only` refuses UPDATE, DELETE and TRUNCATE to everybody, the owner included): `Act`, `Claim`,
`Entry`, `OpeningBalance`, `RecordLook`, `Certificate`, `CertificateChange`, `SealKey`, `SealKeyEnd`, `ShareOpening`, `LetterFrame`, and published `RulebookVersion`s with their `RulebookExample`s, and published `CertificateDesign`s. Mutable: `Chain` (the head row that is the person's lock),
`Standing` (a statement of what is owed, always derivable), `ComplianceCell` (its roll-up), `Seen` (what standings saw), `SweepPlace`, `CertificateSeries`, and the rows of later work: `CertificateOrder`, `CertificateProposal`, `CertificateBatch` with its rows, `CertificateShare`, `Reminder` with its `SharedFacts`, `Delivery`, `SendingRound`, `ComplianceExport`, `OpeningSheet` with its rows, `Simulation` with its rows, `Redecision`.
"""

from credits.models.batches import CertificateBatch, CertificateBatchRow
from credits.models.certificates import Certificate, CertificateChange, CertificateOrder, CertificateSeries
from credits.models.compliance import ComplianceCell, ComplianceChange, ComplianceExport, ComplianceExportPart
from credits.models.designs import CertificateDesign, CertificateProposal
from credits.models.heads import LeafRun, SigningKey, TreeHead, TreeTile
from credits.models.kinds import ReminderKind, ReminderVersion, TitleWindow
from credits.models.ledger import Act, Chain, Claim, Entry, OpeningBalance
from credits.models.looks import RecordLook
from credits.models.openings import OpeningRow, OpeningSheet
from credits.models.reminders import (
    CalendarFeed,
    Delivery,
    LetterFrame,
    QuietHours,
    RefusedAddress,
    Reminder,
    ReminderChoice,
    ReminderPreference,
    SendingPace,
    SendingRound,
    SharedFacts,
)
from credits.models.rulebooks import ConnectedSource, RulebookExample, RulebookVersion
from credits.models.seals import SealKey, SealKeyEnd
from credits.models.seen import Seen, SweepPlace
from credits.models.shares import CertificateShare, ShareOpening
from credits.models.simulations import Redecision, Simulation, SimulationCell, SimulationChunk, SimulationFlip
from credits.models.standings import Standing

__all__ = [
    "Act",
    "CalendarFeed",
    "Certificate",
    "CertificateBatch",
    "CertificateBatchRow",
    "CertificateChange",
    "CertificateDesign",
    "CertificateOrder",
    "CertificateProposal",
    "CertificateSeries",
    "CertificateShare",
    "Chain",
    "Claim",
    "ComplianceCell",
    "ComplianceChange",
    "ComplianceExport",
    "ComplianceExportPart",
    "ConnectedSource",
    "Delivery",
    "Entry",
    "LeafRun",
    "LetterFrame",
    "OpeningBalance",
    "OpeningRow",
    "OpeningSheet",
    "QuietHours",
    "RecordLook",
    "Redecision",
    "RefusedAddress",
    "Reminder",
    "ReminderChoice",
    "ReminderKind",
    "ReminderPreference",
    "ReminderVersion",
    "RulebookExample",
    "RulebookVersion",
    "SealKey",
    "SealKeyEnd",
    "Seen",
    "SendingPace",
    "SendingRound",
    "ShareOpening",
    "SharedFacts",
    "SigningKey",
    "Simulation",
    "SimulationCell",
    "SimulationChunk",
    "SimulationFlip",
    "Standing",
    "SweepPlace",
    "TitleWindow",
    "TreeHead",
    "TreeTile",
]
