"""Model cards: Markdown that a training wrote, as HTML that can do no harm."""

from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

_reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
"""Raw HTML is shown as text, links of dangerous schemes are none, and pictures, which could call
elsewhere, are left out."""


def card_html(markdown: str) -> SafeString:
    """Headings begin below the page's own."""
    html: str = _reader.render(_lowered(markdown))
    return SafeString(html)


def _lowered(markdown: str) -> str:
    lines, in_code = [], False
    for line in markdown.splitlines():
        if line.lstrip().startswith("```"):
            in_code = not in_code
        lines.append(f"##{line}" if line.startswith("#") and not in_code else line)
    return "\n".join(lines)
