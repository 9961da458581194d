"""Reads the main data of the Kiel Ukraine Support Tracker into rows of a change set."""

from pledges.intake.importers.kiel.kiel_importer import KIEL
