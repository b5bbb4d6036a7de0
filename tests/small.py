"""A small report that is complete: three sections of a mall of its own, two tables, a goal and a figure in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.conftest import KOMMUN, write

MALL = """
utgår_från: gemensam
sort: Verksamhetsberättelse
titel: Verksamhetsberättelse {år}
avsnitt:
  - id: uppdraget
    rubrik: "{Nämndens} uppdrag"
    fil: kapitel
    obligatoriskt: ja
    anvisning: Beskriv uppdraget i korthet.
  - id: ekonomi
    rubrik: Ekonomi
    fil: kapitel
    avsnitt:
      - id: resultat
        rubrik: Resultat {år}
        fil: kapitel
        block: tabell
        tabelltyp: driftsammandrag
        kommentar: Kommentar
        obligatoriskt: ja
        anvisning: Bokslut mot budget för varje verksamhet.
  - id: målen
    rubrik: Mål
    fil: kapitel
    block: målredovisning
  - id: personal
    rubrik: Personal
    fil: kapitel
    block: tabell
    tabelltyp: volymer
"""

RAPPORT = """
mall: liten
status: fastställd
"""

TEXT = """
uppdraget: |
  Nämnden sköter parker, lekplatser och träd. Städning ingår.

"""

TABLES = """
resultat:
  belopp: mnkr
  tecken: kostnad
  rader: |
    verksamhet  | bokslut | budget | avvikelse | roll
    Parker      |    11,2 |   12,0 |           |
    Lekplatser  |     4,1 |    3,9 |           |
    Summa       |         |        |           | summa
  kommentar: |
    Nämnden redovisar {{ resultat.summa.avvikelse | överskott }}.
målen:
  målområden:
    - målområde: Medborgare
      mål:
        - namn: Gröna parker
          status: delvis uppnått
          bedömning: |
            Två av tre parker har rustats.
          resultat: |
            - Norra och Södra parken har fått nya gångar
personal:
  rader: |
    mått              | 2022 | 2023 | enhet
    Anställda         |   41 |   43 | antal
    Sjukfrånvaro      |  6,4 |  5,9 | %
"""

COMPLETE = {"kapitel.yaml": TEXT + TABLES}


def make(
    root: Path, chapters: Mapping[str, str] = COMPLETE, *, rapport: str = RAPPORT, extra: Mapping[str, str] | None = None
) -> Path:
    """Write the small workspace: `extra` are more files by their path from its root. Returns the root."""
    write(root / "inputs" / "kommun.yaml", KOMMUN)
    write(root / "templates" / "mallar" / "liten.yaml", MALL)
    write(root / "inputs" / "2023" / "parknamnden" / "rapport.yaml", rapport)
    for name, text in chapters.items():
        write(root / "inputs" / "2023" / "parknamnden" / name, text)
    for name, text in (extra or {}).items():
        write(root / name, text)
    return root


def with_another_body(root: Path) -> Path:
    """A second body, with a report of its own that says the same and has nothing to do with the first."""
    kommun = (root / "inputs" / "kommun.yaml").read_text("utf-8")
    write(root / "inputs" / "kommun.yaml", kommun + "  simnamnden:\n    namn: Simnämnden\n    sort: nämnd\n")
    for path in (root / "inputs" / "2023" / "parknamnden").iterdir():
        write(root / "inputs" / "2023" / "simnamnden" / path.name, path.read_text("utf-8"))
    return root
