"""Forms of the admin's catalogue pages."""

from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from webapp.catalog.images import BadImage, StoredImage, image_store
from webapp.catalog.models import ProductImage

TABLES = (".zip", ".csv", ".tsv", ".parquet")


class ImportForm(forms.Form):
    """A catalogue from this computer, or one that lies on the server below the data folder."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        widget=UnfoldAdminFileFieldWidget,
        help_text=gettext_lazy("A zip, CSV, TSV or parquet file from your computer."),
    )
    path = forms.CharField(
        label=gettext_lazy("Or a path on the server"),
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("A folder or file below the server's data folder (var/)."),
    )
    source = forms.SlugField(
        label=gettext_lazy("Name of the catalogue"),
        required=False,
        max_length=40,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy(
            "An import changes only products of the same name. Empty: named after the format or "
            "the file."
        ),
    )
    deactivate_missing = forms.BooleanField(
        label=gettext_lazy("Take out products that it no longer names"),
        required=False,
        widget=UnfoldBooleanWidget,
    )
    unsorted = forms.BooleanField(
        label=gettext_lazy("Take products without a category"),
        required=False,
        widget=UnfoldBooleanWidget,
        help_text=gettext_lazy(
            "They stay hidden. The classifier suggests a category for each, and you accept them "
            "under Suggestions."
        ),
    )

    def clean_file(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data["file"]
        if file and Path(file.name or "").suffix.lower() not in TABLES:
            raise forms.ValidationError(_("Choose a zip, CSV, TSV or parquet file."))
        return file

    def clean_path(self) -> Path | None:
        text: str = self.cleaned_data["path"].strip()
        if not text:
            return None
        root = Path(settings.VAR_DIR).resolve()
        path: Path = (root / text).resolve()
        if not path.is_relative_to(root) or not path.exists():
            raise forms.ValidationError(
                _("There is no “%(path)s” below the data folder.") % {"path": text}
            )
        return path

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(cleaned.get("file")) == bool(cleaned.get("path")):
            raise forms.ValidationError(_("Choose a file or name a path, one of the two."))
        return cleaned


class ProductImageForm(forms.ModelForm):
    """A picture is replaced by uploading another one; it is cleaned like an imported one."""

    upload = forms.FileField(label=gettext_lazy("new picture"), required=False)
    stored: StoredImage | None = None

    class Meta:
        model = ProductImage
        fields = ["position", "alt"]

    def clean_upload(self) -> UploadedFile | None:
        upload: UploadedFile | None = self.cleaned_data["upload"]
        if upload:
            try:
                self.stored = image_store(upload.read())
            except BadImage as error:
                raise forms.ValidationError(str(error)) from error
        elif not self.instance.file:
            raise forms.ValidationError(_("Choose a picture."))
        return upload

    def save(self, commit: bool = True) -> ProductImage:
        if self.stored:
            for name, value in vars(self.stored).items():
                setattr(self.instance, name, value)
        image: ProductImage = super().save(commit)
        return image
