"""A figure's file paints with its own parts and asks for nothing else."""

from __future__ import annotations

import pytest

from twoarm.publish.website.svg import clean_svg

SVG = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'


@pytest.mark.parametrize(
    "fetching",
    [
        "<style>@import url(http://example.org/a.css);</style>",
        "<style>path {{ fill: red }}\n@IMPORT 'http://example.org/a.css';</style>",
        "<style>@font-face {{ src: url( 'http://example.org/a.woff' ) }}</style>",
        r"<style>path {{ fill: u\72l(http://example.org/a) }}</style>",
        "<style>path {{ cursor: image-set('http://example.org/a.png' 1x) }}</style>",
        '<path style="fill:url(http://example.org/a)"/>',
        '<path fill="url(//example.org/a#b)"/>',
        '<path mask="url (&quot;http://example.org/a#b&quot;)"/>',
        '<g xml:base="http://example.org/"><path fill="url(#a)"/></g>',
    ],
)
def test_a_style_that_fetches_is_gone(fetching):
    assert "example.org" not in clean_svg(SVG.format(fetching.replace("{{", "{").replace("}}", "}")))


@pytest.mark.parametrize(
    "kept",
    [
        '<style type="text/css">*{stroke-linejoin: round}</style>',
        '<path clip-path="url(#p1)" d="M0 0"/>',
        """<path style="fill: url('#p1')"/>""",
        '<g aria-label="image (a) \\ url(b)"/>',
        '<text>url(http://example.org) is only said</text>',
    ],
)  # fmt: skip
def test_what_a_drawing_needs_stays(kept):
    assert kept in clean_svg(SVG.format(kept))
