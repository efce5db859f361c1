"""Line icons on a 24-unit square, drawn for this site; the templates' ``icon`` tag puts them in."""

ICONS = {
    "arrow": '<path d="M4 12h16m-6-6 6 6-6 6"/>',
    "back": '<path d="M20 12H4m6-6-6 6 6 6"/>',
    "bag": '<path d="M5 8h14l1 12H4L5 8Z"/><path d="M8.5 8a3.5 3.5 0 0 1 7 0"/>',
    "camera": (
        '<path d="M4 8h3.2l1.6-2.5h6.4L16.8 8H20a1 1 0 0 1 1 1v9.5a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V9'
        'a1 1 0 0 1 1-1Z"/><circle cx="12" cy="13.3" r="3.6"/>'
    ),
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "chevron": '<path d="m6 9 6 6 6-6"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "crop": '<path d="M7 2.5V17h14.5M2.5 7H17v14.5"/>',
    "eye": (
        '<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z"/>'
        '<circle cx="12" cy="12" r="2.75"/>'
    ),
    "filter": '<path d="M3 7h10m4 0h4M3 17h4m4 0h10"/><circle cx="15" cy="7" r="2"/>'
    '<circle cx="9" cy="17" r="2"/>',
    "heart": (
        '<path d="M12 20S3.5 15.2 3.5 9.2A4.6 4.6 0 0 1 12 6.8a4.6 4.6 0 0 1 8.5 2.4C20.5 15.2'
        ' 12 20 12 20Z"/>'
    ),
    "image": (
        '<rect x="3" y="4.5" width="18" height="15" rx="1.5"/><circle cx="8.5" cy="9.5" r="1.6"/>'
        '<path d="m4 18 5.5-5 3.5 3 3.5-4 4 4.5"/>'
    ),
    "less": '<circle cx="12" cy="12" r="8.5"/><path d="M8 12h8"/>',
    "menu": '<path d="M3.5 7h17m-17 5h17m-17 5h17"/>',
    "moon": '<path d="M20 14.2A8.2 8.2 0 0 1 9.8 4a8.2 8.2 0 1 0 10.2 10.2Z"/>',
    "more": '<circle cx="12" cy="12" r="8.5"/><path d="M12 8v8m-4-4h8"/>',
    "reset": '<path d="M4.5 4.5v5h5"/><path d="M4.9 9.5A8 8 0 1 1 4 13.5"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "share": '<path d="M12 15V3.5m-4 4 4-4 4 4"/><path d="M7 11H5v9.5h14V11h-2"/>',
    "sun": (
        '<circle cx="12" cy="12" r="4"/><path d="M12 2.5v2m0 15v2m9.5-9.5h-2m-15 0h-2m16.2-6.7-1.4'
        ' 1.4M6.7 17.3l-1.4 1.4m13.4 0-1.4-1.4M6.7 6.7 5.3 5.3"/>'
    ),
    "trash": '<path d="M4.5 6.5h15m-10-3h5M6.5 6.5l1 14h9l1-14M10 10.5v6m4-6v6"/>',
    "user": '<circle cx="12" cy="8" r="4"/><path d="M4 20.5a8 8 0 0 1 16 0"/>',
}
