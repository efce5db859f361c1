"""A model card is text that a training wrote: shown nicely, run never."""

from webapp.registry.cards import card_html


def test_headings_tables_and_code_are_shown():
    html = card_html("# Title\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\n# no heading\n```\n")
    assert "<h3>Title</h3>" in html
    assert "<td>2</td>" in html
    assert "# no heading" in html
    assert "### no heading" not in html


def test_nothing_in_it_runs_or_calls_elsewhere():
    html = card_html(
        "<script>alert(1)</script>\n\n[x](javascript:alert(1)) ![p](https://evil.example/p.png)\n\n"
        '<img src=x onerror="alert(1)">\n'
    )
    assert "<script" not in html
    assert 'href="javascript' not in html
    assert "<img" not in html
