"""Writes to the catalogue; ``importing`` and ``sample`` hold the two long ones."""

from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import slugify

from webapp.catalog import engine, formats, signals
from webapp.catalog import snapshot as snapshots
from webapp.catalog.formats.containers import open_container
from webapp.catalog.formats.download import HUB, hub_download
from webapp.catalog.models import CatalogImport, Category, Colour, Product
from webapp.core.models import User
from webapp.jobs.services import job_enqueue

JOB_KIND = "catalog.import"
BY_HAND = "admin"
"""Sender of catalog_changed for changes that no import made."""


@transaction.atomic
def taxonomy_sync() -> None:
    """Make the models' categories and colours rows, with their class indices. Safe to repeat."""
    known = engine.class_names()
    Category.objects.filter(class_index__gte=len(known.categories)).update(class_index=None)
    Colour.objects.filter(class_index__gte=len(known.colours)).update(class_index=None)
    for index, (name, group) in enumerate(known.categories):
        Category.objects.filter(class_index=index).exclude(name=name).update(class_index=None)
        Category.objects.update_or_create(
            name=name,
            defaults={"class_index": index},
            create_defaults={"slug": slugify(name), "class_index": index, "group": group},
        )
    for index, (name, hex_code) in enumerate(known.colours):
        Colour.objects.filter(class_index=index).exclude(name=name).update(class_index=None)
        Colour.objects.update_or_create(
            name=name,
            defaults={"class_index": index},
            create_defaults={"slug": slugify(name), "class_index": index, "hex": hex_code},
        )
    snapshots.forget()


def catalog_import_prepare(
    *,
    path: str | Path,
    source: str = "",
    name: str = "",
    dry_run: bool = True,
    by: User | None = None,
    deactivate_missing: bool = False,
    only: bool = False,
    download: bool = False,
    unsorted: bool = False,
) -> CatalogImport:
    """Find out what lies at ``path`` (a folder, zip, table or "hub:owner/name") and write down
    what would be imported how. Nothing is imported yet.

    ``source`` names the catalogue: an import changes only products of its own source. Without
    one it is named after its format or its file (``name``, where the path says nothing).
    ``deactivate_missing`` takes products out that the source no longer names, ``only`` those of
    all other sources too. ``unsorted`` takes products without a category, hidden until somebody
    sorts them. Raises formats.containers.Unreadable with a plain sentence.
    """
    place = hub_download(str(path)) if str(path).startswith(HUB) else Path(path).resolve()
    with open_container(place) as container:
        found = formats.detect(container)
        total = formats.FORMATS[found.format].count(container, found.mapping)
        fingerprint = container.fingerprint()
    taxonomy_sync()
    run = CatalogImport.objects.create(
        source=slugify(source)[:40] or _source_name(found.format, name or place.stem),
        path=str(place),
        format=found.format,
        mapping=found.mapping,
        options={
            "deactivate_missing": deactivate_missing,
            "only": only,
            "download": download,
            "unsorted": unsorted,
        },
        fingerprint=fingerprint,
        is_dry_run=dry_run,
        total=total,
        started_by=by,
    )
    run.report = f"imports/report-{run.pk}-{fingerprint[:8]}.csv"
    run.save(update_fields=["report"])
    # A report with this name can only be left from another database.
    (settings.VAR_DIR / run.report).unlink(missing_ok=True)
    return run


def catalog_import_enqueue(*, catalog_import: CatalogImport, by: User | None = None) -> None:
    """Run it in the background; ``catalog_import.job_id`` tells which job."""
    with transaction.atomic():
        job = job_enqueue(
            kind=JOB_KIND,
            payload={"import_id": catalog_import.pk},
            created_by=by,
            dedupe_key=f"{JOB_KIND}:{catalog_import.pk}",
        )
        catalog_import.job_id = job.pk
        catalog_import.save(update_fields=["job_id"])


def catalog_import_start(
    *,
    path: str | Path,
    source: str = "",
    name: str = "",
    dry_run: bool = True,
    by: User | None = None,
    deactivate_missing: bool = False,
    unsorted: bool = False,
) -> CatalogImport:
    """``catalog_import_prepare``, then in the background. Raises Unreadable."""
    run = catalog_import_prepare(
        path=path,
        source=source,
        name=name,
        dry_run=dry_run,
        by=by,
        deactivate_missing=deactivate_missing,
        unsorted=unsorted,
    )
    catalog_import_enqueue(catalog_import=run, by=by)
    return run


def products_set_active(*, products: QuerySet[Product], is_active: bool) -> int:
    """Show or hide products by hand; returns how many changed."""
    changed = products.exclude(is_active=is_active).update(
        is_active=is_active, updated_at=timezone.now()
    )
    if changed:
        catalog_touched(products=changed)
    return changed


def products_unbrand(*, products: QuerySet[Product]) -> int:
    """Their brand named somebody who is gone; returns how many changed."""
    changed = products.exclude(brand="").update(brand="", updated_at=timezone.now())
    if changed:
        catalog_touched(products=changed)
    return changed


def products_retire(*, products: QuerySet[Product]) -> int:
    """Take products out of the shop because no catalogue names them now; returns how many.

    Without their content hash they count as changed, so the next import that names them brings
    them back, which it does not do for those that a person has hidden.
    """
    return products.filter(is_active=True).update(
        is_active=False, content_hash="", updated_at=timezone.now()
    )


def catalog_touched(*, products: int) -> None:
    """Tell the apps above, once what changed is committed, that products changed by hand."""
    send = partial(signals.catalog_changed.send, sender=BY_HAND, products=products)
    transaction.on_commit(send)


def _source_name(format_name: str, name: str) -> str:
    """The format's name where it stands for one catalogue, else the file's."""
    if format_name in ("myntra", "fashion-mnist", "deepfashion"):
        return format_name
    return slugify(name)[:40] or format_name
