"""sestrail's own themes, a dark and a light one; Textual's themes all work as well."""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

DARK: Final = Theme(
    name="sestrail-dark",
    primary="#3d7ea6",
    secondary="#7f9fb6",
    accent="#6cb6d9",
    foreground="#d4d7da",
    background="#14171a",
    surface="#191d21",
    panel="#20252a",
    success="#7fb685",
    warning="#e0a84e",
    error="#e06c6c",
    dark=True,
    variables={
        "block-cursor-background": "#2f5f7d",
        "block-cursor-foreground": "#f2f5f7",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#28323a",
        "block-cursor-blurred-foreground": "#d4d7da",
        "footer-background": "#191d21",
        "footer-key-foreground": "#6cb6d9",
        "border": "#3d7ea6",
    },
)
LIGHT: Final = Theme(
    name="sestrail-light",
    primary="#2f6f96",
    secondary="#5d7f96",
    accent="#1d6f9c",
    foreground="#23282c",
    background="#fafafa",
    surface="#f1f3f4",
    panel="#e6eaec",
    success="#3c7d45",
    warning="#96600a",
    error="#b3332f",
    dark=False,
    variables={
        "block-cursor-background": "#bfdcec",
        "block-cursor-foreground": "#14181b",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#e2e8ec",
        "block-cursor-blurred-foreground": "#23282c",
        "footer-background": "#f1f3f4",
        "footer-key-foreground": "#1d6f9c",
        "border": "#2f6f96",
    },
)
THEMES: Final = (DARK, LIGHT)
