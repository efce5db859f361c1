"""Web processes stay small: nothing that they import drags in a tensor library."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
HEAVY = ["torch", "torchvision", "tensorflow", "keras", "faiss", "openvino"]
CODE = f"""
import django, importlib, json, sys
django.setup()
from django.apps import apps
from django.urls import get_resolver
get_resolver().url_patterns
for config in apps.get_app_configs():
    if config.name.startswith("webapp."):
        importlib.import_module(config.name + ".tasks") if importlib.util.find_spec(
            config.name + ".tasks") else None
importlib.import_module("webapp.wsgi")
importlib.import_module("webapp.celery")
print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))
"""


def test_the_site_and_its_tasks_import_no_tensor_library(tmp_path):
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", CODE],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "webapp.settings.dev",
            "ATELIER_VAR": str(tmp_path),
        },
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == []
