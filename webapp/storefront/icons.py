"""Line icons on a 24-unit square, drawn for this site; the templates' ``icon`` tag puts them in."""

ICONS = {
    "arrow": '<path d="M4 12h16m-6-6 6 6-6 6"/>',
    "back": '<path d="M20 12H4m6-6-6 6 6 6"/>',
    "bag": '<path d="M5 8h14l1 12H4L5 8Z"/><path d="M8.5 8a3.5 3.5 0 0 1 7 0"/>',
    "bell": (
        '<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15l1.5-2Z"/><path d="M10 21h4M12 3v2"/>'
    ),
    "blend": '<circle cx="9" cy="12" r="5.5"/><circle cx="15" cy="12" r="5.5"/>',
    "board": '<rect x="3.5" y="4" width="7" height="9" rx="1"/><rect x="13.5" y="4" width="7"'
    ' height="5" rx="1"/><rect x="3.5" y="16" width="7" height="4" rx="1"/><rect x="13.5" y="12"'
    ' width="7" height="8" rx="1"/>',
    "camera": (
        '<path d="M4 8h3.2l1.6-2.5h6.4L16.8 8H20a1 1 0 0 1 1 1v9.5a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V9'
        'a1 1 0 0 1 1-1Z"/><circle cx="12" cy="13.3" r="3.6"/>'
    ),
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "chevron": '<path d="m6 9 6 6 6-6"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "compare": '<rect x="3" y="5" width="8" height="14" rx="1"/><rect x="13" y="5" width="8"'
    ' height="14" rx="1"/>',
    "copy": '<rect x="8.5" y="8.5" width="12" height="12" rx="1.5"/><path d="M15.5 5.5v-1a1 1 0 0'
    ' 0-1-1h-10a1 1 0 0 0-1 1v10a1 1 0 0 0 1 1h1"/>',
    "crop": '<path d="M7 2.5V17h14.5M2.5 7H17v14.5"/>',
    "dice": '<rect x="4" y="4" width="16" height="16" rx="2.5"/><path d="M8.5 8.5h.01m6.99'
    ' 0h.01M12 12h.01M8.5 15.5h.01m6.99 0h.01" stroke-width="2.4"/>',
    "down": '<path d="M12 4v16m-6-6 6 6 6-6"/>',
    "download": '<path d="M12 4v11m-4.5-4.5L12 15l4.5-4.5M4.5 19.5h15"/>',
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
    "keyboard": '<rect x="2.5" y="6" width="19" height="12" rx="1.5"/><path d="M6.5 10h.01m3.99'
    ' 0h.01m2.99 0h.01m3.99 0h.01M8 14h8"/>',
    "less": '<circle cx="12" cy="12" r="8.5"/><path d="M8 12h8"/>',
    "lock": '<rect x="5" y="10.5" width="14" height="10" rx="1.5"/><path d="M8 10.5V8a4 4 0 0 1 8'
    ' 0v2.5"/>',
    "menu": '<path d="M3.5 7h17m-17 5h17m-17 5h17"/>',
    "moon": '<path d="M20 14.2A8.2 8.2 0 0 1 9.8 4a8.2 8.2 0 1 0 10.2 10.2Z"/>',
    "more": '<circle cx="12" cy="12" r="8.5"/><path d="M12 8v8m-4-4h8"/>',
    "pin": '<path d="M12 15.5V21"/><path d="M8.5 3.5h7l-1 6.5 3 3v2.5h-11V13l3-3-1-6.5Z"/>',
    "redo": '<path d="m15 5 4.5 4.5L15 14"/><path d="M19.5 9.5H10a5.5 5.5 0 0 0 0 11h3"/>',
    "reset": '<path d="M4.5 4.5v5h5"/><path d="M4.9 9.5A8 8 0 1 1 4 13.5"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "share": '<path d="M12 15V3.5m-4 4 4-4 4 4"/><path d="M7 11H5v9.5h14V11h-2"/>',
    "swap": '<path d="M4 8.5h15m-4-4 4 4-4 4M20 15.5H5m4-4-4 4 4 4"/>',
    "sun": (
        '<circle cx="12" cy="12" r="4"/><path d="M12 2.5v2m0 15v2m9.5-9.5h-2m-15 0h-2m16.2-6.7-1.4'
        ' 1.4M6.7 17.3l-1.4 1.4m13.4 0-1.4-1.4M6.7 6.7 5.3 5.3"/>'
    ),
    "trash": '<path d="M4.5 6.5h15m-10-3h5M6.5 6.5l1 14h9l1-14M10 10.5v6m4-6v6"/>',
    "undo": '<path d="M9 5 4.5 9.5 9 14"/><path d="M4.5 9.5H14a5.5 5.5 0 0 1 0 11h-3"/>',
    "up": '<path d="M12 20V4m-6 6 6-6 6 6"/>',
    "user": '<circle cx="12" cy="8" r="4"/><path d="M4 20.5a8 8 0 0 1 16 0"/>',
    "vary": (
        '<circle cx="12" cy="12" r="3"/><circle cx="12" cy="4.5" r="1.5"/>'
        '<circle cx="19" cy="9" r="1.5"/><circle cx="17" cy="18" r="1.5"/>'
        '<circle cx="7" cy="18" r="1.5"/><circle cx="5" cy="9" r="1.5"/>'
    ),
}
