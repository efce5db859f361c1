"""The catalogue: products and what they are, look like, cost and are made of."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from webapp.catalog.labels import category_label, colour_label


class Gender(models.TextChoices):
    MEN = "men", _("Men")
    WOMEN = "women", _("Women")
    UNISEX = "unisex", _("Unisex")
    BOYS = "boys", _("Boys")
    GIRLS = "girls", _("Girls")


class Usage(models.TextChoices):
    CASUAL = "casual", _("Casual")
    SPORTS = "sports", _("Sports")
    ETHNIC = "ethnic", _("Ethnic")
    FORMAL = "formal", _("Formal")
    SMART_CASUAL = "smart-casual", _("Smart casual")
    TRAVEL = "travel", _("Travel")
    PARTY = "party", _("Party")
    HOME = "home", _("Home")


class Season(models.TextChoices):
    SPRING = "spring", _("Spring")
    SUMMER = "summer", _("Summer")
    FALL = "fall", _("Autumn")
    WINTER = "winter", _("Winter")


UNSORTED = "Unsorted"
"""Category of products whose source names none; they stay hidden until somebody sorts them."""


class Category(models.Model):
    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    group = models.CharField(max_length=80)
    """The department, e.g. "Shoes"."""
    class_index = models.PositiveSmallIntegerField(null=True, blank=True, unique=True)
    """Position in the models' taxonomy; null for a category that they do not know."""

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """As shoppers read it: "T-shirts" for "Tshirts"."""
        return category_label(self.name)


class Colour(models.Model):
    name = models.CharField(max_length=40, unique=True)
    slug = models.SlugField(max_length=40, unique=True)
    hex = models.CharField(max_length=7)
    class_index = models.PositiveSmallIntegerField(null=True, blank=True, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """As shoppers read it: "Not stated" for "NA"."""
        return colour_label(self.name)


class Product(models.Model):
    source = models.CharField(max_length=40)
    """Which catalogue it came from: "sample", "myntra", …; an import updates only its own."""
    external_id = models.CharField(max_length=120)
    sku = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=160)
    name = models.CharField(max_length=200)
    brand = models.CharField(max_length=80, blank=True)
    design_code = models.CharField(max_length=120, blank=True, db_index=True)
    """The same for one design in several colours, where the source says so."""
    description = models.TextField(blank=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="products")
    colour = models.ForeignKey(
        Colour, on_delete=models.PROTECT, related_name="products", null=True, blank=True
    )
    gender = models.CharField(max_length=16, choices=Gender, blank=True)
    usage = models.CharField(_("style"), max_length=16, choices=Usage, blank=True)
    season = models.CharField(max_length=16, choices=Season, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    price = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    """In settings.CURRENCY; null where the source names no price."""
    is_active = models.BooleanField(default=True)
    is_made_to_order = models.BooleanField(_("made for you"), default=False)
    """Sewn once somebody orders it: there is no stock that could run out."""
    filled = models.JSONField(default=list, blank=True)
    """Names of fields ("category", "usage") that a person filled in where the source says
    nothing; an import leaves them alone."""
    content_hash = models.CharField(max_length=64, blank=True)
    """Over the imported row; with the same pictures the next import has nothing to do. Blank on
    a product that an import took out because its source no longer names it."""
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="unique_in_source"),
        ]
        indexes = [
            models.Index(fields=["is_active", "category"]),
            models.Index(fields=["is_active", "-created_at", "-id"]),
            models.Index(fields=["is_active", "price"]),
            models.Index(fields=["is_active", "colour"]),
            models.Index(fields=["updated_at"]),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("storefront:product", kwargs={"pk": self.pk, "slug": self.slug})

    @property
    def cover(self) -> "ProductImage | None":
        """The first picture; costs no query after ``selectors.products_visible()``."""
        return next(iter(self.images.all()), None)


class ProductImage(models.Model):
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="images")
    position = models.PositiveSmallIntegerField(default=0)
    file = models.CharField(max_length=200)
    """Path below MEDIA_ROOT, named by content: products/ab/abcdef….webp."""
    thumbnail = models.CharField(max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    """Of the stored file."""
    source_sha256 = models.CharField(max_length=64, blank=True)
    """Of the bytes that it was made from; the same bytes are not decoded a second time."""
    alt = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["product", "position"], name="unique_position")
        ]

    def __str__(self) -> str:
        return f"picture {self.position} of {self.product_id}"

    @property
    def url(self) -> str:
        return settings.MEDIA_URL + self.file

    @property
    def thumbnail_url(self) -> str:
        return settings.MEDIA_URL + self.thumbnail


class ProductSize(models.Model):
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="sizes")
    label = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField(default=0)
    stock = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["product", "label"], name="unique_size")]

    def __str__(self) -> str:
        return self.label


class CatalogImport(models.Model):
    """One import of one source: what was found, what was done, row by row where it went wrong."""

    job_id = models.UUIDField(null=True, blank=True)
    source = models.CharField(max_length=40)
    path = models.CharField(max_length=500)
    format = models.CharField(max_length=40, blank=True)
    mapping = models.JSONField(default=dict)
    """Our field: the source's column."""
    options = models.JSONField(default=dict)
    """deactivate_missing, only, download, unsorted: bool."""
    fingerprint = models.CharField(max_length=64, blank=True)
    """Of the source when the import began; a resumed import refuses another one."""
    is_dry_run = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=0)
    """Rows finished; a resumed import goes on here."""
    total = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    deactivated = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    report = models.CharField(max_length=500, blank=True)
    """CSV below var/imports: line, id, outcome, reason."""
    report_bytes = models.PositiveBigIntegerField(default=0)
    """Length of the report that belongs to ``position``; what a killed run left behind is cut."""
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"import of {self.source} ({self.created_at:%Y-%m-%d %H:%M})"
