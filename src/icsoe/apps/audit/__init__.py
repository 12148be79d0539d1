"""Append-only log of every act, and the clock the acts are dated by."""
